package org.nadir.engine.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Holds homographies against known ones, and the share they explain against scenes with and without a plane.
class HomographyEstimatorTest {

    private static final double[] TRUTH = {0.9, 0.1, 0.05, -0.12, 1.1, -0.1, 0.05, -0.08, 1};

    @Test
    void recoversAKnownHomographyAmongOutliers() {
        RayPairs rays = warped(150, 100, 0.0002);
        var estimator = new HomographyEstimator();
        int inliers = estimator.inliers(rays, 0.002, 7);
        assertThat(inliers).isBetween(149, 152);
        double[] h = estimator.homography();
        for (int i = 0; i < 9; i++) {
            assertThat(h[i] / h[8]).isEqualTo(TRUTH[i], within(0.001));
        }
    }

    @Test
    void explainsPlanesAndTurnsButNotVolumes() {
        var estimator = new HomographyEstimator();
        TwoViews plane = TwoViews.make(TwoViews.Shape.PLANE, 200, 0, 0.3, 0.0002, 1);
        TwoViews volume = TwoViews.make(TwoViews.Shape.VOLUME, 200, 0, 0.3, 0.0002, 1);
        assertThat(estimator.inliers(plane.rays, 0.002, 1)).isGreaterThan(198);
        assertThat(estimator.inliers(volume.rays, 0.002, 1)).isLessThan(100);
    }

    private static RayPairs warped(int inliers, int outliers, double noise) {
        var random = new SplittableRandom(2);
        int n = inliers + outliers;
        var rays = new RayPairs(new double[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            double x = random.nextDouble(-0.8, 0.8);
            double y = random.nextDouble(-0.5, 0.5);
            double w = TRUTH[6] * x + TRUTH[7] * y + TRUTH[8];
            rays.xa()[i] = x;
            rays.ya()[i] = y;
            rays.xb()[i] =
                    i < inliers
                            ? (TRUTH[0] * x + TRUTH[1] * y + TRUTH[2]) / w
                                    + noise * random.nextGaussian()
                            : random.nextDouble(-0.8, 0.8);
            rays.yb()[i] =
                    i < inliers
                            ? (TRUTH[3] * x + TRUTH[4] * y + TRUTH[5]) / w
                                    + noise * random.nextGaussian()
                            : random.nextDouble(-0.5, 0.5);
        }
        return rays;
    }
}
