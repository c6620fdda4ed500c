package org.nadir.engine.matching;

import java.util.Arrays;
import java.util.Optional;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.geometry.HomographyEstimator;
import org.nadir.engine.geometry.RayPairs;
import org.nadir.engine.geometry.RelativePose;
import org.nadir.engine.geometry.RelativePoseEstimate;
import org.nadir.engine.geometry.RelativePoseEstimator;

/// Keeps the matches of a pair that agree with one relative pose. Keeps buffers: one thread at a time.
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
        int strict = matches.countBelow(settings.ratio());
        RayPairs rays = rays(a, b, matches);
        RayPairs strictRays = rays.subset(firstIndices(strict));
        double threshold = 0.5 * settings.thresholdPixels() * (1 / a.camera.focalPixels() + 1 / b.camera.focalPixels());
        Optional<RelativePoseEstimate> estimate =
                estimator.estimate(strictRays, threshold, settings.leastInliers(), seed);
        if (estimate.isEmpty()) {
            return Optional.empty();
        }
        int[] kept = estimate.get().inliers();
        kept = withoutRepeats(a, b, matches, kept);
        if (kept.length < settings.leastInliers()) {
            return Optional.empty();
        }
        int planar = homographies.inliers(rays.subset(kept), threshold, seed);
        return Optional.of(
                new MatchedPair(
                        a.photo,
                        b.photo,
                        canonical(a.features, matches.featureA(), kept),
                        canonical(b.features, matches.featureB(), kept),
                        (double) planar / kept.length));
    }

    private static int[] firstIndices(int count) {
        var indices = new int[count];
        for (int i = 0; i < count; i++) {
            indices[i] = i;
        }
        return indices;
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

    /// Leaves out matches of a position that another match already uses: features with two directions match twice.
    private static int[] withoutRepeats(View a, View b, TentativeMatches matches, int[] kept) {
        var usedA = new boolean[a.features.count()];
        var usedB = new boolean[b.features.count()];
        var result = new int[kept.length];
        int n = 0;
        for (int m : kept) {
            int i = first(a.features, matches.featureA()[m]);
            int j = first(b.features, matches.featureB()[m]);
            if (!usedA[i] && !usedB[j]) {
                usedA[i] = true;
                usedB[j] = true;
                result[n++] = m;
            }
        }
        return Arrays.copyOf(result, n);
    }

    private static int[] canonical(FeatureSet features, int[] matched, int[] kept) {
        var result = new int[kept.length];
        for (int i = 0; i < kept.length; i++) {
            result[i] = first(features, matched[kept[i]]);
        }
        return result;
    }

    /// The first of the features at a feature's position, so that one point in a photo has one name in all pairs.
    private static int first(FeatureSet features, int feature) {
        int i = feature;
        while (i > 0
                && features.u()[i - 1] == features.u()[feature]
                && features.v()[i - 1] == features.v()[feature]) {
            i--;
        }
        return i;
    }
}
