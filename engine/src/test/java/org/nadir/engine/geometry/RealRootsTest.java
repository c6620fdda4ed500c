package org.nadir.engine.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Holds the roots against polynomials that were multiplied out of known factors.
class RealRootsTest {

    @Test
    void findsAllRootsOfProductsOfKnownFactors() {
        var random = new SplittableRandom(5);
        var solver = new RealRoots(10);
        var found = new double[10];
        for (int round = 0; round < 200; round++) {
            int real = 2 * random.nextInt(1, 5);
            double[] roots = new double[real];
            for (int i = 0; i < real; i++) {
                // At least 0.2 apart, so that rounding of the coefficients cannot merge them.
                roots[i] = -2 + 0.45 * i + random.nextDouble(0, 0.25);
            }
            double[] c = {random.nextDouble(0.5, 2)};
            for (double root : roots) {
                c = multiply(c, new double[] {-root, 1});
            }
            while (c.length < 11) {
                double p = random.nextDouble(-1, 1);
                c = multiply(c, new double[] {p * p + 0.3, 2 * p, 1});
            }
            int count = solver.find(c, found);
            assertThat(Arrays.copyOf(found, count)).containsExactly(roots, within(1e-6));
        }
    }

    @Test
    void findsNoRootsWhereThereAreNone() {
        assertThat(new RealRoots(4).find(new double[] {1, 0, 2, 0, 1}, new double[4])).isZero();
        assertThat(new RealRoots(4).find(new double[] {3, 0, 0, 0, 0}, new double[4])).isZero();
    }

    @Test
    void copesWithALeadingZero() {
        var found = new double[4];
        assertThat(new RealRoots(4).find(new double[] {-6, 5, -1, 0, 0}, found)).isEqualTo(2);
        assertThat(Arrays.copyOf(found, 2)).containsExactly(new double[] {2, 3}, within(1e-12));
    }

    private static double[] multiply(double[] a, double[] b) {
        var product = new double[a.length + b.length - 1];
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < b.length; j++) {
                product[i + j] += a[i] * b[j];
            }
        }
        return product;
    }
}
