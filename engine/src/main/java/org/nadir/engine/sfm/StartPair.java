package org.nadir.engine.sfm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.geometry.RayPairs;
import org.nadir.engine.geometry.RelativePose;
import org.nadir.engine.geometry.RelativePoseEstimate;
import org.nadir.engine.geometry.RelativePoseEstimator;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Work;

/// Two photos from which a reconstruction may start, and how they stand to each other.
///
/// @param photoA its pose is the identity
/// @param poseB pose of photo B in the frame of A; the baseline has length 1
/// @param score worth as a start: matches that agree, times their angle up to where more angle brings little
record StartPair(int photoA, int photoB, Pose poseB, double score) {

    private static final int MOST_RICHEST = 30;
    private static final int MOST_OTHERS = 12;
    private static final int MOST_MATCHES = 1000;
    private static final int LEAST_INLIERS = 30;
    private static final double BEST_ANGLE = Math.toRadians(10);

    static final Pose IDENTITY = new Pose(new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);

    /// The pairs worth a try, best first. Looks at the pairs with most matches and at a sample of the others, since the
    /// richest pairs may all be near copies.
    static List<StartPair> rank(
            List<Photo> photos,
            List<FeatureSet> features,
            List<MatchedPair> pairs,
            SfmSettings settings,
            Work work) {
        List<MatchedPair> candidates = candidates(pairs);
        List<Optional<StartPair>> results =
                work.workers()
                        .map(
                                candidates.size(),
                                i -> {
                                    work.cancellation().check();
                                    return of(photos, features, candidates.get(i), settings);
                                });
        return results.stream()
                .flatMap(Optional::stream)
                .sorted(
                        Comparator.comparingDouble((StartPair pair) -> -pair.score)
                                .thenComparingInt(StartPair::photoA)
                                .thenComparingInt(StartPair::photoB))
                .toList();
    }

    private static List<MatchedPair> candidates(List<MatchedPair> pairs) {
        List<MatchedPair> sorted =
                pairs.stream()
                        .filter(pair -> pair.count() >= LEAST_INLIERS)
                        .sorted(
                                Comparator.comparingInt((MatchedPair pair) -> -pair.count())
                                        .thenComparingInt(MatchedPair::photoA)
                                        .thenComparingInt(MatchedPair::photoB))
                        .toList();
        int richest = Math.min(MOST_RICHEST, sorted.size());
        var chosen = new ArrayList<>(sorted.subList(0, richest));
        int rest = sorted.size() - richest;
        for (int k = 0; k < Math.min(rest, MOST_OTHERS); k++) {
            chosen.add(sorted.get(richest + (int) ((long) rest * k / MOST_OTHERS)));
        }
        return chosen;
    }

    private static Optional<StartPair> of(
            List<Photo> photos, List<FeatureSet> features, MatchedPair pair, SfmSettings settings) {
        Camera cameraA = photos.get(pair.photoA()).camera();
        Camera cameraB = photos.get(pair.photoB()).camera();
        RayPairs rays =
                rays(
                        cameraA,
                        features.get(pair.photoA()),
                        cameraB,
                        features.get(pair.photoB()),
                        pair);
        double threshold =
                0.5 * settings.resectionError() * (0.5 / cameraA.focalX() + 0.5 / cameraB.focalX());
        long seed = settings.seed() * 1_000_003L + pair.photoA() * 65_537L + pair.photoB();
        return new RelativePoseEstimator()
                .estimate(rays, threshold, LEAST_INLIERS, seed)
                .filter(estimate -> estimate.medianAngle() >= settings.minAngle())
                .map(estimate -> of(pair, estimate, rays.count()));
    }

    private static StartPair of(MatchedPair pair, RelativePoseEstimate estimate, int tried) {
        RelativePose relative = estimate.pose();
        double[] inverse = Rotations.transpose(relative.rotation());
        double[] t = relative.translation();
        var centre = new double[3];
        for (int r = 0; r < 3; r++) {
            centre[r] =
                    -(inverse[3 * r] * t[0]
                            + inverse[3 * r + 1] * t[1]
                            + inverse[3 * r + 2] * t[2]);
        }
        double share = estimate.inliers().length / (double) tried;
        double score = share * pair.count() * Math.min(estimate.medianAngle(), BEST_ANGLE);
        return new StartPair(
                pair.photoA(), pair.photoB(), new Pose(relative.rotation(), centre), score);
    }

    static RayPairs rays(
            Camera cameraA, FeatureSet a, Camera cameraB, FeatureSet b, MatchedPair pair) {
        int n = Math.min(pair.count(), MOST_MATCHES);
        var rays = new RayPairs(new double[n], new double[n], new double[n], new double[n]);
        var xy = new double[2];
        for (int k = 0; k < n; k++) {
            int m = (int) ((long) pair.count() * k / n);
            int i = pair.featureA()[m];
            int j = pair.featureB()[m];
            cameraA.unproject(a.u()[i], a.v()[i], xy);
            rays.xa()[k] = xy[0];
            rays.ya()[k] = xy[1];
            cameraB.unproject(b.u()[j], b.v()[j], xy);
            rays.xb()[k] = xy[0];
            rays.yb()[k] = xy[1];
        }
        return rays;
    }
}
