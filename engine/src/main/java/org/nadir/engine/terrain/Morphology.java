package org.nadir.engine.terrain;

import org.nadir.engine.work.Workers;

/// Grey-scale opening of a height raster with a disc. Cells outside the raster do not take part.
///
/// A disc is a stack of horizontal runs; the minimum over each run comes from van Herk's (1992) two running minima, so
/// the cost per cell grows with the radius and not with the area of the disc.
final class Morphology {

    private final Workers workers;
    private final int width;
    private final int height;

    Morphology(Workers workers, int width, int height) {
        this.workers = workers;
        this.width = width;
        this.height = height;
    }

    /// Erosion followed by dilation; a new array. Unknown cells (NaN) do not take part and stay unknown.
    float[] open(float[] z, int radius) {
        float[] low = negated(eroded(z, radius));
        float[] opened = negated(eroded(low, radius));
        for (int i = 0; i < opened.length; i++) {
            opened[i] = z[i] == z[i] ? opened[i] : Float.NaN;
        }
        return opened;
    }

    /// The smallest known value in the disc around each cell, +∞ where there is none.
    float[] eroded(float[] z, int radius) {
        var out = new float[z.length];
        int strip = 16;
        workers.forEach(
                (height + strip - 1) / strip,
                index -> {
                    var scratch = new float[3 * (width + 2 * radius + 2) + 4 * radius + 4];
                    int end = Math.min(height, (index + 1) * strip);
                    for (int row = index * strip; row < end; row++) {
                        erodeRow(z, row, radius, out, scratch);
                    }
                });
        return out;
    }

    private void erodeRow(float[] z, int row, int radius, float[] out, float[] scratch) {
        java.util.Arrays.fill(out, row * width, (row + 1) * width, Float.POSITIVE_INFINITY);
        for (int dy = -radius; dy <= radius; dy++) {
            int source = row + dy;
            if (source < 0 || source >= height) {
                continue;
            }
            int half = (int) Math.sqrt((radius + 0.5) * (radius + 0.5) - dy * dy);
            runMinimum(z, source * width, half, out, row * width, scratch);
        }
    }

    /// `out[i] = min(out[i], min z[i − half ..= i + half])`.
    private void runMinimum(float[] z, int from, int half, float[] out, int to, float[] scratch) {
        int run = 2 * half + 1;
        int length = width + 2 * half;
        int padded = (length + run - 1) / run * run;
        int backwards = padded;
        for (int first = 0; first < padded; first += run) {
            float least = Float.POSITIVE_INFINITY;
            for (int i = first; i < first + run; i++) {
                float value = valueAt(z, from, i - half);
                least = Math.min(least, value);
                scratch[i] = least;
                scratch[backwards + i] = value;
            }
            least = Float.POSITIVE_INFINITY;
            for (int i = first + run - 1; i >= first; i--) {
                least = Math.min(least, scratch[backwards + i]);
                scratch[backwards + i] = least;
            }
        }
        for (int i = 0; i < width; i++) {
            float least = Math.min(scratch[backwards + i], scratch[i + run - 1]);
            out[to + i] = Math.min(out[to + i], least);
        }
    }

    private float valueAt(float[] z, int from, int column) {
        if (column < 0 || column >= width) {
            return Float.POSITIVE_INFINITY;
        }
        float value = z[from + column];
        // Nor do cells that an erosion found empty around them take part in the dilation.
        return value == value && value != Float.NEGATIVE_INFINITY ? value : Float.POSITIVE_INFINITY;
    }

    private static float[] negated(float[] z) {
        for (int i = 0; i < z.length; i++) {
            z[i] = -z[i];
        }
        return z;
    }
}
