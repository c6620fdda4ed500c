package org.nadir.engine.terrain;

import java.util.Arrays;
import org.nadir.engine.work.Workers;

/// Fills the unknown cells of a height raster from what lies around them, however large the hole.
///
/// A pyramid of halved rasters carries known heights into the holes (push-pull, Gortler et al. 1996), and a few
/// relaxation steps per level bend the filling to a smooth membrane that meets the known cells without a step: all of them, or
/// with [Bias#LOW] those of the lower storey, with a wall up to the upper one.
final class HoleFilling {

    /// Which heights a hole takes over where high and low ones surround it.
    enum Bias {
        /// The mean: bare ground under removed buildings.
        NONE,
        /// The lower ones: a surface, where holes are ground that roofs and crowns hid from the photos.
        LOW
    }

    private static final int RELAXATIONS = 8;

    private static final int STRIP = 64;

    private final Workers workers;
    private final Bias bias;
    private final double cell;

    HoleFilling(Workers workers, Bias bias, double cell) {
        this.workers = workers;
        this.bias = bias;
        this.cell = cell;
    }

    /// Replaces NaN in `z`; leaves it as it is when nothing is known at all.
    void fill(float[] z, int width, int height) {
        fill(z, width, height, cell);
    }

    private void fill(float[] z, int width, int height, double size) {
        if (!hasUnknown(z) || (width == 1 && height == 1)) {
            return;
        }
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        float[] half = halved(z, width, height, size);
        fill(half, halfWidth, halfHeight, 2 * size);
        boolean[] unknown = expandInto(z, width, height, half, storey(2 * size));
        relax(z, width, height, unknown);
    }

    private static boolean hasUnknown(float[] z) {
        for (float value : z) {
            if (Float.isNaN(value)) {
                return true;
            }
        }
        return false;
    }

    private float[] halved(float[] z, int width, int height, double size) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        float storey = storey(size);
        var half = new float[halfWidth * halfHeight];
        workers.forEach(
                halfHeight,
                row -> {
                    for (int column = 0; column < halfWidth; column++) {
                        half[row * halfWidth + column] =
                                meanOfFour(z, width, height, 2 * column, 2 * row, storey);
                    }
                });
        return half;
    }

    /// What is more than a steep slope above the lowest of some neighbouring cells is another storey.
    ///
    /// @param size of these cells, metres
    private float storey(double size) {
        return bias == Bias.LOW ? (float) (1 + size) : Float.POSITIVE_INFINITY;
    }

    private static float meanOfFour(
            float[] z, int width, int height, int column, int row, float storey) {
        int right = Math.min(column + 1, width - 1);
        int below = Math.min(row + 1, height - 1);
        float a = z[row * width + column];
        float b = z[row * width + right];
        float c = z[below * width + column];
        float d = z[below * width + right];
        float limit = lower(lower(a, b), lower(c, d)) + storey;
        // Two or more of the four must be down there: a lone low cell is a gap between leaves.
        limit = members(a, b, c, d, limit) < 2 ? Float.POSITIVE_INFINITY : limit;
        float sum = 0;
        int count = 0;
        if (a <= limit) {
            sum += a;
            count++;
        }
        if (b <= limit) {
            sum += b;
            count++;
        }
        if (c <= limit) {
            sum += c;
            count++;
        }
        if (d <= limit) {
            sum += d;
            count++;
        }
        return count == 0 ? Float.NaN : sum / count;
    }

    private static int members(float a, float b, float c, float d, float limit) {
        return (a <= limit ? 1 : 0)
                + (b <= limit ? 1 : 0)
                + (c <= limit ? 1 : 0)
                + (d <= limit ? 1 : 0);
    }

    private static float lower(float a, float b) {
        if (Float.isNaN(a)) {
            return b;
        }
        return Float.isNaN(b) ? a : Math.min(a, b);
    }

    /// Fills the unknown cells from the filled half-size raster, bilinearly but from the lowest storey alone, so that what is
    /// filled beside a crown or roof does not slope up to it; true where a cell was unknown.
    private boolean[] expandInto(float[] z, int width, int height, float[] half, float storey) {
        int halfWidth = (width + 1) / 2;
        int halfHeight = (height + 1) / 2;
        var unknown = new boolean[z.length];
        workers.forEach(
                height,
                row -> {
                    int r = row >> 1;
                    int r2 = Math.clamp(r + ((row & 1) == 0 ? -1 : 1), 0, halfHeight - 1);
                    for (int column = 0; column < width; column++) {
                        int at = row * width + column;
                        if (!Float.isNaN(z[at])) {
                            continue;
                        }
                        unknown[at] = true;
                        int c = column >> 1;
                        int c2 = Math.clamp(c + ((column & 1) == 0 ? -1 : 1), 0, halfWidth - 1);
                        z[at] =
                                bilinear(
                                        half[r * halfWidth + c],
                                        half[r * halfWidth + c2],
                                        half[r2 * halfWidth + c],
                                        half[r2 * halfWidth + c2],
                                        storey);
                    }
                });
        return unknown;
    }

    /// The value a quarter of a cell from the first of four towards the others, of those that are less than a storey above the
    /// lowest.
    private static float bilinear(float near, float beside, float above, float far, float storey) {
        float limit = Math.min(Math.min(near, beside), Math.min(above, far)) + storey;
        float a = near <= limit ? 0.5625f : 0;
        float b = beside <= limit ? 0.1875f : 0;
        float c = above <= limit ? 0.1875f : 0;
        float d = far <= limit ? 0.0625f : 0;
        return (a * near + b * beside + c * above + d * far) / (a + b + c + d);
    }

    /// Jacobi steps of Laplace's equation on the unknown cells, in place. With the low bias, neighbours a storey above the cell
    /// do not pull it up.
    private void relax(float[] z, int width, int height, boolean[] unknown) {
        float storey = bias == Bias.LOW ? (float) (1 + cell) : Float.POSITIVE_INFINITY;
        var rows = new RelaxedRows(z, width, unknown, storey);
        int strips = (height + STRIP - 1) / STRIP;
        // The rows beside each strip as they are before a step.
        var above = new float[strips][width];
        var below = new float[strips][width];
        for (int step = 0; step < RELAXATIONS; step++) {
            for (int strip = 0; strip < strips; strip++) {
                copyRow(z, width, height, strip * STRIP - 1, above[strip]);
                copyRow(z, width, height, (strip + 1) * STRIP, below[strip]);
            }
            workers.forEach(
                    strips,
                    strip ->
                            rows.relax(
                                    strip * STRIP,
                                    Math.min(height, (strip + 1) * STRIP),
                                    above[strip],
                                    below[strip]));
        }
    }

    /// Beyond the raster nothing pulls.
    private static void copyRow(float[] z, int width, int height, int row, float[] to) {
        if (row < 0 || row >= height) {
            Arrays.fill(to, Float.NaN);
        } else {
            System.arraycopy(z, row * width, to, 0, width);
        }
    }
}
