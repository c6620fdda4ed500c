package org.nadir.engine.ortho;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.FisheyeRadial;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;

/// Projects world points into one photo at some size: pose and lens in one class of plain numbers, for inner loops.
/// The same model as [Camera#project].
final class Projector {

    /// Lines of sight farther from the vertical, radians, are taken to reach the horizon.
    private static final double STEEPEST = Math.toRadians(80);

    private final int width;
    private final int height;
    private final double[] r;
    private final double x0;
    private final double y0;
    private final double z0;
    private final double fx;
    private final double fy;
    private final double cx;
    private final double cy;
    private final double k1;
    private final double k2;
    private final double k3;
    private final double p1;
    private final double p2;
    private final double k4;
    private final boolean fisheye;
    private final double reach;
    private final Photo.@Nullable Motion motion;

    /// @param width size of the image, which may differ from the camera's; pixels are in that size
    Projector(Shot shot, int width, int height) {
        Camera camera = shot.camera();
        double sx = width / (double) camera.width();
        double sy = height / (double) camera.height();
        this.width = width;
        this.height = height;
        r = shot.pose().cameraFromWorld();
        x0 = shot.pose().centreInWorld()[0];
        y0 = shot.pose().centreInWorld()[1];
        z0 = shot.pose().centreInWorld()[2];
        fx = sx * camera.size() * camera.focalX();
        fy = sy * camera.size() * camera.focalY();
        cx = sx * (0.5 * camera.width() + camera.size() * camera.cX());
        cy = sy * (0.5 * camera.height() + camera.size() * camera.cY());
        k1 = camera.k1();
        k2 = camera.k2();
        k3 = camera.k3();
        p1 = camera.p1();
        p2 = camera.p2();
        k4 = camera.k4();
        fisheye = camera.model().isFisheye();
        reach = reach(camera);
        motion = shot.photo().motion();
    }

    /// The square of the largest undistorted radius that the image shows, with a margin. Beyond it the distortion
    /// polynomial may bend back into the image.
    private static double reach(Camera camera) {
        var ray = new double[2];
        double largest = 0;
        for (int i = 0; i <= 8; i++) {
            double u = camera.width() * i / 8.0;
            double v = camera.height() * i / 8.0;
            double[][] rim = {{u, 0}, {u, camera.height()}, {0, v}, {camera.width(), v}};
            for (double[] pixel : rim) {
                camera.unproject(pixel[0], pixel[1], ray);
                largest = Math.max(largest, ray[0] * ray[0] + ray[1] * ray[1]);
            }
        }
        return 1.02 * largest;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Writes `u`, `v` (pixel centres at integer + 0.5) and the depth of a world point into `out`; false when the point
    /// lies behind the camera or outside the image.
    boolean project(double x, double y, double z, double[] out) {
        if (motion == null) {
            return projectStill(x, y, z, out);
        }
        out[1] = 0.5 * height;
        if (!projectStill(x, y, z, out) && !(out[2] > 0)) {
            return false;
        }
        double share = Shot.sinceMiddle(out[1], height);
        return projectStill(
                x - share * motion.x(), y - share * motion.y(), z - share * motion.z(), out);
    }

    /// Without movement: the depth is 0 for points behind the camera, and negative for those outside of its reach.
    private boolean projectStill(double x, double y, double z, double[] out) {
        double dx = x - x0;
        double dy = y - y0;
        double dz = z - z0;
        double depth = r[6] * dx + r[7] * dy + r[8] * dz;
        if (!(depth > 0)) {
            out[2] = 0;
            return false;
        }
        double xn = (r[0] * dx + r[1] * dy + r[2] * dz) / depth;
        double yn = (r[3] * dx + r[4] * dy + r[5] * dz) / depth;
        double r2 = xn * xn + yn * yn;
        if (r2 > reach) {
            out[2] = -depth;
            return false;
        }
        double radial =
                fisheye
                        ? FisheyeRadial.factor(r2, k1, k2, k3, k4)
                        : 1 + r2 * (k1 + r2 * (k2 + r2 * k3));
        double u = cx + fx * (xn * radial + 2 * p1 * xn * yn + p2 * (r2 + 2 * xn * xn));
        double v = cy + fy * (yn * radial + p1 * (r2 + 2 * yn * yn) + 2 * p2 * xn * yn);
        out[0] = u;
        out[1] = v;
        out[2] = depth;
        return u >= 0 && v >= 0 && u < width && v < height;
    }

    /// How far from the camera, in plan, ground of a height may lie that the photo shows; very far where it looks to the horizon.
    double reachOnGround(double z) {
        double tilt = Math.acos(Math.clamp(-r[8], -1, 1));
        double widest = tilt + Math.atan(Math.sqrt(reach));
        if (widest > STEEPEST) {
            return Double.MAX_VALUE;
        }
        double moved = motion == null ? 0 : Math.hypot(motion.x(), motion.y());
        return Math.abs(z0 - z) * Math.tan(widest) + moved;
    }

    /// Tangent of the angle between the line of sight to a world point and the vertical.
    double tilt(double x, double y, double z) {
        double dx = x - x0;
        double dy = y - y0;
        return Math.sqrt(dx * dx + dy * dy) / Math.max(1e-6, Math.abs(z0 - z));
    }
}
