package org.nadir.engine.sfm;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.math.SymmetricEigen;

/// Which way is up in a block without measured positions.
///
/// Cameras that look roughly the same way are taken to look down. Cameras that look different ways, around an object, are
/// taken to be held level: their x axes are horizontal, so up is the direction most at right angles to all of them.
final class Upright {

    private static final double PARALLEL = Math.toRadians(25);

    private Upright() {}

    /// The rotation that turns up into z; null for an empty block.
    static double @Nullable [] rotation(Reconstruction block) {
        double[] up = up(block);
        return up == null ? null : toZ(up);
    }

    private static double @Nullable [] up(Reconstruction block) {
        double[] mean = meanAxis(block);
        if (mean != null && spread(block, mean) < PARALLEL) {
            return new double[] {-mean[0], -mean[1], -mean[2]};
        }
        double[] up = acrossXAxes(block);
        double sum = 0;
        int n = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            if (block.placed[p]) {
                // Image y points down.
                for (int c = 0; c < 3; c++) {
                    sum -= block.rotation[9 * p + 3 + c] * up[c];
                }
                n++;
            }
        }
        if (n == 0) {
            return null;
        }
        return sum >= 0 ? up : new double[] {-up[0], -up[1], -up[2]};
    }

    /// The mean optical axis; null when they cancel out.
    static double @Nullable [] meanAxis(Reconstruction block) {
        var mean = new double[3];
        for (int p = 0; p < block.photos.size(); p++) {
            for (int c = 0; c < 3 && block.placed[p]; c++) {
                mean[c] += block.rotation[9 * p + 6 + c];
            }
        }
        double length = Math.sqrt(mean[0] * mean[0] + mean[1] * mean[1] + mean[2] * mean[2]);
        if (length < 0.1 * block.placedCount() || length == 0) {
            return null;
        }
        return new double[] {mean[0] / length, mean[1] / length, mean[2] / length};
    }

    /// Root mean square angle of the optical axes to `axis`.
    static double spread(Reconstruction block, double[] axis) {
        double sum = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            if (block.placed[p]) {
                double dot = 0;
                for (int c = 0; c < 3; c++) {
                    dot += block.rotation[9 * p + 6 + c] * axis[c];
                }
                double angle = Math.acos(Math.clamp(dot, -1, 1));
                sum += angle * angle;
            }
        }
        return Math.sqrt(sum / Math.max(1, block.placedCount()));
    }

    private static double[] acrossXAxes(Reconstruction block) {
        var scatter = new double[9];
        for (int p = 0; p < block.photos.size(); p++) {
            if (!block.placed[p]) {
                continue;
            }
            for (int r = 0; r < 3; r++) {
                for (int c = 0; c < 3; c++) {
                    scatter[3 * r + c] += block.rotation[9 * p + r] * block.rotation[9 * p + c];
                }
            }
        }
        var vectors = new double[9];
        SymmetricEigen.decompose(scatter, 3, new double[3], vectors);
        return new double[] {vectors[0], vectors[1], vectors[2]};
    }

    /// The smallest rotation from a unit vector to the z axis.
    static double[] toZ(double[] up) {
        double x = up[0];
        double y = up[1];
        double z = up[2];
        if (z < -1 + 1e-12) {
            return new double[] {1, 0, 0, 0, -1, 0, 0, 0, -1};
        }
        double k = 1 / (1 + z);
        return new double[] {1 - k * x * x, -k * x * y, -x, -k * x * y, 1 - k * y * y, -y, x, y, z};
    }
}
