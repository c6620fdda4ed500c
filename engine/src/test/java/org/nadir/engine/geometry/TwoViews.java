package org.nadir.engine.geometry;

import java.util.SplittableRandom;
import org.nadir.engine.camera.Rotations;

/// Synthetic matched rays of two views whose relative pose is known.
final class TwoViews {

    final RelativePose truth;
    final RayPairs rays;

    private TwoViews(RelativePose truth, RayPairs rays) {
        this.truth = truth;
        this.rays = rays;
    }

    enum Shape {
        VOLUME,
        PLANE
    }

    /// Points five units before view A, seen from a view B that stands one unit away and is turned by up to `turn` radians
    /// about each axis. Both coordinates of B get Gaussian noise; from `inliers` on the pairs are random.
    static TwoViews make(
            Shape shape, int inliers, int outliers, double turn, double noise, long seed) {
        var random = new SplittableRandom(seed);
        double[] rotation =
                Rotations.fromAxisAngle(
                        turn * random.nextDouble(-1, 1),
                        turn * random.nextDouble(-1, 1),
                        turn * random.nextDouble(-1, 1));
        double tx = random.nextDouble(-1, 1);
        double ty = random.nextDouble(-1, 1);
        double tz = random.nextDouble(-0.3, 0.3);
        double norm = Math.sqrt(tx * tx + ty * ty + tz * tz);
        var truth = new RelativePose(rotation, new double[] {tx / norm, ty / norm, tz / norm});
        int n = inliers + outliers;
        var rays = new RayPairs(new double[n], new double[n], new double[n], new double[n]);
        double[] t = truth.translation();
        for (int i = 0; i < n; i++) {
            double xa = random.nextDouble(-0.8, 0.8);
            double ya = random.nextDouble(-0.5, 0.5);
            double z =
                    shape == Shape.PLANE ? 5 / (1 + 0.1 * xa - 0.05 * ya) : random.nextDouble(4, 7);
            double x = z * (rotation[0] * xa + rotation[1] * ya + rotation[2]) + t[0];
            double y = z * (rotation[3] * xa + rotation[4] * ya + rotation[5]) + t[1];
            double w = z * (rotation[6] * xa + rotation[7] * ya + rotation[8]) + t[2];
            rays.xa()[i] = xa;
            rays.ya()[i] = ya;
            rays.xb()[i] =
                    i < inliers
                            ? x / w + noise * random.nextGaussian()
                            : random.nextDouble(-0.8, 0.8);
            rays.yb()[i] =
                    i < inliers
                            ? y / w + noise * random.nextGaussian()
                            : random.nextDouble(-0.5, 0.5);
        }
        return new TwoViews(truth, rays);
    }

    /// Angle between two rotations, in degrees.
    static double rotationError(RelativePose one, RelativePose other) {
        double[] between =
                Rotations.multiply(one.rotation(), Rotations.transpose(other.rotation()));
        double[] v = Rotations.toAxisAngle(between);
        return Math.toDegrees(Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]));
    }

    /// Angle between two translations, in degrees.
    static double translationError(RelativePose one, RelativePose other) {
        double[] a = one.translation();
        double[] b = other.translation();
        double cx = a[1] * b[2] - a[2] * b[1];
        double cy = a[2] * b[0] - a[0] * b[2];
        double cz = a[0] * b[1] - a[1] * b[0];
        double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
        return Math.toDegrees(Math.atan2(Math.sqrt(cx * cx + cy * cy + cz * cz), dot));
    }
}
