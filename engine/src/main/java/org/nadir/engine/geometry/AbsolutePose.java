package org.nadir.engine.geometry;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Pose;

/// The pose of a camera from many points, some of them wrong: LO-RANSAC (Chum, Matas and Kittler 2003) over
/// [AbsolutePoseMinimal] with truncated squared error as the score. Same input and seed, same result.
public final class AbsolutePose {

    private static final int MAX_ITERATIONS = 2000;
    private static final int MIN_ITERATIONS = 30;
    private static final double CONFIDENCE = 0.9999;

    /// @param inlier for each correspondence whether it fits
    public record Estimate(Pose pose, boolean[] inlier, int inlierCount) {}

    private final double[] xy;
    private final double[] xyz;
    private final int count;
    private final double threshold;
    private final AbsolutePoseMinimal minimal = new AbsolutePoseMinimal();
    private final AbsolutePoseRefinement refinement = new AbsolutePoseRefinement();
    private final double[] rays = new double[9];
    private final double[] points = new double[9];
    private final double[] candidates = new double[12 * AbsolutePoseMinimal.MAX_SOLUTIONS];
    private final double[] trial = new double[12];

    private AbsolutePose(double[] xy, double[] xyz, int count, double threshold) {
        this.xy = xy;
        this.xyz = xyz;
        this.count = count;
        this.threshold = threshold;
    }

    /// The pose that most points agree with; null when no pose has at least four.
    ///
    /// @param xy undistorted normalised image coordinates (X/Z, Y/Z), two per correspondence
    /// @param xyz world points, three per correspondence
    /// @param threshold largest distance of an inlier, in normalised coordinates
    public static @Nullable Estimate estimate(
            double[] xy, double[] xyz, int count, double threshold, long seed) {
        if (count < 4) {
            return null;
        }
        return new AbsolutePose(xy, xyz, count, threshold).run(new SplittableRandom(seed));
    }

    private @Nullable Estimate run(SplittableRandom random) {
        double[] best = new double[12];
        double bestScore = Double.POSITIVE_INFINITY;
        int needed = MAX_ITERATIONS;
        for (int iteration = 0; iteration < needed; iteration++) {
            int solutions = sample(random);
            boolean improved = false;
            for (int s = 0; s < solutions; s++) {
                System.arraycopy(candidates, 12 * s, trial, 0, 12);
                double score = score(trial, bestScore);
                if (score < bestScore) {
                    bestScore = score;
                    System.arraycopy(trial, 0, best, 0, 12);
                    improved = true;
                }
            }
            if (improved) {
                System.arraycopy(best, 0, trial, 0, 12);
                refinement.refine(xy, xyz, count, 2 * threshold, 0.5 * threshold, 4, trial);
                double score = score(trial, bestScore);
                if (score < bestScore) {
                    bestScore = score;
                    System.arraycopy(trial, 0, best, 0, 12);
                }
                needed = iterationsFor(countInliers(best, null));
            }
        }
        if (bestScore == Double.POSITIVE_INFINITY) {
            return null;
        }
        return finish(best, bestScore);
    }

    private @Nullable Estimate finish(double[] best, double bestScore) {
        System.arraycopy(best, 0, trial, 0, 12);
        refinement.refine(xy, xyz, count, threshold, 0.5 * threshold, 10, trial);
        if (score(trial, bestScore) <= bestScore) {
            System.arraycopy(trial, 0, best, 0, 12);
        }
        var inlier = new boolean[count];
        int inliers = countInliers(best, inlier);
        if (inliers < 4) {
            return null;
        }
        var pose = new Pose(Arrays.copyOf(best, 9), Arrays.copyOfRange(best, 9, 12));
        return new Estimate(pose, inlier, inliers);
    }

    private int iterationsFor(int inliers) {
        double share = inliers / (double) count;
        double allGood = share * share * share;
        if (allGood >= 1) {
            return MIN_ITERATIONS;
        }
        double n = Math.log(1 - CONFIDENCE) / Math.log1p(-allGood);
        return (int) Math.clamp(Math.ceil(n), MIN_ITERATIONS, MAX_ITERATIONS);
    }

    private int sample(SplittableRandom random) {
        int a = random.nextInt(count);
        int b = random.nextInt(count);
        int c = random.nextInt(count);
        if (a == b || a == c || b == c) {
            return 0;
        }
        put(0, a);
        put(1, b);
        put(2, c);
        return minimal.solve(rays, points, candidates);
    }

    private void put(int slot, int i) {
        double x = xy[2 * i];
        double y = xy[2 * i + 1];
        double scale = 1 / Math.sqrt(x * x + y * y + 1);
        rays[3 * slot] = x * scale;
        rays[3 * slot + 1] = y * scale;
        rays[3 * slot + 2] = scale;
        System.arraycopy(xyz, 3 * i, points, 3 * slot, 3);
    }

    private double score(double[] r, double giveUpAt) {
        double limit = threshold * threshold;
        double sum = 0;
        for (int i = 0; i < count && sum < giveUpAt; i++) {
            sum += Math.min(limit, squaredResidual(r, i));
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    private int countInliers(double[] r, boolean @Nullable [] inlier) {
        int inliers = 0;
        for (int i = 0; i < count; i++) {
            boolean fits = squaredResidual(r, i) <= threshold * threshold;
            inliers += fits ? 1 : 0;
            if (inlier != null) {
                inlier[i] = fits;
            }
        }
        return inliers;
    }

    private double squaredResidual(double[] r, int i) {
        double dx = xyz[3 * i] - r[9];
        double dy = xyz[3 * i + 1] - r[10];
        double dz = xyz[3 * i + 2] - r[11];
        double z = r[6] * dx + r[7] * dy + r[8] * dz;
        if (z <= 0) {
            return Double.POSITIVE_INFINITY;
        }
        double ex = (r[0] * dx + r[1] * dy + r[2] * dz) / z - xy[2 * i];
        double ey = (r[3] * dx + r[4] * dy + r[5] * dz) / z - xy[2 * i + 1];
        return ex * ex + ey * ey;
    }
}
