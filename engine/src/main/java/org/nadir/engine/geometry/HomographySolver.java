package org.nadir.engine.geometry;

/// Fits homographies by the direct linear transformation in coordinates that are centred and scaled first (Hartley 1997).
/// There the centre of the points has a finite image, so the last entry can be fixed to 1 and eight unknowns remain. Keeps
/// its buffers: one thread at a time.
final class HomographySolver {

    private static final int UNKNOWNS = 8;

    private final double[] normal = new double[UNKNOWNS * (UNKNOWNS + 1)];
    private final double[] row = new double[UNKNOWNS + 1];
    private double[] x = new double[0];
    private double[] y = new double[0];
    private double[] u = new double[0];
    private double[] v = new double[0];
    private final double[] frameA = new double[3];
    private final double[] frameB = new double[3];

    /// Takes the pairs that the next calls of [#fit] choose from.
    void prepare(RayPairs rays) {
        int n = rays.count();
        x = new double[n];
        y = new double[n];
        u = new double[n];
        v = new double[n];
        normalise(rays.xa(), rays.ya(), x, y, frameA);
        normalise(rays.xb(), rays.yb(), u, v, frameB);
    }

    /// Writes scaled coordinates; the frame is centre x, centre y and scale.
    private static void normalise(
            double[] x, double[] y, double[] outX, double[] outY, double[] frame) {
        int n = x.length;
        double sumX = 0;
        double sumY = 0;
        for (int i = 0; i < n; i++) {
            sumX += x[i];
            sumY += y[i];
        }
        frame[0] = sumX / n;
        frame[1] = sumY / n;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            squares +=
                    (x[i] - frame[0]) * (x[i] - frame[0]) + (y[i] - frame[1]) * (y[i] - frame[1]);
        }
        frame[2] = squares > 0 ? Math.sqrt(2 * n / squares) : 1;
        for (int i = 0; i < n; i++) {
            outX[i] = frame[2] * (x[i] - frame[0]);
            outY[i] = frame[2] * (y[i] - frame[1]);
        }
    }

    /// Fits the first `count` of the chosen pairs in the least-squares sense; false when they do not determine a
    /// homography.
    boolean fit(int[] chosen, int count, double[] h) {
        java.util.Arrays.fill(normal, 0);
        for (int i = 0; i < count; i++) {
            int p = chosen[i];
            setRow(x[p], y[p], u[p], 0);
            addRow();
            setRow(x[p], y[p], v[p], 3);
            addRow();
        }
        if (!eliminate()) {
            return false;
        }
        restore(h);
        return true;
    }

    private void setRow(double px, double py, double image, int offset) {
        java.util.Arrays.fill(row, 0);
        row[offset] = px;
        row[offset + 1] = py;
        row[offset + 2] = 1;
        row[6] = -px * image;
        row[7] = -py * image;
        row[8] = image;
    }

    private void addRow() {
        for (int a = 0; a < UNKNOWNS; a++) {
            if (row[a] != 0) {
                for (int b = 0; b <= UNKNOWNS; b++) {
                    normal[a * (UNKNOWNS + 1) + b] += row[a] * row[b];
                }
            }
        }
    }

    private boolean eliminate() {
        int stride = UNKNOWNS + 1;
        for (int p = 0; p < UNKNOWNS; p++) {
            int pivot = p;
            for (int r = p + 1; r < UNKNOWNS; r++) {
                pivot =
                        Math.abs(normal[r * stride + p]) > Math.abs(normal[pivot * stride + p])
                                ? r
                                : pivot;
            }
            double value = normal[pivot * stride + p];
            if (!(Math.abs(value) > 1e-12)) {
                return false;
            }
            for (int c = p; c < stride; c++) {
                double scaled = normal[pivot * stride + c] / value;
                normal[pivot * stride + c] = normal[p * stride + c];
                normal[p * stride + c] = scaled;
            }
            for (int r = 0; r < UNKNOWNS; r++) {
                double factor = normal[r * stride + p];
                for (int c = p; c < stride && r != p; c++) {
                    normal[r * stride + c] -= factor * normal[p * stride + c];
                }
            }
        }
        return true;
    }

    /// Undoes the scaling: `h = frameB⁻¹ · H · frameA`.
    private void restore(double[] h) {
        int stride = UNKNOWNS + 1;
        var scaled = new double[9];
        for (int i = 0; i < UNKNOWNS; i++) {
            scaled[i] = normal[i * stride + UNKNOWNS];
        }
        scaled[8] = 1;
        for (int r = 0; r < 3; r++) {
            double a = frameA[2] * scaled[3 * r];
            double b = frameA[2] * scaled[3 * r + 1];
            h[3 * r] = a;
            h[3 * r + 1] = b;
            h[3 * r + 2] = scaled[3 * r + 2] - a * frameA[0] - b * frameA[1];
        }
        for (int c = 0; c < 3; c++) {
            h[c] = h[c] / frameB[2] + frameB[0] * h[6 + c];
            h[3 + c] = h[3 + c] / frameB[2] + frameB[1] * h[6 + c];
        }
    }
}
