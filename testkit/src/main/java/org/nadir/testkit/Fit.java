package org.nadir.testkit;

import java.util.List;

/// The change of frame `x ↦ scale · rotation · (x − from) + to` that brings points nearest to others: Horn (1987). Written
/// without the engine, which it judges.
@SuppressWarnings("ArrayRecordComponent")
record Fit(double scale, double[] rotation, double[] from, double[] to) {

    /// Squarings of the matrix after which only its first eigenvector is left.
    private static final int SQUARINGS = 40;

    static Fit of(List<double[]> points, List<double[]> others) {
        double[] from = mean(points);
        double[] to = mean(others);
        var s = new double[9];
        double spread = 0;
        for (int i = 0; i < points.size(); i++) {
            for (int r = 0; r < 3; r++) {
                double x = points.get(i)[r] - from[r];
                spread += x * x;
                for (int c = 0; c < 3; c++) {
                    s[3 * r + c] += x * (others.get(i)[c] - to[c]);
                }
            }
        }
        double[] rotation = rotation(s);
        double along = 0;
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                along += rotation[3 * c + r] * s[3 * r + c];
            }
        }
        return new Fit(along / spread, rotation, from, to);
    }

    private static double[] mean(List<double[]> points) {
        var mean = new double[3];
        for (double[] point : points) {
            for (int c = 0; c < 3; c++) {
                mean[c] += point[c] / points.size();
            }
        }
        return mean;
    }

    /// The rotation of the quaternion that is the first eigenvector of Horn's matrix.
    private static double[] rotation(double[] s) {
        double[][] m = {
            {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3]},
            {s[5] - s[7], s[0] - s[4] - s[8], s[1] + s[3], s[6] + s[2]},
            {s[6] - s[2], s[1] + s[3], -s[0] + s[4] - s[8], s[5] + s[7]},
            {s[1] - s[3], s[6] + s[2], s[5] + s[7], -s[0] - s[4] + s[8]}
        };
        double size = size(m);
        for (int i = 0; i < 4; i++) {
            // No eigenvalue is negative then, and the first is the largest.
            m[i][i] += size;
        }
        for (int k = 0; k < SQUARINGS; k++) {
            m = squared(m);
        }
        int best = 0;
        for (int i = 1; i < 4; i++) {
            best = m[i][i] > m[best][best] ? i : best;
        }
        double length = Math.sqrt(m[best][best]);
        double w = m[best][0] / length;
        double x = m[best][1] / length;
        double y = m[best][2] / length;
        double z = m[best][3] / length;
        double n = Math.sqrt(w * w + x * x + y * y + z * z);
        return matrix(w / n, x / n, y / n, z / n);
    }

    private static double[] matrix(double w, double x, double y, double z) {
        return new double[] {
            1 - 2 * (y * y + z * z),
            2 * (x * y - w * z),
            2 * (x * z + w * y),
            2 * (x * y + w * z),
            1 - 2 * (x * x + z * z),
            2 * (y * z - w * x),
            2 * (x * z - w * y),
            2 * (y * z + w * x),
            1 - 2 * (x * x + y * y)
        };
    }

    private static double size(double[][] m) {
        double sum = 0;
        for (double[] row : m) {
            for (double value : row) {
                sum += value * value;
            }
        }
        return Math.sqrt(sum);
    }

    private static double[][] squared(double[][] m) {
        double size = size(m);
        var result = new double[4][4];
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k < 4; k++) {
                    result[i][j] += m[i][k] / size * (m[k][j] / size);
                }
            }
        }
        return result;
    }

    double[] apply(double[] point) {
        var moved = to.clone();
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                moved[r] += scale * rotation[3 * r + c] * (point[c] - from[c]);
            }
        }
        return moved;
    }

    /// Camera-from-world rotation after the change of the world's frame.
    double[] turn(double[] cameraFromWorld) {
        var turned = new double[9];
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 3; k++) {
                    turned[3 * r + c] += cameraFromWorld[3 * r + k] * rotation[3 * c + k];
                }
            }
        }
        return turned;
    }
}
