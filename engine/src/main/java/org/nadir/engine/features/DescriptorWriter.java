package org.nadir.engine.features;

import java.util.Arrays;

/// Describes keypoints by 4x4 histograms of 8 gradient directions (Lowe 2004, section 6), as RootSIFT (Arandjelovic &
/// Zisserman 2012) in bytes. Keeps its buffers: one thread at a time.
final class DescriptorWriter {

    private static final int CELLS = 4;
    private static final int DIRECTIONS = 8;
    private static final int PER_CELL = 4;

    /// Samples along a side: the cells and half a cell of margin all round, since cells share what lies between them.
    private static final int SIDE = (CELLS + 1) * PER_CELL;

    /// Width of a cell in units of the keypoint's sigma.
    private static final float CELL_WIDTH = 3;

    private static final float CLAMP = 0.2f;
    private static final int TAPS = 4;

    private final RotatedPatch patch;
    private final float[] histogram = new float[FeatureSet.DESCRIPTOR_LENGTH];
    private final int[] cellOf = new int[SIDE * SIDE * TAPS];
    private final float[] weightOf = new float[SIDE * SIDE * TAPS];

    DescriptorWriter(ImageKernels kernels) {
        patch = new RotatedPatch(kernels, SIDE);
        for (int j = 0; j < SIDE; j++) {
            for (int i = 0; i < SIDE; i++) {
                layOut(i, j);
            }
        }
    }

    /// Works out once into which (up to four) cells a sample of the patch goes, and how strongly.
    private void layOut(int i, int j) {
        double half = 0.5 * (SIDE - 1);
        double u = (i - half) / PER_CELL;
        double v = (j - half) / PER_CELL;
        double window = Math.exp(-(u * u + v * v) / (2 * 0.25 * CELLS * CELLS));
        double column = u + 0.5 * CELLS - 0.5;
        double row = v + 0.5 * CELLS - 0.5;
        int left = (int) Math.floor(column);
        int top = (int) Math.floor(row);
        int at = (j * SIDE + i) * TAPS;
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                int c = left + dx;
                int r = top + dy;
                double share = (1 - Math.abs(column - c)) * (1 - Math.abs(row - r));
                boolean inside = c >= 0 && c < CELLS && r >= 0 && r < CELLS;
                cellOf[at] = inside ? (r * CELLS + c) * DIRECTIONS : 0;
                weightOf[at] = inside ? (float) (window * share) : 0;
                at++;
            }
        }
    }

    /// Writes the 128 bytes of a keypoint, turned by `direction` radians, at `offset`.
    void write(
            float[] level,
            int width,
            int height,
            float x,
            float y,
            float sigma,
            double direction,
            byte[] out,
            int offset) {
        float step = sigma * CELL_WIDTH / PER_CELL;
        patch.take(
                level,
                width,
                height,
                x,
                y,
                step,
                (float) Math.cos(direction),
                (float) Math.sin(direction));
        accumulate();
        limit();
        quantise(out, offset);
    }

    private void accumulate() {
        Arrays.fill(histogram, 0);
        for (int i = 0; i < SIDE * SIDE; i++) {
            float at = patch.eighths[i];
            int bin = (int) at;
            float upper = patch.magnitude[i] * (at - bin);
            float lower = patch.magnitude[i] - upper;
            int low = bin & DIRECTIONS - 1;
            int high = bin + 1 & DIRECTIONS - 1;
            for (int t = i * TAPS; t < i * TAPS + TAPS; t++) {
                float weight = weightOf[t];
                int cell = cellOf[t];
                histogram[cell + low] += weight * lower;
                histogram[cell + high] += weight * upper;
            }
        }
    }

    /// Cuts off what exceeds a fifth of the length, so that one strong edge does not drown the rest.
    private void limit() {
        float squares = 0;
        for (float h : histogram) {
            squares += h * h;
        }
        float most = CLAMP * (float) Math.sqrt(squares);
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = Math.min(histogram[i], most);
        }
    }

    private void quantise(byte[] out, int offset) {
        float sum = Float.MIN_NORMAL;
        for (float h : histogram) {
            sum += h;
        }
        for (int i = 0; i < histogram.length; i++) {
            int value = (int) (512 * Math.sqrt(histogram[i] / sum) + 0.5);
            out[offset + i] = (byte) Math.min(value, 255);
        }
    }
}
