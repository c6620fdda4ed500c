package org.nadir.imaging;

/// Scales interleaved bytes, first along rows, then down columns. Where the picture shrinks, a new pixel is the exact mean
/// of the area it covers; where it grows, it is interpolated linearly between pixel centres.
final class Resample {

    /// Which old pixels make up a new one along one direction: `weights[i]` for `first + i`.
    private record Taps(int[] first, float[][] weights) {

        static Taps of(int from, int to) {
            int[] first = new int[to];
            float[][] weights = new float[to][];
            for (int i = 0; i < to; i++) {
                if (to < from) {
                    area(from, to, i, first, weights);
                } else {
                    linear(from, to, i, first, weights);
                }
            }
            return new Taps(first, weights);
        }

        private static void area(int from, int to, int i, int[] first, float[][] weights) {
            double begin = (double) i * from / to;
            double end = (double) (i + 1) * from / to;
            int low = (int) Math.floor(begin + 1e-9);
            int high = (int) Math.min(from, Math.ceil(end - 1e-9));
            first[i] = low;
            weights[i] = new float[high - low];
            for (int k = low; k < high; k++) {
                double covered = Math.min(end, k + 1.0) - Math.max(begin, k);
                weights[i][k - low] = (float) (covered / (end - begin));
            }
        }

        private static void linear(int from, int to, int i, int[] first, float[][] weights) {
            double centre = Math.clamp((i + 0.5) * from / to - 0.5, 0, from - 1.0);
            int low = Math.min((int) centre, Math.max(0, from - 2));
            float share = (float) (centre - low);
            first[i] = low;
            weights[i] = from == 1 ? new float[] {1} : new float[] {1 - share, share};
        }
    }

    private Resample() {}

    static byte[] resized(
            byte[] from, int width, int height, int channels, int toWidth, int toHeight) {
        if (toWidth <= 0 || toHeight <= 0) {
            throw new IllegalArgumentException("New size " + toWidth + " x " + toHeight);
        }
        Taps across = Taps.of(width, toWidth);
        Taps down = Taps.of(height, toHeight);
        int rowLength = toWidth * channels;
        byte[] to = new byte[Math.multiplyExact(rowLength, toHeight)];
        float[] sum = new float[rowLength];
        float[] row = new float[rowLength];
        int rowHeld = -1;
        for (int y = 0; y < toHeight; y++) {
            java.util.Arrays.fill(sum, 0);
            float[] weights = down.weights()[y];
            for (int k = 0; k < weights.length; k++) {
                int source = down.first()[y] + k;
                if (source != rowHeld) {
                    across(from, source * width * channels, channels, across, row);
                    rowHeld = source;
                }
                add(row, weights[k], sum);
            }
            for (int i = 0; i < rowLength; i++) {
                to[y * rowLength + i] = (byte) (int) (sum[i] + 0.5f);
            }
        }
        return to;
    }

    private static void add(float[] row, float weight, float[] sum) {
        for (int i = 0; i < row.length; i++) {
            sum[i] += weight * row[i];
        }
    }

    private static void across(byte[] from, int offset, int channels, Taps taps, float[] row) {
        if (channels == 3) {
            acrossRgb(from, offset, taps, row);
            return;
        }
        int[] first = taps.first();
        for (int x = 0; x < first.length; x++) {
            float[] weights = taps.weights()[x];
            for (int c = 0; c < channels; c++) {
                int at = offset + first[x] * channels + c;
                float sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    sum += weights[k] * (from[at + k * channels] & 0xFF);
                }
                row[x * channels + c] = sum;
            }
        }
    }

    private static void acrossRgb(byte[] from, int offset, Taps taps, float[] row) {
        int[] first = taps.first();
        for (int x = 0; x < first.length; x++) {
            float[] weights = taps.weights()[x];
            int at = offset + 3 * first[x];
            float red = 0;
            float green = 0;
            float blue = 0;
            for (float weight : weights) {
                red += weight * (from[at] & 0xFF);
                green += weight * (from[at + 1] & 0xFF);
                blue += weight * (from[at + 2] & 0xFF);
                at += 3;
            }
            row[3 * x] = red;
            row[3 * x + 1] = green;
            row[3 * x + 2] = blue;
        }
    }
}
