package org.nadir.engine.bundle;

/// Weights of observations.
final class Weighting {

    private Weighting() {}

    /// Standard deviation of the observations of point `p`, pixels.
    static double sd(BundleProblem problem, BundleOptions options, int p) {
        return p < problem.points - problem.controlPoints ? options.observationSd() : problem.markSd;
    }

    /// Weight of an observation with the given squared residual in the next step.
    static double weight(BundleOptions options, double squared, double sd) {
        double c2 = options.lossScale() * options.lossScale();
        return options.loss().weight(squared, c2) / (sd * sd);
    }

    /// Half the weighted loss.
    static double cost(BundleOptions options, double squared, double sd) {
        double c2 = options.lossScale() * options.lossScale();
        return 0.5 * options.loss().of(squared, c2) / (sd * sd);
    }
}
