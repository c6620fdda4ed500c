package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;

/// A photo as an ideal camera of smaller size would have taken it.
///
/// @param camera camera without distortion, of the image's size
/// @param rgb three bytes per pixel, row-major
/// @param gray luma times 256 per pixel (unsigned); 0 where the photo does not reach
public record PinholePhoto(Camera camera, byte[] rgb, short[] gray) {

    public PinholePhoto {
        int pixels = camera.width() * camera.height();
        if (rgb.length != 3 * pixels || gray.length != pixels) {
            throw new IllegalArgumentException("Photo arrays do not fit " + camera);
        }
    }

    FloatImage grayImage() {
        var image = new FloatImage(camera.width(), camera.height());
        for (int y = 0; y < image.height; y++) {
            int out = image.row(y);
            int in = y * image.width;
            for (int x = 0; x < image.width; x++) {
                int value = Short.toUnsignedInt(gray[in + x]);
                image.data[out + x] = value == 0 ? Float.NaN : value / 256f;
            }
        }
        image.repeatEdges();
        return image;
    }
}
