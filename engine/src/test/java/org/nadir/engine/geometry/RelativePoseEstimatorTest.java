package org.nadir.engine.geometry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Holds estimated poses against the truth of synthetic views with noise and outliers.
class RelativePoseEstimatorTest {

    /// Half a pixel of a camera with a focal length of 2,000 pixels.
    private static final double NOISE = 0.00025;

    private static final double THRESHOLD = 0.002;

    @Test
    void findsThePoseAmongOutliers() {
        for (TwoViews.Shape shape : TwoViews.Shape.values()) {
            for (int outliers : new int[] {0, 100, 400}) {
                for (int seed = 1; seed <= 5; seed++) {
                    TwoViews views = TwoViews.make(shape, 200, outliers, 0.4, NOISE, seed);
                    RelativePoseEstimate estimate = estimate(views, seed).orElseThrow();
                    if (shape == TwoViews.Shape.VOLUME) {
                        checkPose(estimate.pose(), views.truth);
                    }
                    assertThat(trueInliers(estimate, 200)).isGreaterThan(195);
                    assertThat(estimate.inliers().length - trueInliers(estimate, 200))
                            .isLessThanOrEqualTo(3 + outliers / 50);
                }
            }
        }
    }

    /// Not for planes: two views of a plane allow two poses that fit every point alike (Longuet-Higgins 1986).
    private static void checkPose(RelativePose pose, RelativePose truth) {
        // Each ray errs by 2.5e-4 rad, 0.014 degrees. The baseline is a fifth of the distance, so
        // that a rotation and a
        // shift of the baseline look alike but for a small rest; hence the margin of ten, and more
        // for the baseline.
        assertThat(TwoViews.rotationError(pose, truth)).isLessThan(0.15);
        assertThat(TwoViews.translationError(pose, truth)).isLessThan(1);
    }

    @Test
    void errorShrinksWithTheNoise() {
        double before = Double.MAX_VALUE;
        for (double noise : new double[] {1e-3, 1e-4, 1e-5, 1e-6}) {
            var errors = new double[9];
            for (int seed = 0; seed < errors.length; seed++) {
                TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 100, 50, 0.4, noise, seed);
                RelativePose pose =
                        new RelativePoseEstimator()
                                .estimate(views.rays, 5 * noise, 20, seed)
                                .orElseThrow()
                                .pose();
                errors[seed] = TwoViews.translationError(pose, views.truth);
            }
            // The median, since now and then an outlier lies on its epipolar line by chance.
            java.util.Arrays.sort(errors);
            assertThat(errors[errors.length / 2]).isLessThan(0.2 * before);
            before = errors[errors.length / 2];
        }
    }

    @Test
    void refusesPairsThatOnlyAgreeByChance() {
        int accepted = 0;
        for (int seed = 1; seed <= 20; seed++) {
            TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 0, 120, 0.4, 0, seed);
            accepted += estimate(views, seed).isPresent() ? 1 : 0;
        }
        assertThat(accepted).isZero();
    }

    @Test
    void sameSeedGivesTheSameResult() {
        TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 100, 100, 0.4, NOISE, 3);
        var estimator = new RelativePoseEstimator();
        RelativePoseEstimate first = estimator.estimate(views.rays, THRESHOLD, 20, 9).orElseThrow();
        RelativePoseEstimate again = estimator.estimate(views.rays, THRESHOLD, 20, 9).orElseThrow();
        assertThat(again.inliers()).isEqualTo(first.inliers());
        assertThat(again.pose().rotation()).isEqualTo(first.pose().rotation());
        assertThat(again.pose().translation()).isEqualTo(first.pose().translation());
    }

    @Test
    void refusesTooFewPairs() {
        TwoViews views = TwoViews.make(TwoViews.Shape.VOLUME, 19, 0, 0.4, 0, 3);
        assertThat(estimate(views, 1)).isEmpty();
    }

    private static Optional<RelativePoseEstimate> estimate(TwoViews views, long seed) {
        return new RelativePoseEstimator().estimate(views.rays, THRESHOLD, 20, seed);
    }

    private static int trueInliers(RelativePoseEstimate estimate, int inliers) {
        int count = 0;
        for (int i : estimate.inliers()) {
            count += i < inliers ? 1 : 0;
        }
        return count;
    }
}
