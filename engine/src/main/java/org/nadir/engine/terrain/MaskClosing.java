package org.nadir.engine.terrain;

import java.util.Arrays;

/// Morphological closing of a raster mask with a disc, by exact squared distances (Felzenszwalb and Huttenlocher 2012).
final class MaskClosing {

    private static final float FAR = 1e12f;

    private final int width;
    private final int height;

    MaskClosing(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /// Grows the mask by `radius` cells and shrinks it again. What lies outside the raster counts as empty, so leave a rim
    /// of `radius` cells.
    boolean[] close(boolean[] mask, double radius) {
        float[] outwards = squaredDistances(mask, true);
        var grown = new boolean[mask.length];
        for (int i = 0; i < grown.length; i++) {
            grown[i] = outwards[i] <= radius * radius;
        }
        float[] inwards = squaredDistances(grown, false);
        for (int i = 0; i < grown.length; i++) {
            grown[i] = mask[i] || inwards[i] > radius * radius;
        }
        return grown;
    }

    /// For each cell the squared distance to the nearest cell whose mask is `target`.
    private float[] squaredDistances(boolean[] mask, boolean target) {
        var out = new float[mask.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = mask[i] == target ? 0 : FAR;
        }
        int longest = Math.max(width, height);
        var line = new float[longest];
        var vertex = new int[longest];
        var border = new double[longest + 1];
        for (int column = 0; column < width; column++) {
            transform(out, column, width, height, line, vertex, border);
        }
        for (int row = 0; row < height; row++) {
            transform(out, row * width, 1, width, line, vertex, border);
        }
        return out;
    }

    /// The lower envelope of parabolas standing on one line of values.
    private static void transform(
            float[] values,
            int at,
            int stride,
            int count,
            float[] line,
            int[] vertex,
            double[] border) {
        for (int i = 0; i < count; i++) {
            line[i] = values[at + i * stride];
        }
        int last = 0;
        vertex[0] = 0;
        Arrays.fill(border, 0, count + 1, Double.POSITIVE_INFINITY);
        border[0] = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < count; i++) {
            double cut = cut(line, i, vertex[last]);
            while (cut <= border[last]) {
                last--;
                cut = cut(line, i, vertex[last]);
            }
            last++;
            vertex[last] = i;
            border[last] = cut;
            border[last + 1] = Double.POSITIVE_INFINITY;
        }
        int k = 0;
        for (int i = 0; i < count; i++) {
            while (border[k + 1] < i) {
                k++;
            }
            double d = i - vertex[k];
            values[at + i * stride] = (float) (d * d + line[vertex[k]]);
        }
    }

    private static double cut(float[] line, int i, int j) {
        return ((line[i] + (double) i * i) - (line[j] + (double) j * j)) / (2.0 * (i - j));
    }
}
