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

    /// A relative pose, the threshold at which it was found, and the matches with their rays that it was found from.
    record Found(
            RelativePoseEstimate estimate,
            double threshold,
            TentativeMatches matches,
            RayPairs rays) {

        int count() {
            return estimate.inliers().length;
        }
    }

    /// The pose that most matches agree with, unless too few do. The same matches and seed give the same pose.
    Optional<Found> find(View a, View b, TentativeMatches matches, long seed) {
        RayPairs rays = rays(a, b, matches);
        double threshold = threshold(a, b);
        return estimator
                .estimate(rays, threshold, settings.leastInliers(), seed)
                .map(strict -> widened(a, b, new Found(strict, threshold, matches, rays), seed));
    }

    /// As [#find], with a pose that was found from other matches.
    Optional<Found> refine(View a, View b, TentativeMatches matches, Found known) {
        RayPairs rays = rays(a, b, matches);
        return estimator
                .refine(known.estimate.pose(), rays, known.threshold, settings.leastInliers())
                .map(estimate -> new Found(estimate, known.threshold, matches, rays));
    }

    /// The verified pair, unless too few matches are left with one for each place in a photo.
    Optional<MatchedPair> pair(View a, View b, Found found, long seed) {
        int[] inliers = found.estimate.inliers();
        var kept = new KeptMatches(a.features, b.features);
        kept.addAll(found.matches, inliers);
        if (kept.count() < settings.leastInliers()) {
            return Optional.empty();
        }
        RayPairs verified = found.rays.subset(inliers);
        int planar = homographies.inliers(verified, threshold(a, b), seed);
        return Optional.of(kept.toPair(a.photo, b.photo, (double) planar / verified.count()));
    }

    private double threshold(View a, View b) {
        return 0.5
                * settings.thresholdPixels()
                * (1 / a.camera.focalPixels() + 1 / b.camera.focalPixels());
    }

    /// With lenses whose distortion is not known yet, matches near the borders miss their epipolar lines by more than the
    /// threshold. Where a wider one brings in many more, they are true: matches by chance would be few.
    private Found widened(View a, View b, Found strict, long seed) {
        if (isCalibrated(a.camera) && isCalibrated(b.camera)
                || strict.count() > MOST_OF_ALL * strict.rays.count()) {
            return strict;
        }
        double wide = WIDER * strict.threshold;
        return estimator
                .estimate(strict.rays, wide, settings.leastInliers(), seed)
                .filter(w -> w.inliers().length > MANY_MORE * strict.count())
                .map(w -> new Found(w, wide, strict.matches, strict.rays))
                .orElse(strict);
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
