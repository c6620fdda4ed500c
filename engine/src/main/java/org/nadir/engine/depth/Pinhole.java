package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;

/// An ideal camera in pixels: `u = focalX · X/Z + centreX`, `v = focalY · Y/Z + centreY`. Pixel centres at integer + 0.5, so
/// an image of half the size has exactly half of every number.
record Pinhole(
        int width, int height, double focalX, double focalY, double centreX, double centreY) {

    static Pinhole of(Camera camera) {
        double size = camera.size();
        return new Pinhole(
                camera.width(),
                camera.height(),
                camera.focalX() * size,
                camera.focalY() * size,
                0.5 * camera.width() + size * camera.cX(),
                0.5 * camera.height() + size * camera.cY());
    }

    /// The camera of the image that averages 2x2 pixels; an odd last row or column is dropped.
    Pinhole halved() {
        return new Pinhole(width / 2, height / 2, focalX / 2, focalY / 2, centreX / 2, centreY / 2);
    }
}
