package org.nadir.engine.sfm;

import org.nadir.imaging.GrayImage;

/// The luma of one photo at its full size and at halves of it down to a sixteenth, each pixel the mean of the four below.
/// Safe for any thread once made.
final class PhotoPyramid {

    static final int LEVELS = 5;

    /// Bytes that a photo of this many pixels takes, all levels together.
    static long bytes(long pixels) {
        return pixels * 4 / 3;
    }

    private final GrayImage[] levels = new GrayImage[LEVELS];

    PhotoPyramid(GrayImage full) {
        levels[0] = full;
        for (int level = 1; level < LEVELS; level++) {
            levels[level] = half(levels[level - 1]);
        }
    }

    private static GrayImage half(GrayImage from) {
        int width = Math.max(1, from.width() / 2);
        int height = Math.max(1, from.height() / 2);
        var gray = new byte[width * height];
        int right = from.width() > 1 ? 1 : 0;
        int down = from.height() > 1 ? from.width() : 0;
        byte[] pixels = from.gray();
        for (int y = 0; y < height; y++) {
            int at = 2 * y * from.width();
            for (int x = 0; x < width; x++, at += 2) {
                int sum =
                        (pixels[at] & 255)
                                + (pixels[at + right] & 255)
                                + (pixels[at + down] & 255)
                                + (pixels[at + down + right] & 255);
                gray[y * width + x] = (byte) ((sum + 2) >> 2);
            }
        }
        return new GrayImage(width, height, gray);
    }

    /// Copies the square of `side` pixels of a level whose middle pixel holds the place `(u, v)` of the full-size photo. False
    /// when it does not lie in the photo.
    ///
    /// @param side odd
    boolean copySquare(int level, double u, double v, int side, byte[] to, int at) {
        GrayImage image = levels[level];
        int x = (int) Math.floor(u / (1 << level)) - side / 2;
        int y = (int) Math.floor(v / (1 << level)) - side / 2;
        if (x < 0 || y < 0 || x + side > image.width() || y + side > image.height()) {
            return false;
        }
        for (int row = 0; row < side; row++) {
            System.arraycopy(
                    image.gray(), (y + row) * image.width() + x, to, at + row * side, side);
        }
        return true;
    }

    /// Samples a lattice of `side` x `side` places by cubic convolution (Keys 1981). False when it does not lie in the photo.
    ///
    /// @param u middle of the lattice in full-size pixels
    /// @param a steps of the lattice in pixels of the level: u by column, u by row, v by column, v by row
    /// @param to takes the samples row by row, 0 to 255
    boolean sample(int level, double u, double v, double[] a, int side, float[] to) {
        GrayImage image = levels[level];
        double scale = 1.0 / (1 << level);
        int half = side / 2;
        double x0 = u * scale - 0.5;
        double y0 = v * scale - 0.5;
        double reachX = half * (Math.abs(a[0]) + Math.abs(a[1]));
        double reachY = half * (Math.abs(a[2]) + Math.abs(a[3]));
        if (!(x0 - reachX >= 1
                && y0 - reachY >= 1
                && x0 + reachX < image.width() - 2
                && y0 + reachY < image.height() - 2)) {
            return false;
        }
        int k = 0;
        for (int row = -half; row <= half; row++) {
            for (int column = -half; column <= half; column++) {
                to[k++] =
                        cubic(
                                image,
                                x0 + a[0] * column + a[1] * row,
                                y0 + a[2] * column + a[3] * row);
            }
        }
        return true;
    }

    private static float cubic(GrayImage image, double x, double y) {
        int column = (int) x;
        int row = (int) y;
        float s = (float) (x - column);
        float t = (float) (y - row);
        float s0 = s * (-0.5f + s * (1 - 0.5f * s));
        float s1 = 1 + s * s * (-2.5f + 1.5f * s);
        float s2 = s * (0.5f + s * (2 - 1.5f * s));
        float s3 = s * s * (-0.5f + 0.5f * s);
        byte[] g = image.gray();
        int width = image.width();
        int at = (row - 1) * width + column - 1;
        float r0 = line(g, at, s0, s1, s2, s3);
        float r1 = line(g, at + width, s0, s1, s2, s3);
        float r2 = line(g, at + 2 * width, s0, s1, s2, s3);
        float r3 = line(g, at + 3 * width, s0, s1, s2, s3);
        return r0 * t * (-0.5f + t * (1 - 0.5f * t))
                + r1 * (1 + t * t * (-2.5f + 1.5f * t))
                + r2 * t * (0.5f + t * (2 - 1.5f * t))
                + r3 * t * t * (-0.5f + 0.5f * t);
    }

    private static float line(byte[] g, int at, float s0, float s1, float s2, float s3) {
        return s0 * (g[at] & 255)
                + s1 * (g[at + 1] & 255)
                + s2 * (g[at + 2] & 255)
                + s3 * (g[at + 3] & 255);
    }
}
