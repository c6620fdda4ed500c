package org.nadir.engine.geometry;

import java.util.Arrays;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.math.SmallSolver;

/// Gauss-Newton on a camera pose over fixed points, with Cauchy weights; residuals in the normalised image plane.
final class AbsolutePoseRefinement {

    private final double[] hessian = new double[36];
    private final double[] gradient = new double[6];

    /// Improves `pose` (12 numbers as in [AbsolutePoseMinimal]) over the points whose residual is below `within`.
    void refine(
            double[] xy,
            double[] xyz,
            int count,
            double within,
            double scale,
            int steps,
            double[] pose) {
        for (int step = 0; step < steps; step++) {
            if (!accumulate(xy, xyz, count, within, scale, pose)) {
                return;
            }
            if (!SmallSolver.solve(hessian, gradient, 6)) {
                return;
            }
            double[] turn = Rotations.fromAxisAngle(gradient[0], gradient[1], gradient[2]);
            double[] rotation = Rotations.multiply(turn, Arrays.copyOf(pose, 9));
            System.arraycopy(rotation, 0, pose, 0, 9);
            double size = 0;
            for (int i = 0; i < 3; i++) {
                pose[9 + i] += gradient[3 + i];
                size += gradient[i] * gradient[i];
            }
            if (size < 1e-18) {
                return;
            }
        }
    }

    private boolean accumulate(
            double[] xy, double[] xyz, int count, double within, double scale, double[] r) {
        Arrays.fill(hessian, 0);
        Arrays.fill(gradient, 0);
        int used = 0;
        for (int i = 0; i < count; i++) {
            double dx = xyz[3 * i] - r[9];
            double dy = xyz[3 * i + 1] - r[10];
            double dz = xyz[3 * i + 2] - r[11];
            double px = r[0] * dx + r[1] * dy + r[2] * dz;
            double py = r[3] * dx + r[4] * dy + r[5] * dz;
            double pz = r[6] * dx + r[7] * dy + r[8] * dz;
            if (pz <= 0) {
                continue;
            }
            double x = px / pz;
            double y = py / pz;
            double ex = xy[2 * i] - x;
            double ey = xy[2 * i + 1] - y;
            double squared = ex * ex + ey * ey;
            if (squared > within * within) {
                continue;
            }
            double w = 1 / (1 + squared / (scale * scale));
            double inverse = 1 / pz;
            // Rows of d(x, y)/d(turn, centre): [turn × X] through the projection, and −R.
            addRow(
                    -x * y,
                    1 + x * x,
                    -y,
                    (x * r[6] - r[0]) * inverse,
                    (x * r[7] - r[1]) * inverse,
                    (x * r[8] - r[2]) * inverse,
                    ex,
                    w);
            addRow(
                    -1 - y * y,
                    x * y,
                    x,
                    (y * r[6] - r[3]) * inverse,
                    (y * r[7] - r[4]) * inverse,
                    (y * r[8] - r[5]) * inverse,
                    ey,
                    w);
            used++;
        }
        return used >= 4;
    }

    private void addRow(
            double a, double b, double c, double d, double e, double f, double error, double w) {
        double[] h = hessian;
        h[0] += w * a * a;
        h[6] += w * b * a;
        h[7] += w * b * b;
        h[12] += w * c * a;
        h[13] += w * c * b;
        h[14] += w * c * c;
        h[18] += w * d * a;
        h[19] += w * d * b;
        h[20] += w * d * c;
        h[21] += w * d * d;
        h[24] += w * e * a;
        h[25] += w * e * b;
        h[26] += w * e * c;
        h[27] += w * e * d;
        h[28] += w * e * e;
        h[30] += w * f * a;
        h[31] += w * f * b;
        h[32] += w * f * c;
        h[33] += w * f * d;
        h[34] += w * f * e;
        h[35] += w * f * f;
        double we = w * error;
        gradient[0] += we * a;
        gradient[1] += we * b;
        gradient[2] += we * c;
        gradient[3] += we * d;
        gradient[4] += we * e;
        gradient[5] += we * f;
    }
}
