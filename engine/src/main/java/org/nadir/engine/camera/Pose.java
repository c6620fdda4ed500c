package org.nadir.engine.camera;

import java.util.Arrays;

/// Where a camera stands and looks: `pointInCamera = cameraFromWorld · (pointInWorld − centreInWorld)`.
///
/// The rotation is a row-major 3x3 matrix. World axes: x east, y north, z up (metres); camera axes: x right, y down,
/// z forward. The arrays are owned by the pose: read, never write.
public record Pose(double[] cameraFromWorld, double[] centreInWorld) {

    public Pose {
        if (cameraFromWorld.length != 9 || centreInWorld.length != 3) {
            throw new IllegalArgumentException("A pose needs 9 + 3 numbers");
        }
    }

    /// Writes the camera-frame coordinates of a world point into `inCamera`.
    public void toCamera(double x, double y, double z, double[] inCamera) {
        double[] r = cameraFromWorld;
        double dx = x - centreInWorld[0];
        double dy = y - centreInWorld[1];
        double dz = z - centreInWorld[2];
        inCamera[0] = r[0] * dx + r[1] * dy + r[2] * dz;
        inCamera[1] = r[3] * dx + r[4] * dy + r[5] * dz;
        inCamera[2] = r[6] * dx + r[7] * dy + r[8] * dz;
    }

    /// Writes the world direction of the camera-frame vector `(x, y, z)` into `inWorld`.
    public void directionToWorld(double x, double y, double z, double[] inWorld) {
        double[] r = cameraFromWorld;
        inWorld[0] = r[0] * x + r[3] * y + r[6] * z;
        inWorld[1] = r[1] * x + r[4] * y + r[7] * z;
        inWorld[2] = r[2] * x + r[5] * y + r[8] * z;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Pose pose
                && Arrays.equals(cameraFromWorld, pose.cameraFromWorld)
                && Arrays.equals(centreInWorld, pose.centreInWorld);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(cameraFromWorld) + Arrays.hashCode(centreInWorld);
    }

    @Override
    public String toString() {
        return "Pose["
                + Arrays.toString(cameraFromWorld)
                + ", "
                + Arrays.toString(centreInWorld)
                + "]";
    }
}
