package org.nadir.engine.bundle;

import java.util.Arrays;
import org.nadir.engine.work.Work;

/// How well an adjusted block knows where its shots stand: the blocks of the inverse normal matrix that belong to the
/// centres (Triggs et al. 2000, section 9). The standard deviations are those that were put in: of observations, positions,
/// control points and lenses.
public final class PositionCovariance {

    /// Each needs three solutions of the whole system; beyond this number only some are computed.
    private static final int MOST = 1000;

    private PositionCovariance() {}

    /// Six numbers a shot, xx, xy, xz, yy, yz, zz, in squared units of the world. NaN for fixed shots, for a block whose frame
    /// nothing holds, and in blocks of more than 1,000 shots for those between every k-th.
    public static double[] of(BundleProblem problem, BundleOptions options, Work work) {
        var covariance = new double[6 * problem.shots];
        Arrays.fill(covariance, Double.NaN);
        var system = new ReducedSystem(problem, options);
        boolean solved =
                system.solve(
                        problem.state,
                        0,
                        work.workers(),
                        new double[6 * problem.shots],
                        new double[Lens.COUNT * problem.lenses]);
        if (!solved) {
            return covariance;
        }
        int step = (problem.shots + MOST - 1) / MOST;
        work.workers()
                .forEach(
                        (problem.shots + step - 1) / step,
                        k -> {
                            work.cancellation().check();
                            int shot = k * step;
                            if (!problem.fixed[shot]) {
                                System.arraycopy(
                                        system.centreCovariance(shot), 0, covariance, 6 * shot, 6);
                            }
                        });
        return covariance;
    }
}
