package org.nadir.engine.bundle;

import java.util.Arrays;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Levenberg-Marquardt bundle adjustment (Triggs et al. 2000) with robust losses by reweighting. The same problem gives the
/// same numbers to the last bit, whatever the number of threads.
public final class BundleAdjuster {

    private static final int BLOCK = 1024;
    private static final double MAX_DAMPING = 1e8;
    private static final double MIN_DAMPING = 1e-10;

    private final BundleProblem problem;
    private final BundleOptions options;
    private final Workers workers;
    private final Work work;
    private final double[] shotStep;
    private final double[] lensStep;

    private BundleAdjuster(BundleProblem problem, BundleOptions options, Work work) {
        this.problem = problem;
        this.options = options;
        this.work = work;
        this.workers = work.workers();
        this.shotStep = new double[6 * problem.shots];
        this.lensStep = new double[Lens.COUNT * problem.lenses];
    }

    /// Adjusts `problem` in place.
    public static BundleSummary adjust(BundleProblem problem, BundleOptions options, Work work) {
        if (!problem.isComplete()) {
            throw new IllegalArgumentException("Points or observations of the problem are missing");
        }
        return new BundleAdjuster(problem, options, work).run();
    }

    private BundleSummary run() {
        var system = new ReducedSystem(problem, options);
        var trial = new BundleState(problem.shots, problem.lenses, problem.points);
        double first = cost(problem.state);
        double cost = first;
        double damping = options.initialDamping();
        boolean converged = false;
        boolean refused = false;
        int iteration = 0;
        while (iteration < options.maxIterations() && !converged && damping < MAX_DAMPING) {
            work.cancellation().check();
            iteration++;
            if (!system.solve(problem.state, damping, workers, shotStep, lensStep)) {
                damping = Math.max(damping * 10, 1e-8);
                continue;
            }
            step(system, trial);
            double next = cost(trial);
            if (!(next < cost)) {
                // No way down that rounding would not hide: at the bottom.
                converged = next <= cost * (1 + 1e-12);
                damping *= 10;
                refused = true;
                continue;
            }
            BundleState old = problem.state;
            problem.state = trial;
            trial = old;
            converged = cost - next < options.tolerance() * cost;
            cost = next;
            // Just after a refusal less damping would only be refused again.
            damping = refused ? damping : Math.max(damping * 0.1, MIN_DAMPING);
            refused = false;
        }
        return new BundleSummary(first, cost, iteration, converged);
    }

    private void step(ReducedSystem system, BundleState trial) {
        BundleState from = problem.state;
        for (int shot = 0; shot < problem.shots; shot++) {
            moveShot(from, trial, shot);
        }
        for (int i = 0; i < lensStep.length; i++) {
            trial.lens[i] = from.lens[i] + (problem.lensFree[i] ? lensStep[i] : 0);
        }
        workers.forEach(
                (problem.points + BLOCK - 1) / BLOCK,
                block -> {
                    var delta = new double[3];
                    int to = Math.min(problem.points, (block + 1) * BLOCK);
                    for (int p = block * BLOCK; p < to; p++) {
                        system.pointStep(p, shotStep, lensStep, delta);
                        for (int c = 0; c < 3; c++) {
                            trial.point[3 * p + c] = from.point[3 * p + c] + delta[c];
                        }
                    }
                });
    }

    private void moveShot(BundleState from, BundleState to, int shot) {
        int r = 9 * shot;
        if (problem.fixed[shot]) {
            System.arraycopy(from.rotation, r, to.rotation, r, 9);
            System.arraycopy(from.centre, 3 * shot, to.centre, 3 * shot, 3);
            return;
        }
        int s = 6 * shot;
        double[] turn = Rotations.fromAxisAngle(shotStep[s], shotStep[s + 1], shotStep[s + 2]);
        double[] turned = Rotations.multiply(turn, Arrays.copyOfRange(from.rotation, r, r + 9));
        orthonormalise(turned);
        System.arraycopy(turned, 0, to.rotation, r, 9);
        for (int c = 0; c < 3; c++) {
            to.centre[3 * shot + c] = from.centre[3 * shot + c] + shotStep[s + 3 + c];
        }
    }

    /// Gram-Schmidt, so that rounding does not build up over many steps.
    private static void orthonormalise(double[] r) {
        double n = 1 / Math.sqrt(r[0] * r[0] + r[1] * r[1] + r[2] * r[2]);
        r[0] *= n;
        r[1] *= n;
        r[2] *= n;
        double d = r[0] * r[3] + r[1] * r[4] + r[2] * r[5];
        r[3] -= d * r[0];
        r[4] -= d * r[1];
        r[5] -= d * r[2];
        n = 1 / Math.sqrt(r[3] * r[3] + r[4] * r[4] + r[5] * r[5]);
        r[3] *= n;
        r[4] *= n;
        r[5] *= n;
        r[6] = r[1] * r[5] - r[2] * r[4];
        r[7] = r[2] * r[3] - r[0] * r[5];
        r[8] = r[0] * r[4] - r[1] * r[3];
    }

    private double cost(BundleState state) {
        int blocks = (problem.points + BLOCK - 1) / BLOCK;
        var partial = new double[blocks];
        workers.forEach(
                blocks,
                block -> {
                    var model = new ObservationModel(problem);
                    double sum = 0;
                    int to = Math.min(problem.points, (block + 1) * BLOCK);
                    for (int p = block * BLOCK; p < to; p++) {
                        sum += pointCost(model, state, p);
                    }
                    partial[block] = sum;
                });
        double sum = priorCost(state);
        for (double part : partial) {
            sum += part;
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    private double pointCost(ObservationModel model, BundleState state, int p) {
        double sum = 0;
        for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
            model.residual(state, p, i);
            sum += Weighting.cost(problem, options, p, model.squared);
        }
        int c = p - (problem.points - problem.controlPoints);
        if (c < 0) {
            return sum;
        }
        double h = problem.controlHorizontalSd[c];
        double v = problem.controlVerticalSd[c];
        double x = (problem.control[3 * c] - state.point[3 * p]) / h;
        double y = (problem.control[3 * c + 1] - state.point[3 * p + 1]) / h;
        double z = (problem.control[3 * c + 2] - state.point[3 * p + 2]) / v;
        return sum + 0.5 * (x * x + y * y + z * z);
    }

    private double priorCost(BundleState state) {
        var priors = new ShotPriors(problem);
        double sum = 0;
        for (int shot = 0; shot < problem.shots; shot++) {
            sum += priors.cost(state, shot);
        }
        for (int i = 0; i < state.lens.length; i++) {
            sum += LensPrior.cost(problem, state, i);
        }
        return sum;
    }
}
