package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// The similarity between a few pairs of points of which up to half are wrong: least median of distances over triples
/// (Rousseeuw 1984), then least squares that counts far pairs little.
final class ControlFit {

    private static final int ROUNDS = 500;
    private static final int REFINEMENTS = 10;

    /// Distances below this, in metres, all count as good.
    private static final double FINEST = 0.001;

    private final double[] from;
    private final double[] to;
    private final int count;
    private @Nullable Similarity similarity;
    private double median = Double.POSITIVE_INFINITY;

    ControlFit(double[] from, double[] to, long seed) {
        this.from = from;
        this.to = to;
        this.count = from.length / 3;
        search(seed);
        refine();
    }

    /// Null when no triple of the points fixes one.
    @Nullable Similarity similarity() {
        return similarity;
    }

    /// Median distance that is left.
    double median() {
        return median;
    }

    private void search(long seed) {
        if (count * (count - 1) * (count - 2) / 6 > ROUNDS) {
            var random = new SplittableRandom(seed);
            for (int round = 0; round < ROUNDS; round++) {
                int i = random.nextInt(count);
                int j = random.nextInt(count);
                int k = random.nextInt(count);
                if (i != j && j != k && i != k) {
                    consider(i, j, k);
                }
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            for (int j = i + 1; j < count; j++) {
                for (int k = j + 1; k < count; k++) {
                    consider(i, j, k);
                }
            }
        }
    }

    private void consider(int i, int j, int k) {
        var a = new double[9];
        var b = new double[9];
        int[] triple = {i, j, k};
        for (int n = 0; n < 3; n++) {
            System.arraycopy(from, 3 * triple[n], a, 3 * n, 3);
            System.arraycopy(to, 3 * triple[n], b, 3 * n, 3);
        }
        if (Alignment.nearLine(b)) {
            return;
        }
        accept(Similarity.fit(a, b, new double[] {1, 1, 1}));
    }

    /// Keeps a candidate that is better than what there is.
    private void accept(@Nullable Similarity candidate) {
        if (candidate == null) {
            return;
        }
        double[] distances = distances(candidate);
        Arrays.sort(distances);
        double middle = distances[count / 2];
        if (middle < median) {
            median = middle;
            similarity = candidate;
        }
    }

    private void refine() {
        Similarity better = similarity;
        for (int round = 0; round < REFINEMENTS && better != null; round++) {
            double[] weight = distances(better);
            double[] sorted = weight.clone();
            Arrays.sort(sorted);
            double scale = Math.max(FINEST, 2 * sorted[count / 2]);
            for (int i = 0; i < count; i++) {
                weight[i] = 1 / (1 + weight[i] * weight[i] / (scale * scale));
            }
            better = Similarity.fit(from, to, weight);
        }
        if (better != null) {
            similarity = better;
            double[] distances = distances(better);
            Arrays.sort(distances);
            median = distances[count / 2];
        }
    }

    private double[] distances(Similarity candidate) {
        var distances = new double[count];
        var moved = new double[3];
        for (int i = 0; i < count; i++) {
            System.arraycopy(from, 3 * i, moved, 0, 3);
            candidate.apply(moved, 0);
            double x = moved[0] - to[3 * i];
            double y = moved[1] - to[3 * i + 1];
            double z = moved[2] - to[3 * i + 2];
            distances[i] = Math.sqrt(x * x + y * y + z * z);
        }
        return distances;
    }
}
