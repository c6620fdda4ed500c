package org.nadir.testkit;

import java.util.Arrays;

/// Figures of many differences, in their unit.
///
/// @param absolute50 half of the differences are no larger than this, whatever their sign
/// @param absolute95 95 of 100 are no larger
/// @param largest of the absolute values
public record Errors(
        int count,
        double mean,
        double median,
        double rms,
        double absolute50,
        double absolute95,
        double largest) {

    /// Gathers differences.
    public static final class Collector {

        private double[] values = new double[1024];
        private int count;

        public void add(double value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, 2 * count);
            }
            values[count++] = value;
        }

        public Errors errors() {
            return of(Arrays.copyOf(values, count));
        }
    }

    /// Figures of at least one value; without any all are NaN.
    public static Errors of(double[] values) {
        if (values.length == 0) {
            return new Errors(
                    0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] sizes = Arrays.stream(values).map(Math::abs).sorted().toArray();
        double sum = Arrays.stream(values).sum();
        double squares = Arrays.stream(values).map(v -> v * v).sum();
        return new Errors(
                values.length,
                sum / values.length,
                sorted[values.length / 2],
                Math.sqrt(squares / values.length),
                sizes[values.length / 2],
                sizes[(int) Math.min(values.length - 1, Math.round(0.95 * values.length))],
                sizes[values.length - 1]);
    }
}
