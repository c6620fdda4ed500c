package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.matching.MatchedPair;
import org.nadir.engine.scene.Photo;

/// Which way the tops of photos point that look straight down from measured positions.
///
/// Two such photos of nearly flat land differ by a similarity of the plane. Where the one lands on the other is the direction
/// of the base between them, which the positions give in the world; each pair so says the heading of both its photos. A
/// photo takes the mean of what its pairs say, weighted by their bases.
final class NadirHeadings {

    private static final int MOST_MATCHES = 300;
    private static final int ROUNDS = 8;

    /// Median distance of matches from the similarity, in units of the height, above which a pair is no such pair.
    private static final double FLAT = 0.08;

    /// Bases shorter than this many standard deviations of the positions have no direction.
    private static final double LEAST_BASE = 2;

    /// Sayings farther than this from the mean are left out of it, radians.
    private static final double NEAR = Math.toRadians(25);

    private final List<Photo> photos;
    private final List<FeatureSet> features;
    private final List<MatchedPair> pairs;

    NadirHeadings(List<Photo> photos, List<FeatureSet> features, List<MatchedPair> pairs) {
        this.photos = photos;
        this.features = features;
        this.pairs = pairs;
    }

    /// Camera-from-world rotations; null for photos of which no pair says anything.
    double[] @Nullable [] attitudes() {
        int n = photos.size();
        var sine = new double[n];
        var cosine = new double[n];
        var heading = new double[2 * pairs.size()];
        var weight = new double[2 * pairs.size()];
        for (int k = 0; k < pairs.size(); k++) {
            measure(k, heading, weight);
            add(pairs.get(k).photoA(), heading[2 * k], weight[2 * k], sine, cosine);
            add(pairs.get(k).photoB(), heading[2 * k + 1], weight[2 * k + 1], sine, cosine);
        }
        for (int round = 0; round < 3; round++) {
            double[] s = sine.clone();
            double[] c = cosine.clone();
            Arrays.fill(sine, 0);
            Arrays.fill(cosine, 0);
            for (int k = 0; k < pairs.size(); k++) {
                int[] ab = {pairs.get(k).photoA(), pairs.get(k).photoB()};
                for (int side = 0; side < 2; side++) {
                    double h = heading[2 * k + side];
                    double mean = Math.atan2(s[ab[side]], c[ab[side]]);
                    if (Math.cos(h - mean) > Math.cos(NEAR)) {
                        add(ab[side], h, weight[2 * k + side], sine, cosine);
                    }
                }
            }
        }
        double[] @Nullable [] attitudes = new double[n][];
        for (int p = 0; p < n; p++) {
            if (sine[p] != 0 || cosine[p] != 0) {
                attitudes[p] = down(Math.atan2(sine[p], cosine[p]));
            }
        }
        return attitudes;
    }

    private static void add(int p, double heading, double w, double[] sine, double[] cosine) {
        sine[p] += w * Math.sin(heading);
        cosine[p] += w * Math.cos(heading);
    }

    /// Straight down, the top of the photo `heading` radians from north to the east.
    private static double[] down(double heading) {
        double s = Math.sin(heading);
        double c = Math.cos(heading);
        return new double[] {c, -s, 0, -s, -c, 0, 0, 0, -1};
    }

    /// The headings of both photos of pair `k`, with weight 0 where the pair does not say.
    private void measure(int k, double[] heading, double[] weight) {
        MatchedPair pair = pairs.get(k);
        Photo.Position a = photos.get(pair.photoA()).position();
        Photo.Position b = photos.get(pair.photoB()).position();
        if (a == null || b == null) {
            return;
        }
        double east = a.x() - b.x();
        double north = a.y() - b.y();
        double base = Math.hypot(east, north);
        if (base < LEAST_BASE * Math.max(a.horizontalSd(), b.horizontalSd())) {
            return;
        }
        int n = Math.min(pair.count(), MOST_MATCHES);
        var inA = new double[3 * n];
        var inB = new double[3 * n];
        rays(pair, n, inA, inB);
        Similarity bFromA = plan(inA, inB);
        Similarity aFromB = plan(inB, inA);
        if (bFromA == null || aFromB == null) {
            return;
        }
        // The foot of one camera, seen by the other: camera x is right, camera y is behind.
        double[] footOfA = bFromA.shift();
        double[] footOfB = aFromB.shift();
        double world = Math.atan2(north, east);
        heading[2 * k + 1] = Math.atan2(-footOfA[1], footOfA[0]) - world;
        heading[2 * k] = Math.atan2(-footOfB[1], footOfB[0]) - (world + Math.PI);
        weight[2 * k] = base;
        weight[2 * k + 1] = base;
    }

    private void rays(MatchedPair pair, int n, double[] inA, double[] inB) {
        Camera cameraA = photos.get(pair.photoA()).camera();
        Camera cameraB = photos.get(pair.photoB()).camera();
        FeatureSet a = features.get(pair.photoA());
        FeatureSet b = features.get(pair.photoB());
        var xy = new double[2];
        for (int k = 0; k < n; k++) {
            int m = (int) ((long) pair.count() * k / n);
            cameraA.unproject(a.u()[pair.featureA()[m]], a.v()[pair.featureA()[m]], xy);
            inA[3 * k] = xy[0];
            inA[3 * k + 1] = xy[1];
            cameraB.unproject(b.u()[pair.featureB()[m]], b.v()[pair.featureB()[m]], xy);
            inB[3 * k] = xy[0];
            inB[3 * k + 1] = xy[1];
        }
    }

    /// Reweighted least squares; null when the median match is far off.
    private static @Nullable Similarity plan(double[] from, double[] to) {
        var weight = new double[from.length / 3];
        var distance = new double[weight.length];
        Arrays.fill(weight, 1);
        Similarity plan = Alignment.planFit(from, to, weight);
        for (int round = 0; round < ROUNDS && plan != null; round++) {
            double median = distances(plan, from, to, distance);
            double scale = Math.max(median, 1e-6);
            for (int k = 0; k < weight.length; k++) {
                double d = distance[k] / scale;
                weight[k] = 1 / (1 + d * d);
            }
            plan = Alignment.planFit(from, to, weight);
        }
        return plan == null || distances(plan, from, to, distance) > FLAT ? null : plan;
    }

    private static double distances(
            Similarity plan, double[] from, double[] to, double[] distance) {
        var moved = new double[3];
        for (int k = 0; k < distance.length; k++) {
            System.arraycopy(from, 3 * k, moved, 0, 3);
            plan.apply(moved, 0);
            distance[k] = Math.hypot(moved[0] - to[3 * k], moved[1] - to[3 * k + 1]);
        }
        double[] sorted = distance.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
