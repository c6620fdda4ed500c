package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Holds the kernels against sorting all scores, and the vector kernel against the scalar one, number by number.
class ScoreKernelTest {

    private static final int LENGTH = ShortDescriptors.LENGTH;

    @Test
    void scalarKernelFindsTheTwoHighestScores() {
        ShortDescriptors a = ShortDescriptors.of(Descriptors.random(37, 1));
        ShortDescriptors b = ShortDescriptors.of(Descriptors.random(203, 2));
        var forA = new TopTwo(37);
        var forB = new TopTwo(203);
        new ScalarScoreKernel().score(a, b, forA, forB);
        for (int i = 0; i < 37; i++) {
            int best = dot(a, i, b, forA.bestIndex[i]);
            int second = dot(a, i, b, forA.secondIndex[i]);
            int above = 0;
            for (int j = 0; j < 203; j++) {
                above += dot(a, i, b, j) > second ? 1 : 0;
            }
            assertThat(best).isEqualTo(forA.best[i] + 32_768).isGreaterThanOrEqualTo(second);
            assertThat(above).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void vectorKernelGivesTheSameToTheLastBit() {
        assumeThat(ModuleLayer.boot().findModule("jdk.incubator.vector")).isPresent();
        int[][] sizes = {
            {1, 1}, {5, 95}, {4, 96}, {1, 97}, {7, 500}, {1100, 300}, {0, 10}, {10, 0}
        };
        for (int[] size : sizes) {
            ShortDescriptors a = ShortDescriptors.of(Descriptors.random(size[0], 3));
            ShortDescriptors b = ShortDescriptors.of(Descriptors.random(size[1], 4));
            TopTwo[] scalar = {new TopTwo(size[0]), new TopTwo(size[1])};
            TopTwo[] vector = {new TopTwo(size[0]), new TopTwo(size[1])};
            new ScalarScoreKernel().score(a, b, scalar[0], scalar[1]);
            VectorScoreKernel.create().score(a, b, vector[0], vector[1]);
            for (int side = 0; side < 2; side++) {
                assertThat(vector[side].bestIndex).isEqualTo(scalar[side].bestIndex);
                assertThat(vector[side].secondIndex).isEqualTo(scalar[side].secondIndex);
                assertThat(vector[side].best).isEqualTo(scalar[side].best);
                assertThat(vector[side].second).isEqualTo(scalar[side].second);
            }
        }
    }

    @Test
    void scoresNeverOverflow() {
        var extreme = new byte[4 * LENGTH];
        for (int k = 0; k < LENGTH; k++) {
            // All at the most, four at the most (the longest that RootSIFT makes), one at the most,
            // all alike.
            extreme[k] = (byte) 255;
            extreme[LENGTH + k] = (byte) (k < 4 ? 255 : 0);
            extreme[2 * LENGTH + k] = (byte) (k == 0 ? 255 : 0);
            extreme[3 * LENGTH + k] = 45;
        }
        ShortDescriptors d = ShortDescriptors.of(extreme);
        for (int i = 0; i < 4; i++) {
            assertThat(dot(d, i, d, i)).isBetween(1, 65_535);
        }
    }

    private static int dot(ShortDescriptors a, int i, ShortDescriptors b, int j) {
        int sum = 0;
        for (int k = 0; k < LENGTH; k++) {
            sum += a.values()[i * LENGTH + k] * b.values()[j * LENGTH + k];
        }
        return sum;
    }

    /// Random descriptors of the right length.
    static final class Descriptors {
        private Descriptors() {}

        static byte[] random(int count, long seed) {
            var random = new Random(seed);
            var all = new byte[count * LENGTH];
            var one = new double[LENGTH];
            for (int i = 0; i < count; i++) {
                double squares = 0;
                for (int k = 0; k < LENGTH; k++) {
                    one[k] = Math.pow(random.nextDouble(), 2);
                    squares += one[k] * one[k];
                }
                for (int k = 0; k < LENGTH; k++) {
                    all[i * LENGTH + k] =
                            (byte) Math.min(255, Math.round(512 * one[k] / Math.sqrt(squares)));
                }
            }
            return all;
        }
    }
}
