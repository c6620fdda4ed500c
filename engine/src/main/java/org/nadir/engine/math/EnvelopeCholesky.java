package org.nadir.engine.math;

import java.util.Arrays;
import org.nadir.engine.work.Workers;

/// A symmetric positive definite matrix in envelope storage and its Cholesky factorisation in place (George and Liu 1981,
/// *Computer Solution of Large Sparse Positive Definite Systems*, chapter 4).
///
/// Rows come in strips of three. Each strip keeps the columns from its first non-zero one to the diagonal, so a matrix
/// ordered for small bandwidth costs `n · bandwidth²` instead of `n³`. A full matrix is the special case where all strips
/// start at column 0. Each strip of the factor is computed on its own in a fixed order: the result does not depend on the
/// number of threads.
public final class EnvelopeCholesky {

    private static final int PANEL = 16;
    private static final int TASK = 2;
    private static final int PARALLEL_FROM = 400;

    private final int strips;
    private final int[] start;
    private final long[] offset;
    private final double[] values;

    /// @param firstColumn for each strip of three rows its first stored column, a multiple of 3 and not past the diagonal
    public EnvelopeCholesky(int[] firstColumn) {
        this.strips = firstColumn.length;
        this.start = firstColumn.clone();
        this.offset = new long[strips + 1];
        for (int s = 0; s < strips; s++) {
            if (start[s] < 0 || start[s] % 3 != 0 || start[s] > 3 * s) {
                throw new IllegalArgumentException("Strip " + s + " starts at " + start[s]);
            }
            offset[s + 1] = offset[s] + 3L * width(s);
        }
        this.values = new double[Math.toIntExact(offset[strips])];
    }

    /// Number of rows.
    public int size() {
        return 3 * strips;
    }

    /// The stored numbers; see [#index].
    public double[] values() {
        return values;
    }

    /// Where the entry (row, column) is held; `column` lies within the strip's envelope, at most `row`'s strip's end.
    public int index(int row, int column) {
        int strip = row / 3;
        return (int) offset[strip] + (row - 3 * strip) * width(strip) + column - start[strip];
    }

    /// Length of the rows of a strip: the distance in [#values] from one row to the next.
    public int width(int strip) {
        return 3 * strip + 3 - start[strip];
    }

    public void clear() {
        Arrays.fill(values, 0);
    }

    /// Replaces the matrix by its lower Cholesky factor. False when it is not positive definite.
    public boolean factor(Workers workers) {
        boolean parallel = strips >= PARALLEL_FROM && workers.threads() > 1;
        for (int from = 0; from < strips; from += PANEL) {
            int first = from;
            int end = Math.min(strips, from + PANEL);
            int tasks = (end - first + TASK - 1) / TASK;
            if (parallel) {
                workers.forEach(
                        tasks,
                        t -> {
                            int low = first + t * TASK;
                            eliminate(low, Math.min(end, low + TASK), first);
                        });
            } else {
                eliminate(first, end, first);
            }
            for (int i = first; i < end; i++) {
                for (int j = Math.max(first, start[i] / 3); j < i; j++) {
                    tile(i, j);
                }
                if (!diagonal(i)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// Solves `L Lᵀ x = b` in place after [#factor].
    public void solve(double[] b) {
        for (int r = 0; r < 3 * strips; r++) {
            int s = r / 3;
            int row = index(r, start[s]) - start[s];
            double sum = b[r];
            for (int c = start[s]; c < r; c++) {
                sum -= values[row + c] * b[c];
            }
            b[r] = sum / values[row + r];
        }
        for (int r = 3 * strips - 1; r >= 0; r--) {
            int s = r / 3;
            int row = index(r, start[s]) - start[s];
            double x = b[r] / values[row + r];
            b[r] = x;
            for (int c = start[s]; c < r; c++) {
                b[c] -= values[row + c] * x;
            }
        }
    }

    /// Solves `L y = b` in place after [#factor], for a `b` that is zero before the row `from`.
    public void solveLower(double[] b, int from) {
        for (int r = from; r < 3 * strips; r++) {
            int s = r / 3;
            int row = index(r, start[s]) - start[s];
            double sum = b[r];
            for (int c = Math.max(from, start[s]); c < r; c++) {
                sum -= values[row + c] * b[c];
            }
            b[r] = sum / values[row + r];
        }
    }

    /// The columns before strip `before` of the strips `from ..< to`. Strip j stays in the cache for all of them.
    private void eliminate(int from, int to, int before) {
        int least = before;
        for (int i = from; i < to; i++) {
            least = Math.min(least, start[i] / 3);
        }
        for (int j = least; j < before; j++) {
            for (int i = from; i < to; i++) {
                if (3 * j >= start[i]) {
                    tile(i, j);
                }
            }
        }
    }

    /// The 3x3 tile (i, j) of the factor, j < i.
    private void tile(int i, int j) {
        double[] a = values;
        int wi = width(i);
        int wj = width(j);
        int low = Math.max(start[i], start[j]);
        int i0 = (int) offset[i] - start[i];
        int i1 = i0 + wi;
        int i2 = i1 + wi;
        int j0 = (int) offset[j] - start[j];
        int j1 = j0 + wj;
        int j2 = j1 + wj;
        int c = 3 * j;
        double s00 = a[i0 + c];
        double s01 = a[i0 + c + 1];
        double s02 = a[i0 + c + 2];
        double s10 = a[i1 + c];
        double s11 = a[i1 + c + 1];
        double s12 = a[i1 + c + 2];
        double s20 = a[i2 + c];
        double s21 = a[i2 + c + 1];
        double s22 = a[i2 + c + 2];
        for (int k = low; k < c; k++) {
            double x0 = a[i0 + k];
            double x1 = a[i1 + k];
            double x2 = a[i2 + k];
            double y0 = a[j0 + k];
            double y1 = a[j1 + k];
            double y2 = a[j2 + k];
            s00 -= x0 * y0;
            s01 -= x0 * y1;
            s02 -= x0 * y2;
            s10 -= x1 * y0;
            s11 -= x1 * y1;
            s12 -= x1 * y2;
            s20 -= x2 * y0;
            s21 -= x2 * y1;
            s22 -= x2 * y2;
        }
        double l00 = a[j0 + c];
        double l10 = a[j1 + c];
        double l11 = a[j1 + c + 1];
        double l20 = a[j2 + c];
        double l21 = a[j2 + c + 1];
        double l22 = a[j2 + c + 2];
        s00 /= l00;
        s10 /= l00;
        s20 /= l00;
        s01 = (s01 - s00 * l10) / l11;
        s11 = (s11 - s10 * l10) / l11;
        s21 = (s21 - s20 * l10) / l11;
        a[i0 + c] = s00;
        a[i1 + c] = s10;
        a[i2 + c] = s20;
        a[i0 + c + 1] = s01;
        a[i1 + c + 1] = s11;
        a[i2 + c + 1] = s21;
        a[i0 + c + 2] = (s02 - s00 * l20 - s01 * l21) / l22;
        a[i1 + c + 2] = (s12 - s10 * l20 - s11 * l21) / l22;
        a[i2 + c + 2] = (s22 - s20 * l20 - s21 * l21) / l22;
    }

    private boolean diagonal(int i) {
        int w = width(i);
        int origin = (int) offset[i] - start[i];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c <= r; c++) {
                int row = origin + r * w;
                int column = origin + c * w;
                double sum = values[row + 3 * i + c];
                double scale = sum;
                for (int k = start[i]; k < 3 * i + c; k++) {
                    sum -= values[row + k] * values[column + k];
                }
                if (r > c) {
                    values[row + 3 * i + c] = sum / values[column + 3 * i + c];
                } else if (sum > 1e-14 * Math.abs(scale)) {
                    values[row + 3 * i + c] = Math.sqrt(sum);
                } else {
                    return false;
                }
            }
        }
        return true;
    }
}
