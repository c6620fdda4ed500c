package org.nadir.engine.report;

/// Numbers that read well: 1, 2 or 5 times a power of ten.
final class RoundNumbers {

    private RoundNumbers() {}

    /// The largest one that is not above `value`.
    static double below(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double mantissa = value / power;
        // Rounding of the logarithm must not lose a whole step.
        double slack = 1e-9;
        return power * (mantissa >= 5 - slack ? 5 : mantissa >= 2 - slack ? 2 : 1);
    }
}
