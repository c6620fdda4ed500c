package org.nadir.engine.align;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.math.Median;
import org.nadir.engine.math.SmallSolver;

/// Takes a plane out of heights of which up to half lie elsewhere, all in one corner if need be: the plane through three of
/// the medians of 64 parts of the area from which most parts are least far (least median of distances, Rousseeuw 1984), then
/// least squares without what is far from it.
final class Plane {

    private static final int SIDE = 8;

    /// Of three parts taken at random none is wrong once in eight when half are; so many draws miss that once in 10,000.
    private static final int DRAWS = 70;

    private static final int ROUNDS = 2;

    private final double[] xyz;
    private final double[] values;
    private final double x0;
    private final double y0;
    private final double sizeX;
    private final double sizeY;

    private Plane(double[] xyz, double[] values) {
        this.xyz = xyz;
        this.values = values;
        double minX = Double.MAX_VALUE;
        double minY = Double.MAX_VALUE;
        double maxX = -Double.MAX_VALUE;
        double maxY = -Double.MAX_VALUE;
        for (int i = 0; i < values.length; i++) {
            if (values[i] == values[i]) {
                minX = Math.min(minX, xyz[3 * i]);
                minY = Math.min(minY, xyz[3 * i + 1]);
                maxX = Math.max(maxX, xyz[3 * i]);
                maxY = Math.max(maxY, xyz[3 * i + 1]);
            }
        }
        x0 = minX;
        y0 = minY;
        sizeX = Math.max(Double.MIN_NORMAL, maxX - minX);
        sizeY = Math.max(Double.MIN_NORMAL, maxY - minY);
    }

    /// Subtracts the plane that most of the known values lie on.
    ///
    /// @param xyz places, three numbers each, of which the height is not looked at
    /// @param values one a place; NaN for unknown ones
    static void remove(double[] xyz, double[] values) {
        var plane = new Plane(xyz, values);
        plane.subtract(plane.throughParts());
        for (int round = 0; round < ROUNDS; round++) {
            plane.subtract(plane.leastSquares(3 * SurfacePair.figures(values)[1]));
        }
    }

    private void subtract(double @Nullable [] plane) {
        for (int i = 0; i < values.length && plane != null; i++) {
            values[i] -= plane[0] + plane[1] * (xyz[3 * i] - x0) + plane[2] * (xyz[3 * i + 1] - y0);
        }
    }

    /// Median place and height of each part, three numbers each.
    private double[] parts() {
        var start = new int[SIDE * SIDE + 1];
        for (int i = 0; i < values.length; i++) {
            if (values[i] == values[i]) {
                start[part(i) + 1]++;
            }
        }
        for (int p = 0; p < SIDE * SIDE; p++) {
            start[p + 1] += start[p];
        }
        var members = new double[3][start[SIDE * SIDE]];
        int[] next = start.clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == values[i]) {
                int at = next[part(i)]++;
                members[0][at] = xyz[3 * i] - x0;
                members[1][at] = xyz[3 * i + 1] - y0;
                members[2][at] = values[i];
            }
        }
        var parts = new double[3 * SIDE * SIDE];
        int n = 0;
        for (int p = 0; p < SIDE * SIDE; p++) {
            int count = start[p + 1] - start[p];
            for (int axis = 0; axis < 3 && count > 0; axis++) {
                parts[n++] =
                        Median.of(Arrays.copyOfRange(members[axis], start[p], start[p + 1]), count);
            }
        }
        return Arrays.copyOf(parts, n);
    }

    private int part(int i) {
        int column = (int) Math.min(SIDE - 1, SIDE * (xyz[3 * i] - x0) / sizeX);
        int row = (int) Math.min(SIDE - 1, SIDE * (xyz[3 * i + 1] - y0) / sizeY);
        return row * SIDE + column;
    }

    private double @Nullable [] throughParts() {
        double[] parts = parts();
        int n = parts.length / 3;
        var random = new SplittableRandom(n);
        var far = new double[n];
        double least = Double.POSITIVE_INFINITY;
        double[] best = null;
        for (int draw = 0; draw < DRAWS && n >= 3; draw++) {
            double[] plane =
                    through(parts, random.nextInt(n), random.nextInt(n), random.nextInt(n));
            if (plane != null) {
                for (int p = 0; p < n; p++) {
                    far[p] =
                            Math.abs(
                                    parts[3 * p + 2]
                                            - plane[0]
                                            - plane[1] * parts[3 * p]
                                            - plane[2] * parts[3 * p + 1]);
                }
                double middle = Median.of(far, n);
                if (middle < least) {
                    least = middle;
                    best = plane;
                }
            }
        }
        return best;
    }

    /// Null for places that are nearly in line.
    private double @Nullable [] through(double[] p, int i, int j, int k) {
        double ux = p[3 * j] - p[3 * i];
        double uy = p[3 * j + 1] - p[3 * i + 1];
        double vx = p[3 * k] - p[3 * i];
        double vy = p[3 * k + 1] - p[3 * i + 1];
        double determinant = ux * vy - uy * vx;
        // A triangle smaller than a part of the area says little of the whole.
        if (Math.abs(determinant) < sizeX * sizeY / (SIDE * SIDE)) {
            return null;
        }
        double u = p[3 * j + 2] - p[3 * i + 2];
        double v = p[3 * k + 2] - p[3 * i + 2];
        double gx = (u * vy - v * uy) / determinant;
        double gy = (v * ux - u * vx) / determinant;
        return new double[] {p[3 * i + 2] - gx * p[3 * i] - gy * p[3 * i + 1], gx, gy};
    }

    private double @Nullable [] leastSquares(double limit) {
        var a = new double[9];
        var b = new double[3];
        for (int i = 0; i < values.length; i++) {
            if (Math.abs(values[i]) <= limit) {
                double x = xyz[3 * i] - x0;
                double y = xyz[3 * i + 1] - y0;
                a[0]++;
                a[3] += x;
                a[4] += x * x;
                a[6] += y;
                a[7] += x * y;
                a[8] += y * y;
                b[0] += values[i];
                b[1] += x * values[i];
                b[2] += y * values[i];
            }
        }
        return SmallSolver.solve(a, b, 3) ? b : null;
    }
}
