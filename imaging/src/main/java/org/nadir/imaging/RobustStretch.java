package org.nadir.imaging;

/// Numbers of any range as bytes to be looked at or searched for features: linear, from black at a low quantile to white
/// at a high one, so that a few hot or dead pixels do not take the contrast of the rest.
public final class RobustStretch {

    /// Share of the pixels that may be cut at either end. It has to be above the share of dead and glinting pixels, and small
    /// beside the share of anything worth seeing.
    private static final double CUT = 0.005;

    private static final int BINS = 1 << 16;

    private RobustStretch() {}

    /// The lower and the upper end of the range of a plane; the same number twice when it shows nothing.
    static double[] range(Plane plane) {
        float least = Float.POSITIVE_INFINITY;
        float largest = Float.NEGATIVE_INFINITY;
        int known = 0;
        for (float value : plane.values()) {
            if (Float.isFinite(value)) {
                least = Math.min(least, value);
                largest = Math.max(largest, value);
                known++;
            }
        }
        if (known == 0 || !(largest > least)) {
            return new double[] {known == 0 ? 0 : least, known == 0 ? 0 : least};
        }
        double bin = ((double) largest - least) / (BINS - 1);
        var histogram = new int[BINS];
        for (float value : plane.values()) {
            if (Float.isFinite(value)) {
                histogram[(int) Math.round((value - least) / bin)]++;
            }
        }
        double low = least + bin * quantile(histogram, Math.round(CUT * known));
        double high = least + bin * quantile(histogram, Math.round((1 - CUT) * known));
        return high > low ? new double[] {low, high} : new double[] {least, largest};
    }

    /// The first bin up to which there are more than `below` numbers.
    private static int quantile(int[] histogram, long below) {
        long sum = 0;
        for (int i = 0; i < histogram.length; i++) {
            sum += histogram[i];
            if (sum > below) {
                return i;
            }
        }
        return histogram.length - 1;
    }

    /// A plane as a gray picture; unknown numbers are black.
    public static GrayImage gray(Plane plane) {
        double[] range = range(plane);
        double scale = range[1] > range[0] ? 255 / (range[1] - range[0]) : 0;
        var gray = new byte[plane.values().length];
        for (int i = 0; i < gray.length; i++) {
            double value = (plane.values()[i] - range[0]) * scale;
            gray[i] = (byte) Math.round(Math.clamp(value, 0, 255));
        }
        return new GrayImage(plane.width(), plane.height(), gray);
    }
}
