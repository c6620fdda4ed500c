package org.nadir.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Workers;

/// Holds the envelope factorisation against the product `A x` of a random sparse matrix and a known vector.
class EnvelopeCholeskyTest {

    @Test
    void solvesAMatrixWithAnIrregularEnvelope() {
        checkSolution(40, 1, 1);
    }

    @Test
    void solvesAMatrixLargeEnoughForSeveralThreads() {
        checkSolution(430, 2, 2);
    }

    @Test
    void givesTheSameBitsWithOneAndThreeThreads() {
        assertThat(checkSolution(430, 3, 1)).isEqualTo(checkSolution(430, 3, 3));
    }

    @Test
    void refusesAnIndefiniteMatrix() {
        var matrix = new EnvelopeCholesky(new int[] {0, 0});
        for (int i = 0; i < 6; i++) {
            matrix.values()[matrix.index(i, i)] = i == 4 ? -1 : 1;
        }
        try (var workers = new Workers(1)) {
            assertThat(matrix.factor(workers)).isFalse();
        }
    }

    private static double[] checkSolution(int strips, long seed, int threads) {
        var random = new SplittableRandom(seed);
        var first = new int[strips];
        for (int s = 0; s < strips; s++) {
            first[s] = s > strips - 4 ? 0 : 3 * random.nextInt(Math.max(0, s - 30), s + 1);
        }
        int n = 3 * strips;
        var dense = new double[n * n];
        var matrix = new EnvelopeCholesky(first);
        for (int r = 0; r < n; r++) {
            for (int c = first[r / 3]; c <= r; c++) {
                double value = random.nextDouble(-1, 1);
                dense[r * n + c] = value;
                dense[c * n + r] = value;
            }
        }
        // Diagonal dominance makes it positive definite.
        for (int r = 0; r < n; r++) {
            double sum = 1;
            for (int c = 0; c < n; c++) {
                sum += Math.abs(dense[r * n + c]);
            }
            dense[r * n + r] = sum;
            for (int c = first[r / 3]; c <= r; c++) {
                matrix.values()[matrix.index(r, c)] = dense[r * n + c];
            }
        }
        var expected = new double[n];
        for (int i = 0; i < n; i++) {
            expected[i] = random.nextDouble(-1, 1);
        }
        var b = new double[n];
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < n; c++) {
                b[r] += dense[r * n + c] * expected[c];
            }
        }
        try (var workers = new Workers(threads)) {
            assertThat(matrix.factor(workers)).isTrue();
        }
        matrix.solve(b);
        for (int i = 0; i < n; i++) {
            assertThat(b[i]).isCloseTo(expected[i], within(1e-11));
        }
        return b;
    }
}
