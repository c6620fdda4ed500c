package org.nadir.engine.depth;

import org.nadir.engine.camera.Pose;

/// Where a pixel of the reference view at a given inverse depth lies in a source view:
/// `s · (u', v', 1) = A · (u, v, 1) + inverseDepth · b` (Hartley and Zisserman 2004, §13.1, for planes of constant depth).
///
/// @param a row-major 3x3 matrix, `K' R K⁻¹`
/// @param b three numbers, `K' t`
record PlaneTransfer(double[] a, double[] b) {

    static PlaneTransfer between(Pinhole reference, Pose from, Pinhole source, Pose to) {
        double[] rf = from.cameraFromWorld();
        double[] rt = to.cameraFromWorld();
        double[] r = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 3; k++) {
                    r[3 * i + j] += rt[3 * i + k] * rf[3 * j + k];
                }
            }
        }
        double[] c = from.centreInWorld();
        double[] t = new double[3];
        to.toCamera(c[0], c[1], c[2], t);
        double[] a = new double[9];
        double[] b = new double[3];
        double[] kr = withIntrinsics(source, r, 3);
        for (int i = 0; i < 3; i++) {
            a[3 * i] = kr[3 * i] / reference.focalX();
            a[3 * i + 1] = kr[3 * i + 1] / reference.focalY();
            a[3 * i + 2] =
                    kr[3 * i + 2]
                            - a[3 * i] * reference.centreX()
                            - a[3 * i + 1] * reference.centreY();
        }
        System.arraycopy(withIntrinsics(source, t, 1), 0, b, 0, 3);
        return new PlaneTransfer(a, b);
    }

    /// The product `K · m` for a matrix of three rows and `columns` columns.
    private static double[] withIntrinsics(Pinhole k, double[] m, int columns) {
        double[] out = m.clone();
        for (int j = 0; j < columns; j++) {
            double z = m[2 * columns + j];
            out[j] = k.focalX() * m[j] + k.centreX() * z;
            out[columns + j] = k.focalY() * m[columns + j] + k.centreY() * z;
        }
        return out;
    }

    /// Writes the source pixel of reference pixel `(u, v)` at `inverseDepth`; false when it lies behind the source camera.
    boolean apply(double u, double v, double inverseDepth, double[] pixel) {
        double w = a[6] * u + a[7] * v + a[8] + inverseDepth * b[2];
        if (w <= 0) {
            return false;
        }
        pixel[0] = (a[0] * u + a[1] * v + a[2] + inverseDepth * b[0]) / w;
        pixel[1] = (a[3] * u + a[4] * v + a[5] + inverseDepth * b[1]) / w;
        return true;
    }

    /// How many source pixels the match moves per unit of inverse depth, at reference pixel `(u, v)`; 0 when not visible.
    double pixelsPerInverseDepth(double u, double v, double inverseDepth) {
        double[] p = new double[2];
        double[] q = new double[2];
        double step = 1e-3 * inverseDepth;
        if (!apply(u, v, inverseDepth - step, p) || !apply(u, v, inverseDepth + step, q)) {
            return 0;
        }
        return Math.hypot(q[0] - p[0], q[1] - p[1]) / (2 * step);
    }
}
