package org.nadir.engine.bundle;

/// Weights of observations. Tie points use the loss of the options. Marks of control points use a Cauchy loss: they are few
/// and heavy, and a wrong one must lose all its say.
final class Weighting {

    private Weighting() {}

    /// Weight of observation `i` of point `p` in the next step.
    ///
    /// @param squared its squared residual, divided by its relative variance
    static double weight(
            BundleProblem problem, BundleOptions options, int p, int i, double squared) {
        return problem.observationWeight[i] * weight(problem, options, p, squared);
    }

    private static double weight(
            BundleProblem problem, BundleOptions options, int p, double squared) {
        double scale = options.lossScale();
        if (isTie(problem, p)) {
            double sd = options.observationSd();
            return options.loss().weight(squared, scale * scale) / (sd * sd);
        }
        double sd = problem.markSd;
        return Loss.CAUCHY.weight(squared, markScale(scale, sd)) / (sd * sd);
    }

    /// Half the weighted loss.
    static double cost(BundleProblem problem, BundleOptions options, int p, double squared) {
        double scale = options.lossScale();
        if (isTie(problem, p)) {
            double sd = options.observationSd();
            return 0.5 * options.loss().of(squared, scale * scale) / (sd * sd);
        }
        double sd = problem.markSd;
        return 0.5 * Loss.CAUCHY.of(squared, markScale(scale, sd)) / (sd * sd);
    }

    private static boolean isTie(BundleProblem problem, int p) {
        return p < problem.points - problem.controlPoints;
    }

    private static double markScale(double lossScale, double sd) {
        double scale = Math.max(lossScale, 2 * sd);
        return scale * scale;
    }
}
