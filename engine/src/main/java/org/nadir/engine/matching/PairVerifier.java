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
        Optional<RelativePoseEstimate> estimate =
                estimator.estimate(rays, threshold, settings.leastInliers(), seed);
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
