package org.nadir.engine.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.junit.jupiter.api.Test;

/// Holds solutions against the true pose of synthetic views, and against what makes a matrix essential: singular values
/// (s, s, 0), by EJML.
class FivePointSolverTest {

    private static final int[] FIRST_FIVE = {0, 1, 2, 3, 4};

    @Test
    void truePoseIsAmongTheSolutions() {
        int found = 0;
        int rounds = 500;
        for (int seed = 0; seed < rounds; seed++) {
            TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 5, 0, 0.6, 0, seed);
            double best = Double.MAX_VALUE;
            for (double[] e : solutions(views)) {
                best = Math.min(best, distance(e, views.truth.essential()));
            }
            found += best < 1e-5 ? 1 : 0;
        }
        // A few random samples are nearly degenerate and lose digits.
        assertThat(found).isGreaterThanOrEqualTo(rounds * 99 / 100);
    }

    @Test
    void solutionsAreEssentialAndMeetTheirSample() {
        for (int seed = 0; seed < 200; seed++) {
            TwoViews views = TwoViews.make(TwoViews.Shape.PLANE, 5, 0, 0.6, 0.01, seed);
            for (double[] e : solutions(views)) {
                for (int i = 0; i < 5; i++) {
                    RayPairs r = views.rays;
                    double residual =
                            EpipolarError.squared(e, r.xa()[i], r.ya()[i], r.xb()[i], r.yb()[i]);
                    assertThat(residual).isLessThan(1e-16);
                }
                var svd = DecompositionFactory_DDRM.svd(3, 3, false, false, true);
                svd.decompose(new DMatrixRMaj(3, 3, true, e));
                double[] s = svd.getSingularValues();
                java.util.Arrays.sort(s);
                assertThat(s[2]).isEqualTo(s[1], within(1e-4));
                assertThat(s[0]).isEqualTo(0, within(1e-4));
            }
        }
    }

    @Test
    void essentialMatricesFallApartIntoTheirPose() {
        for (int seed = 0; seed < 200; seed++) {
            TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 5, 0, 3, 0, seed);
            RelativePose pose = RelativePose.ofEssential(views.truth.essential());
            double rotation =
                    Math.min(
                            TwoViews.rotationError(pose, views.truth),
                            TwoViews.rotationError(pose.twin(), views.truth));
            double translation =
                    Math.min(
                            TwoViews.translationError(pose, views.truth),
                            TwoViews.translationError(pose.reversed(), views.truth));
            assertThat(rotation).isLessThan(1e-5);
            assertThat(translation).isLessThan(1e-5);
        }
    }

    private static double[][] solutions(TwoViews views) {
        var all = new double[FivePointSolver.MOST_SOLUTIONS][9];
        int count = new FivePointSolver().solve(views.rays, FIRST_FIVE, all);
        return java.util.Arrays.copyOf(all, count);
    }

    /// Largest difference of two matrices of unit norm, up to sign.
    private static double distance(double[] e, double[] truth) {
        double plus = 0;
        double minus = 0;
        for (int i = 0; i < 9; i++) {
            // The essential matrix of a unit translation has norm √2.
            plus = Math.max(plus, Math.abs(e[i] - truth[i] / Math.sqrt(2)));
            minus = Math.max(minus, Math.abs(e[i] + truth[i] / Math.sqrt(2)));
        }
        return Math.min(plus, minus);
    }
}
