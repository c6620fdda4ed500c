package org.nadir.engine.camera;

/// The radial factor of a fisheye lens (Kannala and Brandt 2006): for a ray at the angle `θ` from the axis, with
/// `r = tan θ = |(X/Z, Y/Z)|`, the distorted radius is `θd = θ (1 + k1 θ² + k2 θ⁴ + k3 θ⁶ + k4 θ⁸)`, and the factor that
/// takes `(X/Z, Y/Z)` to distorted coordinates is `θd / r`.
public final class FisheyeRadial {

    /// Rays farther from the axis than this (radians, 80 degrees) are not told apart: their tangents grow without bound.
    public static final double WIDEST = 1.4;

    /// Squared radius below which the quotients are replaced by their series.
    private static final double SMALL = 1e-8;

    private FisheyeRadial() {}

    /// `θd / r` for `r2 = r²`.
    public static double factor(double r2, double k1, double k2, double k3, double k4) {
        if (r2 < SMALL) {
            return 1 + r2 * (k1 - 1 / 3.0);
        }
        double r = Math.sqrt(r2);
        return bent(Math.atan(r), k1, k2, k3, k4) / r;
    }

    /// The derivative of [#factor] by `r2`.
    public static double slope(double r2, double k1, double k2, double k3, double k4) {
        if (r2 < SMALL) {
            return k1 - 1 / 3.0;
        }
        double r = Math.sqrt(r2);
        double angle = Math.atan(r);
        double factor = bent(angle, k1, k2, k3, k4) / r;
        return (bending(angle, k1, k2, k3, k4) / (1 + r2) - factor) / (2 * r2);
    }

    /// `tan θ` of the distorted radius `θd`; that of [#WIDEST] where the polynomial ends before.
    public static double tangent(double bent, double k1, double k2, double k3, double k4) {
        double angle = Math.min(bent, WIDEST);
        for (int i = 0; i < 30; i++) {
            double slope = bending(angle, k1, k2, k3, k4);
            if (!(slope > 1e-3)) {
                angle = WIDEST;
                break;
            }
            double step = (bent(angle, k1, k2, k3, k4) - bent) / slope;
            angle = Math.clamp(angle - step, 0, WIDEST);
            if (Math.abs(step) < 1e-14) {
                break;
            }
        }
        return Math.tan(angle);
    }

    private static double bent(double angle, double k1, double k2, double k3, double k4) {
        double a2 = angle * angle;
        return angle * (1 + a2 * (k1 + a2 * (k2 + a2 * (k3 + a2 * k4))));
    }

    /// `dθd / dθ`.
    private static double bending(double angle, double k1, double k2, double k3, double k4) {
        double a2 = angle * angle;
        return 1 + a2 * (3 * k1 + a2 * (5 * k2 + a2 * (7 * k3 + a2 * 9 * k4)));
    }
}
