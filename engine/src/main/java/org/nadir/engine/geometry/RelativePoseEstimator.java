package org.nadir.engine.geometry;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Finds the relative pose that most matched rays agree with: MSAC over five-point samples with local optimisation of each
/// new best (Chum, Matas & Kittler 2003). Keeps its buffers: one thread at a time.
///
/// Pairs are to be ordered from the most to the least trustworthy; every other sample is drawn from the better third alone,
/// which finds poses among few inliers sooner and costs little otherwise.
public final class RelativePoseEstimator {

    private static final int SAMPLE = 5;
    private static final int MOST_SAMPLES = 3000;
    private static final int LEAST_SAMPLES = 50;
    private static final double CONFIDENCE = 0.9999;
    private static final int SMALLEST_POOL = 40;
    private static final int REFINEMENTS = 3;

    private final FivePointSolver solver = new FivePointSolver();
    private final RelativePoseRefinement refinement = new RelativePoseRefinement();
    private final TwoViewDepths depths = new TwoViewDepths();
    private final double[][] solutions = new double[FivePointSolver.MOST_SOLUTIONS][9];
    private final int[] sample = new int[SAMPLE];

    /// The pose, unless fewer than `leastInliers` pairs agree with any. `threshold` is the largest Sampson distance in
    /// normalised coordinates (pixels over focal length); the same `seed` gives the same result.
    public Optional<RelativePoseEstimate> estimate(
            RayPairs rays, double threshold, int leastInliers, long seed) {
        int n = rays.count();
        if (n < Math.max(leastInliers, SAMPLE + 1)) {
            return Optional.empty();
        }
        double limit = threshold * threshold;
        var random = new SplittableRandom(seed);
        int pool = Math.clamp(n / 3, Math.min(n, SMALLEST_POOL), n);
        RelativePose best = null;
        double bestCost = (n - SAMPLE) * limit;
        int needed = MOST_SAMPLES;
        for (int i = 0; i < needed; i++) {
            draw(random, i % 2 == 0 ? pool : n);
            RelativePose candidate = bestOfSample(rays, limit, bestCost);
            if (candidate == null) {
                continue;
            }
            bestCost = cost(candidate, rays, limit);
            best = candidate;
            RelativePose refined = facing(refinement.refine(candidate, rays, limit), rays, limit);
            double refinedCost = cost(refined, rays, limit);
            if (refinedCost < bestCost) {
                best = refined;
                bestCost = refinedCost;
            }
            needed = Math.min(needed, samplesNeeded(best, rays, pool, limit));
        }
        return best == null ? Optional.empty() : finish(best, rays, limit, leastInliers);
    }

    /// As [#estimate], with a pose that is known already: it is refined with the pairs that agree with it.
    public Optional<RelativePoseEstimate> refine(
            RelativePose known, RayPairs rays, double threshold, int leastInliers) {
        return finish(known, rays, threshold * threshold, leastInliers);
    }

    private void draw(SplittableRandom random, int from) {
        for (int i = 0; i < SAMPLE; i++) {
            boolean fresh;
            do {
                sample[i] = random.nextInt(from);
                fresh = true;
                for (int j = 0; j < i; j++) {
                    fresh &= sample[j] != sample[i];
                }
            } while (!fresh);
        }
    }

    /// Each solution is asked first whether it could win at all, then what it costs with points behind the views counted
    /// as outliers: that tells apart the two poses that fit the same plane.
    private @Nullable RelativePose bestOfSample(RayPairs rays, double limit, double costToBeat) {
        int count = solver.solve(rays, sample, solutions);
        double least = costToBeat;
        RelativePose best = null;
        for (int s = 0; s < count; s++) {
            if (EpipolarError.cost(solutions[s], rays, limit, least) >= least) {
                continue;
            }
            RelativePose pose = facing(RelativePose.ofEssential(solutions[s]), rays, limit);
            double cost = cost(pose, rays, limit);
            if (cost < least) {
                least = cost;
                best = pose;
            }
        }
        return best;
    }

    /// MSAC cost of a pose; a pair behind either view costs as much as one that is far off.
    private double cost(RelativePose pose, RayPairs rays, double limit) {
        double[] e = pose.essential();
        double sum = 0;
        for (int i = 0; i < rays.count(); i++) {
            sum +=
                    agrees(pose, e, rays, i, limit)
                            ? EpipolarError.squared(
                                    e, rays.xa()[i], rays.ya()[i], rays.xb()[i], rays.yb()[i])
                            : limit;
        }
        return sum;
    }

    /// Samples after which one without outliers has been drawn with the wanted confidence, from either pool.
    private int samplesNeeded(RelativePose pose, RayPairs rays, int pool, double limit) {
        double[] e = pose.essential();
        int inPool = 0;
        int inAll = 0;
        for (int i = 0; i < rays.count(); i++) {
            boolean inlier = agrees(pose, e, rays, i, limit);
            inAll += inlier ? 1 : 0;
            inPool += inlier && i < pool ? 1 : 0;
        }
        double missPool = 1 - Math.pow((double) inPool / pool, SAMPLE);
        double missAll = 1 - Math.pow((double) inAll / rays.count(), SAMPLE);
        double missBoth = Math.max(missPool * missAll, 1e-12);
        double needed = 2 * Math.log(1 - CONFIDENCE) / Math.log(missBoth);
        return needed < MOST_SAMPLES
                ? Math.max(LEAST_SAMPLES, (int) Math.ceil(needed))
                : MOST_SAMPLES;
    }

    private Optional<RelativePoseEstimate> finish(
            RelativePose found, RayPairs rays, double limit, int leastInliers) {
        RelativePose pose = found;
        for (int i = 0; i < REFINEMENTS; i++) {
            pose = refinement.refine(pose, rays, limit);
        }
        pose = facing(pose, rays, limit);
        var inliers = new int[rays.count()];
        var sines = new double[rays.count()];
        var nearness = new double[rays.count()];
        double[] e = pose.essential();
        int count = 0;
        for (int i = 0; i < inliers.length; i++) {
            if (agrees(pose, e, rays, i, limit)) {
                sines[count] = depths.sineSquared;
                nearness[count] = 1 / depths.depthA;
                inliers[count++] = i;
            }
        }
        if (count < leastInliers) {
            return Optional.empty();
        }
        Arrays.sort(sines, 0, count);
        Arrays.sort(nearness, 0, count);
        double medianAngle = Math.asin(Math.sqrt(Math.clamp(sines[count / 2], 0, 1)));
        int cut = count / 100;
        return Optional.of(
                new RelativePoseEstimate(
                        pose,
                        Arrays.copyOf(inliers, count),
                        medianAngle,
                        Math.max(0, nearness[cut]),
                        Math.max(0, nearness[count - 1 - cut])));
    }

    /// Of the four poses with this essential matrix, the one that puts most pairs in front of both views.
    private RelativePose facing(RelativePose pose, RayPairs rays, double limit) {
        RelativePose twin = pose.twin();
        RelativePose best = pose;
        int most = -1;
        for (RelativePose candidate :
                new RelativePose[] {pose, pose.reversed(), twin, twin.reversed()}) {
            double[] e = candidate.essential();
            int front = 0;
            for (int i = 0; i < rays.count(); i++) {
                double distance =
                        EpipolarError.squared(
                                e, rays.xa()[i], rays.ya()[i], rays.xb()[i], rays.yb()[i]);
                if (distance < limit) {
                    depths.of(candidate, rays.xa()[i], rays.ya()[i], rays.xb()[i], rays.yb()[i]);
                    front += depths.inFront() ? 1 : 0;
                }
            }
            if (front > most) {
                most = front;
                best = candidate;
            }
        }
        return best;
    }

    /// Within the threshold, and in front of both views unless the rays are too nearly parallel to tell. Leaves the angle
    /// in `depths`.
    private boolean agrees(RelativePose pose, double[] e, RayPairs rays, int i, double limit) {
        double xa = rays.xa()[i];
        double ya = rays.ya()[i];
        double xb = rays.xb()[i];
        double yb = rays.yb()[i];
        if (!(EpipolarError.squared(e, xa, ya, xb, yb) < limit)) {
            return false;
        }
        depths.of(pose, xa, ya, xb, yb);
        return depths.inFront() || depths.sineSquared < limit;
    }

    /// Which pairs agree with a pose that is known already: within the threshold and in front of both views.
    public boolean[] agreeing(RelativePose pose, RayPairs rays, double threshold) {
        double[] e = pose.essential();
        var result = new boolean[rays.count()];
        for (int i = 0; i < result.length; i++) {
            result[i] = agrees(pose, e, rays, i, threshold * threshold);
        }
        return result;
    }
}
