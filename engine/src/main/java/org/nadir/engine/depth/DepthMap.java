package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;

/// Depth (camera-frame z, world units) per pixel of an undistorted, smaller version of one photo; 0 = unknown.
///
/// Row-major; pixel (column, row) has its centre at (column + 0.5, row + 0.5) of `camera`, which has no distortion.
///
/// @param shotIndex index of the shot in the sparse scene
/// @param camera pinhole camera of the depth map's size
/// @param depth one number per pixel
/// @param normal three numbers per pixel, in the world frame, towards the camera; zero where unknown
/// @param rgb three bytes per pixel of the undistorted photo
public record DepthMap(
        int shotIndex, Camera camera, Pose pose, float[] depth, float[] normal, byte[] rgb) {

    public int width() {
        return camera.width();
    }

    public int height() {
        return camera.height();
    }
}
