package org.nadir.imaging;

import java.util.Arrays;

/// A picture in memory with one byte of luma per pixel, row by row. The centre of pixel (column, row) is at
/// (column + 0.5, row + 0.5).
///
/// @param gray `width · height` bytes, not copied: whoever holds the picture shares it
public record GrayImage(int width, int height, byte[] gray) {

    public GrayImage {
        if (width <= 0 || height <= 0 || gray.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "Picture of " + width + " x " + height + " with " + gray.length + " bytes");
        }
    }

    /// A pixel, 0 to 255.
    public int at(int column, int row) {
        return gray[row * width + column] & 0xFF;
    }

    /// Bilinear value at a place; places beyond the outermost pixel centres take these.
    public double bilinear(double x, double y) {
        double column = Math.clamp(x - 0.5, 0, width - 1.0);
        double row = Math.clamp(y - 0.5, 0, height - 1.0);
        int c = Math.min((int) column, Math.max(0, width - 2));
        int r = Math.min((int) row, Math.max(0, height - 2));
        double fx = column - c;
        double fy = row - r;
        int at = r * width + c;
        int right = width > 1 ? at + 1 : at;
        int down = height > 1 ? width : 0;
        double upper = (1 - fx) * (gray[at] & 0xFF) + fx * (gray[right] & 0xFF);
        double lower = (1 - fx) * (gray[at + down] & 0xFF) + fx * (gray[right + down] & 0xFF);
        return (1 - fy) * upper + fy * lower;
    }

    /// The picture in another size: the mean of the area under each new pixel when smaller, bilinear when larger.
    public GrayImage resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        return new GrayImage(
                newWidth, newHeight, Resample.resized(gray, width, height, 1, newWidth, newHeight));
    }

    /// The pixels as numbers from 0 to 255 in a new array.
    public float[] toFloats() {
        float[] floats = new float[gray.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = gray[i] & 0xFF;
        }
        return floats;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GrayImage(int w, int h, byte[] pixels)
                && w == width
                && h == height
                && Arrays.equals(gray, pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(gray);
    }

    @Override
    public String toString() {
        return "GrayImage[" + width + " x " + height + "]";
    }
}
