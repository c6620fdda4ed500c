package org.nadir.engine.scene;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;

/// A photo that has found its place: the photo, the adjusted camera and the pose.
public record Shot(Photo photo, Camera camera, Pose pose) {

    public String name() {
        return photo.name();
    }

    /// Writes the pixel of a world point into `pixel` (2 numbers) and its place in the camera frame, at the moment when its row
    /// is read, into `inCamera` (3 numbers); false when the point lies behind the camera.
    public boolean project(double x, double y, double z, double[] inCamera, double[] pixel) {
        pose.toCamera(x, y, z, inCamera);
        boolean inFront = camera.project(inCamera[0], inCamera[1], inCamera[2], pixel);
        Photo.Motion motion = photo.motion();
        if (!inFront || motion == null) {
            return inFront;
        }
        double share = sinceMiddle(pixel[1], camera.height());
        pose.toCamera(
                x - share * motion.x(), y - share * motion.y(), z - share * motion.z(), inCamera);
        return camera.project(inCamera[0], inCamera[1], inCamera[2], pixel);
    }

    /// The share of its movement that a camera has made since the middle row when row `v` of `height` is read. One look at
    /// where a still camera would see a point is enough to know its row: what is left is the square of the effect.
    public static double sinceMiddle(double v, double height) {
        return Math.clamp(v / height, 0, 1) - 0.5;
    }
}
