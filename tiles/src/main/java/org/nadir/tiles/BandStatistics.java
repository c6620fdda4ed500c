package org.nadir.tiles;

import java.util.Arrays;

/// What one band holds.
///
/// @param std standard deviation of the population
/// @param percentile2 2 % of the values are below
/// @param percentile98 98 % of the values are below
/// @param counts 255 numbers of values, between neighbouring edges
/// @param edges 256 edges from the range's begin to its end
/// @param validPercent share of the pixels that are known
public record BandStatistics(
        double min,
        double max,
        double mean,
        double std,
        double percentile2,
        double percentile98,
        long[] counts,
        double[] edges,
        double validPercent) {

    /// Number of bins of the histogram.
    public static final int BINS = 255;

    /// Counts values.
    ///
    /// @param values sorted by this method
    /// @param pixels of which these were the known ones
    /// @param begin of the histogram; with `end` NaN the smallest value
    static BandStatistics of(float[] values, long pixels, double begin, double end) {
        Arrays.sort(values);
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        double mean = values.length == 0 ? 0 : sum / values.length;
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double min = values.length == 0 ? 0 : values[0];
        double max = values.length == 0 ? 0 : values[values.length - 1];
        double from = Double.isNaN(end) ? min : begin;
        double to = Double.isNaN(end) ? max : end;
        return new BandStatistics(
                min,
                max,
                mean,
                values.length == 0 ? 0 : Math.sqrt(squares / values.length),
                percentile(values, 0.02),
                percentile(values, 0.98),
                histogram(values, from, to),
                edges(from, to),
                pixels == 0 ? 0 : 100.0 * values.length / pixels);
    }

    /// Linear between the two neighbours in order.
    private static double percentile(float[] sorted, double share) {
        if (sorted.length == 0) {
            return 0;
        }
        double at = share * (sorted.length - 1);
        int low = (int) at;
        int high = Math.min(low + 1, sorted.length - 1);
        return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
    }

    /// Bins are closed on the left; the last one also on the right. Values outside are not counted.
    private static long[] histogram(float[] values, double from, double to) {
        long[] counts = new long[BINS];
        double width = to > from ? (to - from) / BINS : 1;
        for (float value : values) {
            if (value < from || value > to) {
                continue;
            }
            counts[Math.min(BINS - 1, (int) ((value - from) / width))]++;
        }
        return counts;
    }

    private static double[] edges(double from, double to) {
        double[] edges = new double[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = from + (to - from) * i / BINS;
        }
        return edges;
    }
}
