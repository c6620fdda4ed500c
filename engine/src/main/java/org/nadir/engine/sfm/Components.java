package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Joins two reconstructions of different photos of one set: through the world frame when both are in it, else through the
/// tracks that have a point in both.
final class Components {

    private static final int LEAST_COMMON = 20;
    private static final double LEAST_SHARE = 0.5;
    private static final int ROUNDS = 500;

    /// Largest distance of common points that agree, as a share of the distance from cameras to points.
    private static final double NEAR = 0.03;

    private Components() {}

    /// Moves the photos of `other` into `main`. False when nothing ties them together; both are then as before.
    static boolean merge(Reconstruction main, Reconstruction other, long seed) {
        Similarity similarity = throughPoints(main, other, seed);
        if (similarity == null && main.georeferenced && other.georeferenced) {
            similarity = new Similarity(1, new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1}, new double[3]);
        }
        if (similarity == null) {
            return false;
        }
        for (int p = 0; p < main.photos.size(); p++) {
            if (other.placed[p] && !main.placed[p]) {
                main.place(p, similarity.apply(other.pose(p)));
            }
        }
        for (int t = 0; t < main.tracks.count(); t++) {
            if (main.hasPoint[t] || !other.hasPoint[t]) {
                continue;
            }
            System.arraycopy(other.point, 3 * t, main.point, 3 * t, 3);
            similarity.apply(main.point, 3 * t);
            main.hasPoint[t] = true;
        }
        return true;
    }

    private static @Nullable Similarity throughPoints(
            Reconstruction main, Reconstruction other, long seed) {
        int[] common = common(main, other);
        int n = common.length;
        if (n < LEAST_COMMON) {
            return null;
        }
        var from = new double[3 * n];
        var to = new double[3 * n];
        for (int k = 0; k < n; k++) {
            System.arraycopy(other.point, 3 * common[k], from, 3 * k, 3);
            System.arraycopy(main.point, 3 * common[k], to, 3 * k, 3);
        }
        double near = NEAR * viewingDistance(main, common);
        return robust(from, to, near, seed);
    }

    private static int[] common(Reconstruction main, Reconstruction other) {
        var common = new int[main.tracks.count()];
        int n = 0;
        for (int t = 0; t < common.length; t++) {
            if (main.hasPoint[t] && other.hasPoint[t]) {
                common[n++] = t;
            }
        }
        return Arrays.copyOf(common, n);
    }

    private static double viewingDistance(Reconstruction block, int[] tracks) {
        var distances = new double[tracks.length];
        for (int k = 0; k < tracks.length; k++) {
            int t = tracks[k];
            distances[k] = Double.POSITIVE_INFINITY;
            for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
                if (block.active[i]) {
                    distances[k] = Math.min(distances[k], distance(block, t, i));
                }
            }
        }
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }

    private static double distance(Reconstruction block, int t, int observation) {
        int photo = block.tracks.photo(observation);
        double x = block.point[3 * t] - block.centre[3 * photo];
        double y = block.point[3 * t + 1] - block.centre[3 * photo + 1];
        double z = block.point[3 * t + 2] - block.centre[3 * photo + 2];
        return Math.sqrt(x * x + y * y + z * z);
    }

    /// RANSAC over three point pairs, then least squares over those that agree. Null when too few do.
    static @Nullable Similarity robust(double[] from, double[] to, double near, long seed) {
        int n = from.length / 3;
        var random = new SplittableRandom(seed);
        var a = new double[9];
        var b = new double[9];
        double[] equal = {1, 1, 1};
        double[] best = new double[n];
        int most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (int k = 0; k < 3; k++) {
                int i = random.nextInt(n);
                System.arraycopy(from, 3 * i, a, 3 * k, 3);
                System.arraycopy(to, 3 * i, b, 3 * k, 3);
            }
            Similarity candidate = Similarity.fit(a, b, equal);
            if (candidate == null) {
                continue;
            }
            double[] agree = agreeing(candidate, from, to, near);
            int count = (int) Arrays.stream(agree).sum();
            if (count > most) {
                most = count;
                best = agree;
            }
        }
        if (most < Math.max(3, LEAST_SHARE * n)) {
            return null;
        }
        Similarity similarity = Similarity.fit(from, to, best);
        return similarity == null
                ? null
                : Similarity.fit(from, to, agreeing(similarity, from, to, near));
    }

    private static double[] agreeing(
            Similarity similarity, double[] from, double[] to, double near) {
        var agree = new double[from.length / 3];
        var moved = new double[3];
        for (int i = 0; i < agree.length; i++) {
            System.arraycopy(from, 3 * i, moved, 0, 3);
            similarity.apply(moved, 0);
            double x = moved[0] - to[3 * i];
            double y = moved[1] - to[3 * i + 1];
            double z = moved[2] - to[3 * i + 2];
            agree[i] = x * x + y * y + z * z <= near * near ? 1 : 0;
        }
        return agree;
    }
}
