package org.nadir.engine.math;

/// Medians without sorting (Hoare's quickselect).
public final class Median {

    /// Of normally distributed numbers, the standard deviation over the median of distances from the median.
    private static final double TO_DEVIATION = 1.4826;

    private Median() {}

    /// The upper median of all numbers, which are put in another order; NaN when there are none.
    public static double of(double[] values) {
        return of(values, values.length);
    }

    /// The upper median of the first `n` numbers, which are put in another order; NaN when there are none.
    public static double of(double[] values, int n) {
        if (n == 0) {
            return Double.NaN;
        }
        int wanted = n / 2;
        int low = 0;
        int high = n - 1;
        while (low < high) {
            double pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    double swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[wanted];
    }

    /// As [#of(double[], int)].
    public static float of(float[] values, int n) {
        if (n == 0) {
            return Float.NaN;
        }
        int wanted = n / 2;
        int low = 0;
        int high = n - 1;
        while (low < high) {
            float pivot = values[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float swapped = values[i];
                    values[i++] = values[j];
                    values[j--] = swapped;
                }
            }
            if (wanted <= j) {
                high = j;
            } else if (wanted >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[wanted];
    }

    /// Spread of the first `n` numbers about `middle` that up to half of them being wrong does not touch, as a standard
    /// deviation; the numbers are lost.
    public static double deviation(double[] values, int n, double middle) {
        for (int i = 0; i < n; i++) {
            values[i] = Math.abs(values[i] - middle);
        }
        return TO_DEVIATION * of(values, n);
    }
}
