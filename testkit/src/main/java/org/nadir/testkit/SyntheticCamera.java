package org.nadir.testkit;

import org.jspecify.annotations.Nullable;

/// A photo's true camera: Brown lens and pose, written independently of the engine.
///
/// @param focal focal length divided by the longer side
/// @param k1 first radial distortion coefficient
/// @param k2 second one
/// @param east position in UTM metres
/// @param rotation camera-from-world, row-major; camera x right, y down, z forward
public record SyntheticCamera(
        String name,
        int width,
        int height,
        double focal,
        double k1,
        double k2,
        double east,
        double north,
        double altitude,
        double[] rotation) {

    /// Looks down with the image's top towards `yaw` (degrees clockwise from north), then tilts by `pitch` (about the image's
    /// x axis) and `roll` (about its y axis), in degrees.
    static double[] nadirRotation(double yaw, double pitch, double roll) {
        double a = Math.toRadians(yaw);
        double[] down = {Math.cos(a), -Math.sin(a), 0, -Math.sin(a), -Math.cos(a), 0, 0, 0, -1};
        double p = Math.toRadians(pitch);
        double r = Math.toRadians(roll);
        double[] aboutX = {1, 0, 0, 0, Math.cos(p), -Math.sin(p), 0, Math.sin(p), Math.cos(p)};
        double[] aboutY = {Math.cos(r), 0, Math.sin(r), 0, 1, 0, -Math.sin(r), 0, Math.cos(r)};
        return product(aboutY, product(aboutX, down));
    }

    /// The pixel (column, row; centre of the first pixel = 0.5) of a place in UTM metres; null when it lies outside the photo.
    public double @Nullable [] pixel(double x, double y, double z) {
        double[] m = rotation;
        double dx = x - east;
        double dy = y - north;
        double dz = z - altitude;
        double depth = m[6] * dx + m[7] * dy + m[8] * dz;
        double a = (m[0] * dx + m[1] * dy + m[2] * dz) / depth;
        double b = (m[3] * dx + m[4] * dy + m[5] * dz) / depth;
        double r2 = a * a + b * b;
        double scale = focal * Math.max(width, height) * (1 + k1 * r2 + k2 * r2 * r2);
        double u = width / 2.0 + scale * a;
        double v = height / 2.0 + scale * b;
        boolean inside = depth > 0 && u > 0 && v > 0 && u < width && v < height;
        return inside ? new double[] {u, v} : null;
    }

    /// World direction of a pixel (centre of the first pixel = 0.5), not normalised.
    public double[] direction(double u, double v) {
        double[] xy = ray(u, v);
        return direction(xy);
    }

    /// World direction of a ray in the camera's frame, given by its x and y at z = 1.
    double[] direction(double[] xy) {
        double[] m = rotation;
        double x = xy[0];
        double y = xy[1];
        return new double[] {
            m[0] * x + m[3] * y + m[6], m[1] * x + m[4] * y + m[7], m[2] * x + m[5] * y + m[8]
        };
    }

    /// The ray of a pixel in the camera's frame: x and y at z = 1.
    double[] ray(double u, double v) {
        double size = Math.max(width, height);
        double xd = (u - width / 2.0) / size / focal;
        double yd = (v - height / 2.0) / size / focal;
        double x = xd;
        double y = yd;
        for (int i = 0; i < 30; i++) {
            double r2 = x * x + y * y;
            double radial = 1 + k1 * r2 + k2 * r2 * r2;
            x = xd / radial;
            y = yd / radial;
        }
        return new double[] {x, y};
    }

    /// Rotation by small angles about x, then y, then z.
    static double[] smallTurn(double x, double y, double z) {
        double[] aboutX = {1, 0, 0, 0, Math.cos(x), -Math.sin(x), 0, Math.sin(x), Math.cos(x)};
        double[] aboutY = {Math.cos(y), 0, Math.sin(y), 0, 1, 0, -Math.sin(y), 0, Math.cos(y)};
        double[] aboutZ = {Math.cos(z), -Math.sin(z), 0, Math.sin(z), Math.cos(z), 0, 0, 0, 1};
        return product(aboutZ, product(aboutY, aboutX));
    }

    static double[] product(double[] a, double[] b) {
        var c = new double[9];
        for (int i = 0; i < 9; i++) {
            for (int k = 0; k < 3; k++) {
                c[i] += a[i / 3 * 3 + k] * b[3 * k + i % 3];
            }
        }
        return c;
    }
}
