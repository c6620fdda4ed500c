package org.nadir.engine.bundle;

/// How to adjust.
///
/// @param maxIterations most accepted or refused steps
/// @param tolerance stop when a step lowers the cost by less than this share
/// @param loss robust loss of the observations
/// @param lossScale residual in pixels where the loss turns from quadratic
/// @param observationSd standard deviation of an observation in pixels. It only matters against the priors. Larger than the
///     scatter of the residuals on purpose: what the lens model leaves over is shared by neighbours, so that thousands of
///     observations hold less knowledge than their number says
/// @param initialDamping first damping factor of the Levenberg-Marquardt steps
public record BundleOptions(
        int maxIterations,
        double tolerance,
        Loss loss,
        double lossScale,
        double observationSd,
        double initialDamping) {

    public static BundleOptions defaults() {
        return new BundleOptions(30, 1e-5, Loss.SOFT_L1, 1.5, 4, 1e-4);
    }

    public BundleOptions withIterations(int iterations, double newTolerance) {
        return new BundleOptions(
                iterations, newTolerance, loss, lossScale, observationSd, initialDamping);
    }

    public BundleOptions withLoss(Loss newLoss, double newScale) {
        return new BundleOptions(
                maxIterations, tolerance, newLoss, newScale, observationSd, initialDamping);
    }

    public BundleOptions withObservationSd(double sd) {
        return new BundleOptions(maxIterations, tolerance, loss, lossScale, sd, initialDamping);
    }

    public BundleOptions withInitialDamping(double damping) {
        return new BundleOptions(maxIterations, tolerance, loss, lossScale, observationSd, damping);
    }
}
