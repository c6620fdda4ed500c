package org.nadir.engine.sfm;

import org.nadir.engine.camera.Camera;

/// How the surroundings of a tie point look different from two photos: the derivative of the map from one to the other
/// through a plane on which the point lies. One instance a thread.
final class PatchWarp {

    /// Distance over which the map is taken as linear, pixels.
    private static final double REACH = 6;

    /// Pixels of the other photo by pixels of the first: u by u, u by v, v by u, v by v.
    final double[] derivative = new double[4];

    private final Reconstruction block;
    private final double[] inCamera = new double[3];
    private final double[] pixel = new double[2];
    private final double[] at = new double[2];
    private final double[] plus = new double[2];
    private final double[] minus = new double[2];

    PatchWarp(Reconstruction block) {
        this.block = block;
    }

    /// Computes the derivative at the point of track `t`. False when the plane cannot be seen from both.
    ///
    /// @param normal of the plane, any length
    boolean set(int t, int from, int to, double[] normal) {
        double[] x = block.point;
        if (!project(from, x[3 * t], x[3 * t + 1], x[3 * t + 2])) {
            return false;
        }
        System.arraycopy(pixel, 0, at, 0, 2);
        for (int axis = 0; axis < 2; axis++) {
            double du = axis == 0 ? REACH : 0;
            double dv = axis == 0 ? 0 : REACH;
            if (!transfer(t, from, to, normal, at[0] + du, at[1] + dv, plus)
                    || !transfer(t, from, to, normal, at[0] - du, at[1] - dv, minus)) {
                return false;
            }
            derivative[axis] = (plus[0] - minus[0]) / (2 * REACH);
            derivative[2 + axis] = (plus[1] - minus[1]) / (2 * REACH);
        }
        return true;
    }

    private boolean transfer(
            int t, int from, int to, double[] normal, double u, double v, double[] result) {
        block.cameraOf(from).unproject(u, v, pixel);
        double[] r = block.rotation;
        int o = 9 * from;
        double along = 0;
        double distance = 0;
        for (int c = 0; c < 3; c++) {
            double d = pixel[0] * r[o + c] + pixel[1] * r[o + 3 + c] + r[o + 6 + c];
            inCamera[c] = d;
            along += normal[c] * d;
            distance += normal[c] * (block.point[3 * t + c] - block.centre[3 * from + c]);
        }
        double depth = distance / along;
        if (!(depth > 0)) {
            return false;
        }
        double[] centre = block.centre;
        int f = 3 * from;
        boolean seen =
                project(
                        to,
                        centre[f] + depth * inCamera[0],
                        centre[f + 1] + depth * inCamera[1],
                        centre[f + 2] + depth * inCamera[2]);
        System.arraycopy(pixel, 0, result, 0, 2);
        return seen;
    }

    private boolean project(int photo, double x, double y, double z) {
        double[] r = block.rotation;
        int o = 9 * photo;
        double dx = x - block.centre[3 * photo];
        double dy = y - block.centre[3 * photo + 1];
        double dz = z - block.centre[3 * photo + 2];
        Camera camera = block.cameraOf(photo);
        return camera.project(
                r[o] * dx + r[o + 1] * dy + r[o + 2] * dz,
                r[o + 3] * dx + r[o + 4] * dy + r[o + 5] * dz,
                r[o + 6] * dx + r[o + 7] * dy + r[o + 8] * dz,
                pixel);
    }
}
