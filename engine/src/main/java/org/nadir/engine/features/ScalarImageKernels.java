package org.nadir.engine.features;

/// [ImageKernels] in plain Java.
final class ScalarImageKernels implements ImageKernels {

    @Override
    public void blurRow(float[] padded, float[] taps, float[] out, int outOffset, int width) {
        int radius = taps.length - 1;
        for (int x = 0; x < width; x++) {
            out[outOffset + x] = blurAt(padded, taps, radius + x);
        }
    }

    static float blurAt(float[] padded, float[] taps, int centre) {
        float sum = taps[0] * padded[centre];
        for (int i = 1; i < taps.length; i++) {
            sum += taps[i] * (padded[centre - i] + padded[centre + i]);
        }
        return sum;
    }

    @Override
    public void blurColumns(
            float[] rows, int[] rowOffsets, float[] taps, float[] out, int outOffset, int width) {
        blurColumnsFrom(0, rows, rowOffsets, taps, out, outOffset, width);
    }

    static void blurColumnsFrom(
            int from,
            float[] rows,
            int[] rowOffsets,
            float[] taps,
            float[] out,
            int outOffset,
            int width) {
        int radius = taps.length - 1;
        for (int x = from; x < width; x++) {
            float sum = taps[0] * rows[rowOffsets[radius] + x];
            for (int i = 1; i <= radius; i++) {
                sum +=
                        taps[i]
                                * (rows[rowOffsets[radius - i] + x]
                                        + rows[rowOffsets[radius + i] + x]);
            }
            out[outOffset + x] = sum;
        }
    }

    @Override
    public void subtractRow(
            float[] a, float[] b, int offset, float[] out, int outOffset, int width) {
        for (int x = 0; x < width; x++) {
            out[outOffset + x] = a[offset + x] - b[offset + x];
        }
    }

    @Override
    public int extremaInRow(
            float[] dog, int[] rowOffsets, int width, float threshold, int[] columns) {
        return extremaFrom(1, 0, dog, rowOffsets, width, threshold, columns);
    }

    static int extremaFrom(
            int from,
            int found,
            float[] dog,
            int[] rowOffsets,
            int width,
            float threshold,
            int[] columns) {
        int count = found;
        for (int x = from; x < width - 1; x++) {
            float value = dog[rowOffsets[4] + x];
            if (Math.abs(value) > threshold && isExtremum(dog, rowOffsets, x, value)) {
                columns[count++] = x;
            }
        }
        return count;
    }

    private static boolean isExtremum(float[] dog, int[] rowOffsets, int x, float value) {
        float sign = Math.signum(value);
        float own = sign * value;
        for (int r = 0; r < 9; r++) {
            int at = rowOffsets[r] + x;
            boolean beaten =
                    sign * dog[at - 1] >= own
                            || sign * dog[at + 1] >= own
                            || (r != 4 && sign * dog[at] >= own);
            if (beaten) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void polar(float[] gx, float[] gy, float[] magnitude, float[] eighths, int count) {
        polarFrom(0, gx, gy, magnitude, eighths, count);
    }

    static void polarFrom(
            int from, float[] gx, float[] gy, float[] magnitude, float[] eighths, int count) {
        for (int i = from; i < count; i++) {
            float x = gx[i];
            float y = gy[i];
            magnitude[i] = (float) Math.sqrt(x * x + y * y);
            eighths[i] = eighthsOfTurn(x, y);
        }
    }

    /// The direction of `(x, y)` in eighths of a turn, from 0 to 8: the arc tangent by Abramowitz and Stegun 4.4.49, whose
    /// error is below 1e-5 rad.
    static float eighthsOfTurn(float x, float y) {
        float ax = Math.abs(x);
        float ay = Math.abs(y);
        float larger = Math.max(Math.max(ax, ay), Float.MIN_NORMAL);
        float t = Math.min(ax, ay) / larger;
        float t2 = t * t;
        float angle = t * (Arc.C0 + t2 * (Arc.C1 + t2 * (Arc.C2 + t2 * (Arc.C3 + t2 * Arc.C4))));
        angle = ay > ax ? 2 - angle : angle;
        angle = x < 0 ? 4 - angle : angle;
        return y < 0 ? 8 - angle : angle;
    }

    /// Coefficients of the arc tangent, times 4/π so that the result counts eighths of a turn.
    static final class Arc {
        private static final double UNIT = 4 / Math.PI;
        static final float C0 = (float) (0.9998660 * UNIT);
        static final float C1 = (float) (-0.3302995 * UNIT);
        static final float C2 = (float) (0.1801410 * UNIT);
        static final float C3 = (float) (-0.0851330 * UNIT);
        static final float C4 = (float) (0.0208351 * UNIT);

        private Arc() {}
    }
}
