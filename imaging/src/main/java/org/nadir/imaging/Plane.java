package org.nadir.imaging;

import java.util.Arrays;

/// One channel of a picture as the numbers in the file, row by row. The centre of pixel (column, row) is at
/// (column + 0.5, row + 0.5).
///
/// @param values `width · height` numbers, not copied: whoever holds the plane shares it; NaN where nothing is known
public record Plane(int width, int height, float[] values) {

    public Plane {
        if (width <= 0 || height <= 0 || values.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "Plane of " + width + " x " + height + " with " + values.length + " numbers");
        }
    }

    public float at(int column, int row) {
        return values[row * width + column];
    }

    /// The plane made smaller, each new pixel the mean of the area that it covers; itself when that is its size.
    ///
    /// @param newWidth at most [#width]
    /// @param newHeight at most [#height]
    public Plane reduced(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        if (newWidth < 1 || newHeight < 1 || newWidth > width || newHeight > height) {
            throw new IllegalArgumentException("Not a reduction: " + newWidth + " x " + newHeight);
        }
        var across = new float[newWidth * height];
        for (int row = 0; row < height; row++) {
            reduce(values, row * width, 1, width, across, row * newWidth, 1, newWidth);
        }
        var out = new float[newWidth * newHeight];
        for (int column = 0; column < newWidth; column++) {
            reduce(across, column, newWidth, height, out, column, newWidth, newHeight);
        }
        return new Plane(newWidth, newHeight, out);
    }

    private static void reduce(
            float[] from, int at, int stride, int count, float[] to, int out, int step, int less) {
        double share = (double) count / less;
        for (int i = 0; i < less; i++) {
            double begin = i * share;
            double end = Math.min(count, (i + 1) * share);
            double sum = 0;
            for (int k = (int) begin; k < end - 1e-9; k++) {
                sum += (Math.min(end, k + 1) - Math.max(begin, k)) * from[at + k * stride];
            }
            to[out + i * step] = (float) (sum / (end - begin));
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Plane(int w, int h, float[] numbers)
                && w == width
                && h == height
                && Arrays.equals(values, numbers);
    }

    @Override
    public int hashCode() {
        return 31 * (31 * width + height) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "Plane[" + width + " x " + height + "]";
    }
}
