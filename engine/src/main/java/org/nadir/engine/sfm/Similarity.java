package org.nadir.engine.sfm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.math.SymmetricEigen;

/// A change of frame `x ↦ scale · rotation · x + shift`.
///
/// @param rotation row-major, 9 numbers
/// @param shift 3 numbers
public record Similarity(double scale, double[] rotation, double[] shift) {

    /// The similarity that brings the points `from` nearest to the points `to` in the weighted least-squares sense: rotation
    /// by Horn (1987, *Closed-form solution of absolute orientation using unit quaternions*), scale by Umeyama (1991). Null
    /// when the points do not fix a rotation.
    ///
    /// @param weight one a point
    static @Nullable Similarity fit(double[] from, double[] to, double[] weight) {
        int n = weight.length;
        double[] a = mean(from, weight);
        double[] b = mean(to, weight);
        var covariance = new double[9];
        double spread = 0;
        for (int i = 0; i < n; i++) {
            for (int r = 0; r < 3; r++) {
                double x = from[3 * i + r] - a[r];
                spread += weight[i] * x * x;
                for (int c = 0; c < 3; c++) {
                    covariance[3 * r + c] += weight[i] * x * (to[3 * i + c] - b[c]);
                }
            }
        }
        if (!(spread > 0)) {
            return null;
        }
        double[] rotation = rotationFrom(covariance);
        if (rotation == null) {
            return null;
        }
        double trace = 0;
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                // tr(R · covariance) with covariance indexed from × to.
                trace += rotation[3 * c + r] * covariance[3 * r + c];
            }
        }
        double scale = trace / spread;
        if (!(scale > 0)) {
            return null;
        }
        return new Similarity(scale, rotation, shiftFor(scale, rotation, a, b));
    }

    /// The rotation `q` that makes the sum of `to · q(from)` largest, from their covariance (from x to). Null when it is not
    /// unique.
    static double @Nullable [] rotationFrom(double[] s) {
        double[] m = {
            s[0] + s[4] + s[8],
            s[5] - s[7],
            s[6] - s[2],
            s[1] - s[3],
            s[5] - s[7],
            s[0] - s[4] - s[8],
            s[1] + s[3],
            s[6] + s[2],
            s[6] - s[2],
            s[1] + s[3],
            s[4] - s[0] - s[8],
            s[5] + s[7],
            s[1] - s[3],
            s[6] + s[2],
            s[5] + s[7],
            s[8] - s[0] - s[4]
        };
        var values = new double[4];
        var vectors = new double[16];
        SymmetricEigen.decompose(m, 4, values, vectors);
        double span = values[3] - values[0];
        if (!(values[3] - values[2] > 1e-9 * span)) {
            return null;
        }
        double w = vectors[12];
        double x = vectors[13];
        double y = vectors[14];
        double z = vectors[15];
        return new double[] {
            w * w + x * x - y * y - z * z,
            2 * (x * y - w * z),
            2 * (x * z + w * y),
            2 * (x * y + w * z),
            w * w - x * x + y * y - z * z,
            2 * (y * z - w * x),
            2 * (x * z - w * y),
            2 * (y * z + w * x),
            w * w - x * x - y * y + z * z
        };
    }

    static double[] shiftFor(double scale, double[] rotation, double[] from, double[] to) {
        var shift = new double[3];
        for (int r = 0; r < 3; r++) {
            shift[r] =
                    to[r]
                            - scale
                                    * (rotation[3 * r] * from[0]
                                            + rotation[3 * r + 1] * from[1]
                                            + rotation[3 * r + 2] * from[2]);
        }
        return shift;
    }

    static double[] mean(double[] xyz, double[] weight) {
        var mean = new double[3];
        double sum = 0;
        for (int i = 0; i < weight.length; i++) {
            sum += weight[i];
            for (int c = 0; c < 3; c++) {
                mean[c] += weight[i] * xyz[3 * i + c];
            }
        }
        for (int c = 0; c < 3; c++) {
            mean[c] /= sum;
        }
        return mean;
    }

    /// Moves the point at `xyz[at ..< at + 3]`.
    public void apply(double[] xyz, int at) {
        double x = xyz[at];
        double y = xyz[at + 1];
        double z = xyz[at + 2];
        for (int r = 0; r < 3; r++) {
            xyz[at + r] =
                    scale
                                    * (rotation[3 * r] * x
                                            + rotation[3 * r + 1] * y
                                            + rotation[3 * r + 2] * z)
                            + shift[r];
        }
    }

    public Pose apply(Pose pose) {
        double[] centre = pose.centreInWorld().clone();
        apply(centre, 0);
        return new Pose(
                Rotations.multiply(pose.cameraFromWorld(), Rotations.transpose(rotation)), centre);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Similarity s
                && scale == s.scale
                && Arrays.equals(rotation, s.rotation)
                && Arrays.equals(shift, s.shift);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * Double.hashCode(scale) + Arrays.hashCode(rotation))
                + Arrays.hashCode(shift);
    }
}
