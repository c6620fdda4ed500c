package org.nadir.engine.features;

/// Symmetric 3x3 systems.
final class Symmetric3 {

    private Symmetric3() {}

    /// Solves `H x = -g` for H given as (xx, xy, xz, yy, yz, zz), by cofactors. False when H is singular to rounding.
    static boolean solve(double[] h, double[] g, double[] x) {
        double c00 = h[3] * h[5] - h[4] * h[4];
        double c01 = h[2] * h[4] - h[1] * h[5];
        double c02 = h[1] * h[4] - h[2] * h[3];
        double determinant = h[0] * c00 + h[1] * c01 + h[2] * c02;
        double size = Math.abs(h[0]) + Math.abs(h[3]) + Math.abs(h[5]);
        if (!(Math.abs(determinant) > 1e-12 * size * size * size)) {
            return false;
        }
        double c11 = h[0] * h[5] - h[2] * h[2];
        double c12 = h[1] * h[2] - h[0] * h[4];
        double c22 = h[0] * h[3] - h[1] * h[1];
        x[0] = -(c00 * g[0] + c01 * g[1] + c02 * g[2]) / determinant;
        x[1] = -(c01 * g[0] + c11 * g[1] + c12 * g[2]) / determinant;
        x[2] = -(c02 * g[0] + c12 * g[1] + c22 * g[2]) / determinant;
        return true;
    }
}
