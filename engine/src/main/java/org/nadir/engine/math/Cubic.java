package org.nadir.engine.math;

/// Real roots of cubic polynomials.
public final class Cubic {

    private Cubic() {}

    /// The real root of `a x³ + b x² + c x + d` where the polynomial is steepest, polished by Newton. `a` must not be 0.
    public static double steepestRoot(double a, double b, double c, double d) {
        double shift = -b / (3 * a);
        // Depressed form t³ + p t + q with x = t + shift (Viète for three roots, Cardano for one).
        double p = (3 * a * c - b * b) / (3 * a * a);
        double q = (2 * b * b * b - 9 * a * b * c + 27 * a * a * d) / (27 * a * a * a);
        double discriminant = q * q / 4 + p * p * p / 27;
        double t;
        if (discriminant >= 0) {
            double root = Math.sqrt(discriminant);
            double s = Math.cbrt(q < 0 ? -q / 2 + root : -q / 2 - root);
            t = s == 0 ? 0 : s - p / (3 * s);
        } else {
            // The outer roots are steeper than the middle one; of the two take the one farther from
            // the middle.
            double m = 2 * Math.sqrt(-p / 3);
            double angle = Math.acos(Math.clamp(3 * q / (p * m), -1, 1)) / 3;
            double largest = m * Math.cos(angle);
            double smallest = m * Math.cos(angle + 2 * Math.PI / 3);
            t = Math.abs(largest) > Math.abs(smallest) ? largest : smallest;
        }
        double x = t + shift;
        for (int i = 0; i < 3; i++) {
            double slope = (3 * a * x + 2 * b) * x + c;
            if (slope == 0) {
                break;
            }
            x -= (((a * x + b) * x + c) * x + d) / slope;
        }
        return x;
    }
}
