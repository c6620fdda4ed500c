package org.nadir.engine.features;

import java.util.Arrays;

/// Reduces an image row by row: each output pixel is the mean of the area of the input that it covers, so that no detail
/// aliases and continuous pixel coordinates simply scale.
final class AreaReduction {

    private final int inHeight;
    private final int outWidth;
    private final int outHeight;
    private final double stepY;
    private final int[] firstColumn;
    private final int[] columnCount;
    private final float[] columnWeight;
    private final int widest;
    private final float[] reducedRow;
    private final float[] sums;
    private final float[] out;
    private int nextIn;
    private int nextOut;

    AreaReduction(int inWidth, int inHeight, int outWidth, int outHeight) {
        if (outWidth > inWidth || outHeight > inHeight) {
            throw new IllegalArgumentException(
                    "Not a reduction: %dx%d to %dx%d"
                            .formatted(inWidth, inHeight, outWidth, outHeight));
        }
        this.inHeight = inHeight;
        this.outWidth = outWidth;
        this.outHeight = outHeight;
        this.stepY = (double) inHeight / outHeight;
        this.firstColumn = new int[outWidth];
        this.columnCount = new int[outWidth];
        double stepX = (double) inWidth / outWidth;
        this.widest = (int) Math.ceil(stepX) + 1;
        this.columnWeight = new float[outWidth * widest];
        for (int x = 0; x < outWidth; x++) {
            layOut(x, stepX, inWidth);
        }
        this.reducedRow = new float[outWidth];
        this.sums = new float[outWidth];
        this.out = new float[Math.multiplyExact(outWidth, outHeight)];
    }

    private void layOut(int x, double step, int inWidth) {
        double from = x * step;
        double to = Math.min((x + 1) * step, inWidth);
        int first = (int) from;
        firstColumn[x] = first;
        int i = first;
        for (; i < inWidth && i < to - 1e-9; i++) {
            double covered = Math.min(i + 1, to) - Math.max(i, from);
            columnWeight[x * widest + i - first] = (float) (covered / step);
        }
        columnCount[x] = i - first;
    }

    /// Takes the next row of the input, from the top.
    void addRow(float[] row) {
        reduce(row);
        double bottom = nextIn + 1;
        // Rows of the output that end within this input row.
        while (nextOut < outHeight) {
            double end = nextOut == outHeight - 1 ? inHeight : (nextOut + 1) * stepY;
            double start = nextOut * stepY;
            float weight = (float) ((Math.min(bottom, end) - Math.max(nextIn, start)) / stepY);
            for (int x = 0; x < outWidth; x++) {
                sums[x] += weight * reducedRow[x];
            }
            if (end > bottom + 1e-9) {
                break;
            }
            System.arraycopy(sums, 0, out, nextOut * outWidth, outWidth);
            Arrays.fill(sums, 0);
            nextOut++;
            if (end > bottom - 1e-9) {
                break;
            }
        }
        nextIn++;
    }

    private void reduce(float[] row) {
        for (int x = 0; x < outWidth; x++) {
            int first = firstColumn[x];
            int weights = x * widest;
            float sum = 0;
            for (int i = 0; i < columnCount[x]; i++) {
                sum += columnWeight[weights + i] * row[first + i];
            }
            reducedRow[x] = sum;
        }
    }

    /// The reduced image, once all rows have been added.
    LumaImage result() {
        if (nextIn != inHeight) {
            throw new IllegalStateException(
                    "Only " + nextIn + " of " + inHeight + " rows were added");
        }
        return new LumaImage(outWidth, outHeight, out);
    }
}
