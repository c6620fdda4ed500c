package org.nadir.engine.camera;

/// Rotation matrices (row-major, 9 numbers) to and from axis-angle vectors (Rodrigues).
public final class Rotations {

    private Rotations() {}

    /// The matrix of a rotation by `|v|` radians about `v`.
    public static double[] fromAxisAngle(double x, double y, double z) {
        double angle = Math.sqrt(x * x + y * y + z * z);
        // sin(a)/a and (1 - cos(a))/a², by their series where the quotient would lose digits.
        double a = angle < 1e-8 ? 1 - angle * angle / 6 : Math.sin(angle) / angle;
        double b =
                angle < 1e-4 ? 0.5 - angle * angle / 24 : (1 - Math.cos(angle)) / (angle * angle);
        return new double[] {
            1 - b * (y * y + z * z),
            b * x * y - a * z,
            b * x * z + a * y,
            b * x * y + a * z,
            1 - b * (x * x + z * z),
            b * y * z - a * x,
            b * x * z - a * y,
            b * y * z + a * x,
            1 - b * (x * x + y * y)
        };
    }

    /// The axis-angle vector of a rotation matrix, through the quaternion so that angles near π stay exact.
    public static double[] toAxisAngle(double[] r) {
        double[] q = toQuaternion(r);
        double sine = Math.sqrt(q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
        if (sine < 1e-15) {
            return new double[] {2 * q[1], 2 * q[2], 2 * q[3]};
        }
        double scale = 2 * Math.atan2(sine, q[0]) / sine;
        return new double[] {scale * q[1], scale * q[2], scale * q[3]};
    }

    /// The unit quaternion (w, x, y, z) with `w >= 0` of a rotation matrix (Shepperd 1978).
    public static double[] toQuaternion(double[] r) {
        double trace = r[0] + r[4] + r[8];
        double w;
        double x;
        double y;
        double z;
        if (trace > r[0] && trace > r[4] && trace > r[8]) {
            w = 1 + trace;
            x = r[7] - r[5];
            y = r[2] - r[6];
            z = r[3] - r[1];
        } else if (r[0] > r[4] && r[0] > r[8]) {
            w = r[7] - r[5];
            x = 1 + r[0] - r[4] - r[8];
            y = r[3] + r[1];
            z = r[2] + r[6];
        } else if (r[4] > r[8]) {
            w = r[2] - r[6];
            x = r[3] + r[1];
            y = 1 + r[4] - r[0] - r[8];
            z = r[7] + r[5];
        } else {
            w = r[3] - r[1];
            x = r[2] + r[6];
            y = r[7] + r[5];
            z = 1 + r[8] - r[0] - r[4];
        }
        double norm = Math.copySign(Math.sqrt(w * w + x * x + y * y + z * z), w);
        return new double[] {w / norm, x / norm, y / norm, z / norm};
    }

    /// The product `a · b`.
    public static double[] multiply(double[] a, double[] b) {
        var c = new double[9];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                c[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
            }
        }
        return c;
    }

    public static double[] transpose(double[] a) {
        return new double[] {a[0], a[3], a[6], a[1], a[4], a[7], a[2], a[5], a[8]};
    }
}
