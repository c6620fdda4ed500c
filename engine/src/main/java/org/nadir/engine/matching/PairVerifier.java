package org.nadir.engine.matching;

import java.util.Optional;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.geometry.HomographyEstimator;
import org.nadir.engine.geometry.RayPairs;
import org.nadir.engine.geometry.RelativePoseEstimate;
import org.nadir.engine.geometry.RelativePoseEstimator;

/// Keeps the matches of a pair that agree with one relative pose. Keeps buffers:
/// one thread at a time.
final class PairVerifier {

    /// Share of the matches above which a wider threshold has nothing to gain.
    private static final double MOST_OF_ALL = 0.9;

    private static final double WIDER = 3;
    private static final double MANY_MORE = 1.1;

    private final MatchSettings settings;
    private final RelativePoseEstimator estimator = new RelativePoseEstimator();
    private final HomographyEstimator homographies = new HomographyEstimator();

    PairVerifier(MatchSettings settings) {
        this.settings = settings;
    }

    /// One photo of a pair: its place in the list of photos, camera and features.
    record View(int photo, Camera camera, FeatureSet features) {}

    /// The verified pair, unless too few matches agree. The same matches and seed give the same pair.
    Optional<MatchedPair> verify(View a, View b, TentativeMatches matches, long seed) {
        RayPairs rays = rays(a, b, matches);
        double threshold =
                0.5
                        * settings.thresholdPixels()
                        * (1 / a.camera.focalPixels() + 1 / b.camera.focalPixels());
        Optional<RelativePoseEstimate> estimate = estimate(a, b, rays, threshold, seed);
        if (estimate.isEmpty()) {
            return Optional.empty();
        }
        var kept = new KeptMatches(a.features, b.features);
        kept.addAll(matches, estimate.get().inliers());
        if (kept.count() < settings.leastInliers()) {
            return Optional.empty();
        }
        RayPairs verified = rays.subset(estimate.get().inliers());
        int planar = homographies.inliers(verified, threshold, seed);
        return Optional.of(kept.toPair(a.photo, b.photo, (double) planar / verified.count()));
    }

    /// With lenses whose distortion is not known yet, matches near the borders miss their epipolar lines by more than the
    /// threshold. Where a wider one brings in many more, they are true: matches by chance would be few.
    private Optional<RelativePoseEstimate> estimate(
            View a, View b, RayPairs rays, double threshold, long seed) {
        Optional<RelativePoseEstimate> strict =
                estimator.estimate(rays, threshold, settings.leastInliers(), seed);
        if (strict.isEmpty() || isCalibrated(a.camera) && isCalibrated(b.camera)) {
            return strict;
        }
        int found = strict.get().inliers().length;
        if (found > MOST_OF_ALL * rays.count()) {
            return strict;
        }
        Optional<RelativePoseEstimate> wide =
                estimator.estimate(rays, WIDER * threshold, settings.leastInliers(), seed);
        return wide.filter(w -> w.inliers().length > MANY_MORE * found).or(() -> strict);
    }

    private static boolean isCalibrated(Camera camera) {
        return camera.k1() != 0 || camera.k2() != 0;
    }

    private static RayPairs rays(View a, View b, TentativeMatches matches) {
        int n = matches.count();
        var rays = new RayPairs(new double[n], new double[n], new double[n], new double[n]);
        var ray = new double[2];
        for (int m = 0; m < n; m++) {
            int i = matches.featureA()[m];
            int j = matches.featureB()[m];
            a.camera.unproject(a.features.u()[i], a.features.v()[i], ray);
            rays.xa()[m] = ray[0];
            rays.ya()[m] = ray[1];
            b.camera.unproject(b.features.u()[j], b.features.v()[j], ray);
            rays.xb()[m] = ray[0];
            rays.yb()[m] = ray[1];
        }
        return rays;
    }
}
