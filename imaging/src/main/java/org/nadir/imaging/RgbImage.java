package org.nadir.imaging;

import java.util.Arrays;

/// A picture in memory: red, green, blue of one byte each, pixel by pixel, row by row. Pixel (column, row) starts at
/// `3 · (row · width + column)`; its centre is at (column + 0.5, row + 0.5).
///
/// @param rgb `3 · width · height` bytes, not copied: whoever holds the picture shares it
public record RgbImage(int width, int height, byte[] rgb) {

    public RgbImage {
        if (width <= 0
                || height <= 0
                || rgb.length != Math.multiplyExact(Math.multiplyExact(width, height), 3)) {
            throw new IllegalArgumentException(
                    "Picture of " + width + " x " + height + " with " + rgb.length + " bytes");
        }
    }

    /// An all-black picture.
    public RgbImage(int width, int height) {
        this(width, height, new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)]);
    }

    /// One channel of a pixel, 0 to 255; channel 0 is red.
    public int at(int column, int row, int channel) {
        return rgb[3 * (row * width + column) + channel] & 0xFF;
    }

    /// Bilinear value of one channel at a place; places beyond the outermost pixel centres take these.
    public double bilinear(double x, double y, int channel) {
        double column = Math.clamp(x - 0.5, 0, width - 1.0);
        double row = Math.clamp(y - 0.5, 0, height - 1.0);
        int c = Math.min((int) column, Math.max(0, width - 2));
        int r = Math.min((int) row, Math.max(0, height - 2));
        double fx = column - c;
        double fy = row - r;
        int at = 3 * (r * width + c) + channel;
        int right = width > 1 ? at + 3 : at;
        int down = height > 1 ? 3 * width : 0;
        double upper = (1 - fx) * (rgb[at] & 0xFF) + fx * (rgb[right] & 0xFF);
        double lower = (1 - fx) * (rgb[at + down] & 0xFF) + fx * (rgb[right + down] & 0xFF);
        return (1 - fy) * upper + fy * lower;
    }

    /// Bilinear colour at a place, rounded, as 0xRRGGBB.
    public int bilinear(double x, double y) {
        double column = Math.clamp(x - 0.5, 0, width - 1.0);
        double row = Math.clamp(y - 0.5, 0, height - 1.0);
        int c = Math.min((int) column, Math.max(0, width - 2));
        int r = Math.min((int) row, Math.max(0, height - 2));
        float fx = (float) (column - c);
        float fy = (float) (row - r);
        int at = 3 * (r * width + c);
        int right = width > 1 ? at + 3 : at;
        int down = height > 1 ? 3 * width : 0;
        int packed = 0;
        for (int channel = 0; channel < 3; channel++) {
            float upper =
                    (1 - fx) * (rgb[at + channel] & 0xFF) + fx * (rgb[right + channel] & 0xFF);
            float lower =
                    (1 - fx) * (rgb[at + down + channel] & 0xFF)
                            + fx * (rgb[right + down + channel] & 0xFF);
            packed = packed << 8 | (int) ((1 - fy) * upper + fy * lower + 0.5f);
        }
        return packed;
    }

    /// The picture in another size: the mean of the area under each new pixel when smaller, bilinear when larger.
    public RgbImage resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        return new RgbImage(
                newWidth, newHeight, Resample.resized(rgb, width, height, 3, newWidth, newHeight));
    }

    /// The picture made smaller, in proportion, so that its longer side has at most this many pixels; itself if it has.
    public RgbImage within(int longSide) {
        int side = Math.max(width, height);
        if (side <= longSide) {
            return this;
        }
        double factor = (double) longSide / side;
        return resized(
                (int) Math.max(1, Math.round(width * factor)),
                (int) Math.max(1, Math.round(height * factor)));
    }

    /// Luma by ITU-R BT.601: 0.299 R + 0.587 G + 0.114 B, rounded.
    public GrayImage gray() {
        byte[] gray = new byte[width * height];
        for (int i = 0; i < gray.length; i++) {
            int sum =
                    19595 * (rgb[3 * i] & 0xFF)
                            + 38470 * (rgb[3 * i + 1] & 0xFF)
                            + 7471 * (rgb[3 * i + 2] & 0xFF);
            gray[i] = (byte) ((sum + 32768) >> 16);
        }
        return new GrayImage(width, height, gray);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RgbImage(int w, int h, byte[] pixels)
                && w == width
                && h == height
                && Arrays.equals(rgb, pixels);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(rgb);
    }

    @Override
    public String toString() {
        return "RgbImage[" + width + " x " + height + "]";
    }
}
