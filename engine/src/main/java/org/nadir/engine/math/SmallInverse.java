package org.nadir.engine.math;

/// Inverts small matrices of any kind.
public final class SmallInverse {

    private SmallInverse() {}

    /// Replaces the row-major `n` by `n` matrix by its inverse (Gauss-Jordan with row pivots); false when it has none, and the
    /// matrix is destroyed.
    public static boolean invert(double[] a, int n) {
        var inverse = new double[n * n];
        for (int i = 0; i < n; i++) {
            inverse[i * n + i] = 1;
        }
        for (int column = 0; column < n; column++) {
            int pivot = column;
            for (int row = column + 1; row < n; row++) {
                if (Math.abs(a[row * n + column]) > Math.abs(a[pivot * n + column])) {
                    pivot = row;
                }
            }
            double value = a[pivot * n + column];
            if (!(Math.abs(value) > 0) || !Double.isFinite(1 / value)) {
                return false;
            }
            swap(a, n, column, pivot);
            swap(inverse, n, column, pivot);
            for (int i = 0; i < n; i++) {
                a[column * n + i] /= value;
                inverse[column * n + i] /= value;
            }
            for (int row = 0; row < n; row++) {
                double factor = row == column ? 0 : a[row * n + column];
                for (int i = 0; i < n && factor != 0; i++) {
                    a[row * n + i] -= factor * a[column * n + i];
                    inverse[row * n + i] -= factor * inverse[column * n + i];
                }
            }
        }
        System.arraycopy(inverse, 0, a, 0, n * n);
        return true;
    }

    private static void swap(double[] a, int n, int row, int other) {
        for (int i = 0; i < n && row != other; i++) {
            double value = a[row * n + i];
            a[row * n + i] = a[other * n + i];
            a[other * n + i] = value;
        }
    }
}
