package org.nadir.engine.bundle;

/// Robust loss functions of a squared residual `s` with squared scale `c2`: quadratic near zero, slower far away (see
/// Triggs et al. 2000, *Bundle Adjustment — A Modern Synthesis*, section 3).
public enum Loss {
    SQUARED,
    HUBER,
    SOFT_L1,
    CAUCHY;

    /// The loss; near `s` for small `s`.
    public double of(double s, double c2) {
        return switch (this) {
            case SQUARED -> s;
            case HUBER -> s <= c2 ? s : 2 * Math.sqrt(s * c2) - c2;
            case SOFT_L1 -> 2 * c2 * (Math.sqrt(1 + s / c2) - 1);
            case CAUCHY -> c2 * Math.log1p(s / c2);
        };
    }

    /// The derivative of the loss by `s`: the weight of the residual in the next step.
    public double weight(double s, double c2) {
        return switch (this) {
            case SQUARED -> 1;
            case HUBER -> s <= c2 ? 1 : Math.sqrt(c2 / s);
            case SOFT_L1 -> 1 / Math.sqrt(1 + s / c2);
            case CAUCHY -> 1 / (1 + s / c2);
        };
    }
}
