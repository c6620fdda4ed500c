package org.nadir.engine.math;

/// Eigenvalues and eigenvectors of small symmetric matrices by cyclic Jacobi rotations (Golub and Van Loan, *Matrix
/// Computations*, section 8.5). Fit for sizes up to a dozen.
public final class SymmetricEigen {

    private static final int MAX_SWEEPS = 50;

    private SymmetricEigen() {}

    /// Writes the eigenvalues of `a` (row-major, `n` by `n`, destroyed) in ascending order into `values` and the unit
    /// eigenvector of value `k` into the row `vectors[k n ..< (k + 1) n]`.
    public static void decompose(double[] a, int n, double[] values, double[] vectors) {
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                vectors[i * n + j] = i == j ? 1 : 0;
            }
        }
        for (int sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(a, n); sweep++) {
            for (int p = 0; p < n - 1; p++) {
                for (int q = p + 1; q < n; q++) {
                    rotate(a, n, p, q, vectors);
                }
            }
        }
        for (int i = 0; i < n; i++) {
            values[i] = a[i * n + i];
        }
        sort(n, values, vectors);
    }

    private static boolean isDiagonal(double[] a, int n) {
        double off = 0;
        double diagonal = 0;
        for (int i = 0; i < n; i++) {
            diagonal += a[i * n + i] * a[i * n + i];
            for (int j = i + 1; j < n; j++) {
                off += a[i * n + j] * a[i * n + j];
            }
        }
        return off <= 1e-32 * diagonal;
    }

    private static void rotate(double[] a, int n, int p, int q, double[] vectors) {
        double apq = a[p * n + q];
        if (apq == 0) {
            return;
        }
        double theta = (a[q * n + q] - a[p * n + p]) / (2 * apq);
        double t = Math.copySign(1 / (Math.abs(theta) + Math.hypot(theta, 1)), theta);
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < n; k++) {
            double akp = a[k * n + p];
            double akq = a[k * n + q];
            a[k * n + p] = c * akp - s * akq;
            a[k * n + q] = s * akp + c * akq;
        }
        for (int k = 0; k < n; k++) {
            double apk = a[p * n + k];
            double aqk = a[q * n + k];
            a[p * n + k] = c * apk - s * aqk;
            a[q * n + k] = s * apk + c * aqk;
            double vpk = vectors[p * n + k];
            double vqk = vectors[q * n + k];
            vectors[p * n + k] = c * vpk - s * vqk;
            vectors[q * n + k] = s * vpk + c * vqk;
        }
    }

    private static void sort(int n, double[] values, double[] vectors) {
        for (int i = 0; i < n - 1; i++) {
            int least = i;
            for (int j = i + 1; j < n; j++) {
                least = values[j] < values[least] ? j : least;
            }
            double value = values[i];
            values[i] = values[least];
            values[least] = value;
            for (int k = 0; k < n && least != i; k++) {
                double swap = vectors[i * n + k];
                vectors[i * n + k] = vectors[least * n + k];
                vectors[least * n + k] = swap;
            }
        }
    }
}
