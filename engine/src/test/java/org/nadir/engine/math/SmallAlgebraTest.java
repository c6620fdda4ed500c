package org.nadir.engine.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Holds eigenvectors against their definition and cubic roots against the polynomial made from known roots.
class SmallAlgebraTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 9})
    void eigenvectorsSatisfyTheirEquation(int n) {
        var random = new SplittableRandom(n);
        var a = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                a[i * n + j] = random.nextDouble(-1, 1);
                a[j * n + i] = a[i * n + j];
            }
        }
        var values = new double[n];
        var vectors = new double[n * n];
        SymmetricEigen.decompose(a.clone(), n, values, vectors);
        for (int k = 0; k < n; k++) {
            double length = 0;
            for (int i = 0; i < n; i++) {
                double product = 0;
                for (int j = 0; j < n; j++) {
                    product += a[i * n + j] * vectors[k * n + j];
                }
                assertThat(product).isCloseTo(values[k] * vectors[k * n + i], within(1e-13));
                length += vectors[k * n + i] * vectors[k * n + i];
            }
            assertThat(length).isCloseTo(1, within(1e-13));
            assertThat(k == 0 || values[k - 1] <= values[k]).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"1,2,3", "-5,0.1,0.2", "2,2,7", "1e-3,1,1e3", "-1,-1,-1"})
    void findsARootOfACubicWithThreeRealRoots(double r, double s, double t) {
        double root =
                Cubic.steepestRoot(
                        2, -2 * (r + s + t), 2 * (r * s + r * t + s * t), -2 * r * s * t);
        double nearest =
                Math.min(Math.abs(root - r), Math.min(Math.abs(root - s), Math.abs(root - t)));
        // A triple root is only known to the cube root of the rounding error.
        assertThat(nearest).isLessThan(r == s && s == t ? 1e-4 : 1e-9 * (1 + Math.abs(root)));
    }

    @ParameterizedTest
    @CsvSource({"3,1,5", "-0.5,0,0.01", "100,-4,40"})
    void findsTheRootOfACubicWithOneRealRoot(double r, double p, double q) {
        // (x − r)((x − p)² + q)
        double c = p * p + q;
        double root = Cubic.steepestRoot(1, -r - 2 * p, c + 2 * p * r, -r * c);
        assertThat(root).isCloseTo(r, within(1e-9 * (1 + Math.abs(r))));
    }
}
