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

    /// The photo at half the size, each pixel the mean of two by two; empty where one of them is.
    PinholePhoto halved() {
        Camera half = camera.resized(camera.width() / 2, camera.height() / 2);
        int width = half.width();
        var smallRgb = new byte[3 * width * half.height()];
        var smallGray = new short[width * half.height()];
        for (int y = 0; y < half.height(); y++) {
            for (int x = 0; x < width; x++) {
                int a = 2 * y * camera.width() + 2 * x;
                int b = a + camera.width();
                if (gray[a] == 0 || gray[a + 1] == 0 || gray[b] == 0 || gray[b + 1] == 0) {
                    continue;
                }
                int i = y * width + x;
                int sum =
                        Short.toUnsignedInt(gray[a])
                                + Short.toUnsignedInt(gray[a + 1])
                                + Short.toUnsignedInt(gray[b])
                                + Short.toUnsignedInt(gray[b + 1]);
                smallGray[i] = (short) (sum + 2 >> 2);
                for (int c = 0; c < 3; c++) {
                    smallRgb[3 * i + c] = mean(3 * a + c, 3 * b + c);
                }
            }
        }
        return new PinholePhoto(half, smallRgb, smallGray);
    }

    /// Of two colour values and those to their right.
    private byte mean(int a, int b) {
        return (byte)
                ((rgb[a] & 255) + (rgb[a + 3] & 255) + (rgb[b] & 255) + (rgb[b + 3] & 255) + 2
                        >> 2);
    }
}
