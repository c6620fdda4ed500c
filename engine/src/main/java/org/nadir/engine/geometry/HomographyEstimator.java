package org.nadir.engine.geometry;

import java.util.SplittableRandom;

/// Finds how many matched rays one homography explains: MSAC over four-point samples with a least-squares fit of each new
/// best (Hartley & Zisserman, chapter 4). Keeps its buffers: one thread at a time.
public final class HomographyEstimator {

    private static final int SAMPLE = 4;
    private static final int MOST_SAMPLES = 500;
    private static final double CONFIDENCE = 0.999;
    private static final int FITS = 2;

    private final HomographySolver solver = new HomographySolver();
    private final int[] sample = new int[SAMPLE];
    private final double[] candidate = new double[9];
    private final double[] refined = new double[9];

    /// The best homography that was found, from A to B, row-major; valid after [#inliers] until its next call.
    private final double[] best = new double[9];

    /// How many pairs lie within `threshold` (normalised coordinates, in view B) of the best homography found.
    public int inliers(RayPairs rays, double threshold, long seed) {
        int n = rays.count();
        if (n < SAMPLE) {
            return n;
        }
        double limit = threshold * threshold;
        solver.prepare(rays);
        var random = new SplittableRandom(seed);
        double bestCost = Double.MAX_VALUE;
        int needed = MOST_SAMPLES;
        for (int i = 0; i < needed; i++) {
            draw(random, n);
            if (!solver.fit(sample, SAMPLE, candidate)) {
                continue;
            }
            double cost = cost(candidate, rays, limit, bestCost);
            if (cost >= bestCost) {
                continue;
            }
            bestCost = improve(rays, limit, cost);
            double share = (double) count(best, rays, limit) / n;
            double miss = Math.clamp(1 - share * share * share * share, 1e-12, 1 - 1e-12);
            double wanted = Math.log(1 - CONFIDENCE) / Math.log(miss);
            needed = wanted < needed ? (int) Math.ceil(wanted) : needed;
        }
        return count(best, rays, limit);
    }

    /// The homography of the last call of [#inliers]: a copy, row-major, from rays of A to rays of B.
    public double[] homography() {
        return best.clone();
    }

    private void draw(SplittableRandom random, int n) {
        for (int i = 0; i < SAMPLE; i++) {
            boolean fresh;
            do {
                sample[i] = random.nextInt(n);
                fresh = true;
                for (int j = 0; j < i; j++) {
                    fresh &= sample[j] != sample[i];
                }
            } while (!fresh);
        }
    }

    private double improve(RayPairs rays, double limit, double candidateCost) {
        System.arraycopy(candidate, 0, best, 0, 9);
        double bestCost = candidateCost;
        for (int i = 0; i < FITS; i++) {
            int[] inliers = new int[rays.count()];
            int count = 0;
            for (int p = 0; p < inliers.length; p++) {
                if (distance(best, rays, p) < limit) {
                    inliers[count++] = p;
                }
            }
            if (count < SAMPLE || !solver.fit(inliers, count, refined)) {
                break;
            }
            double cost = cost(refined, rays, limit, bestCost);
            if (cost >= bestCost) {
                break;
            }
            bestCost = cost;
            System.arraycopy(refined, 0, best, 0, 9);
        }
        return bestCost;
    }

    private static double cost(double[] h, RayPairs rays, double limit, double most) {
        double sum = 0;
        for (int i = 0; i < rays.count() && sum < most; i++) {
            double distance = distance(h, rays, i);
            sum += distance < limit ? distance : limit;
        }
        return sum;
    }

    private static int count(double[] h, RayPairs rays, double limit) {
        int count = 0;
        for (int i = 0; i < rays.count(); i++) {
            count += distance(h, rays, i) < limit ? 1 : 0;
        }
        return count;
    }

    private static double distance(double[] h, RayPairs rays, int i) {
        double x = rays.xa()[i];
        double y = rays.ya()[i];
        double w = h[6] * x + h[7] * y + h[8];
        double dx = (h[0] * x + h[1] * y + h[2]) / w - rays.xb()[i];
        double dy = (h[3] * x + h[4] * y + h[5]) / w - rays.yb()[i];
        return dx * dx + dy * dy;
    }
}
