package org.nadir.engine.scene;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;

/// A photo that has found its place: the photo, the adjusted camera and the pose.
public record Shot(Photo photo, Camera camera, Pose pose) {

    public String name() {
        return photo.name();
    }

    /// Writes the pixel of a world point into `pixel` (2 numbers); false when the point lies behind the camera.
    /// `scratch` takes 3 numbers.
    public boolean project(double x, double y, double z, double[] scratch, double[] pixel) {
        pose.toCamera(x, y, z, scratch);
        return camera.project(scratch[0], scratch[1], scratch[2], pixel);
    }
}
