package org.nadir.engine.geometry;

import org.nadir.engine.math.Cubic;
import org.nadir.engine.math.SymmetricEigen;

/// The pose of a camera from three points and their rays (Persson and Nordberg 2018, *Lambda Twist: An Accurate Fast
/// Robust Perspective Three Point Solver*). One instance holds scratch memory: use it from one thread at a time.
///
/// Let λ be the distances of the points along their unit rays. The law of cosines gives three quadrics in λ; two
/// combinations of them have no constant term. A member of their pencil with determinant 0 falls apart into two planes, on
/// each of which the ratio of two distances solves a quadratic equation.
public final class AbsolutePoseMinimal {

    public static final int MAX_SOLUTIONS = 4;

    private static final int[] ROW = {0, 0, 1};
    private static final int[] COLUMN = {1, 2, 2};

    private final double[] squaredDistance = new double[3];
    private final double[] cosine = new double[3];
    private final double[] d1 = new double[9];
    private final double[] d2 = new double[9];
    private final double[] pencil = new double[9];
    private final double[] values = new double[3];
    private final double[] vectors = new double[9];
    private final double[] lambda = new double[3];
    private final double[] world = new double[9];
    private final double[] inCamera = new double[9];

    private double[] rays = new double[9];
    private double[] points = new double[9];
    private double[] poses = new double[12 * MAX_SOLUTIONS];
    private int found;

    /// Writes up to four poses into `result` (12 numbers each: camera-from-world rotation, row-major, then the centre in the
    /// world) and returns how many.
    ///
    /// @param unitRays three unit vectors in the camera frame
    /// @param worldPoints the three points
    public int solve(double[] unitRays, double[] worldPoints, double[] result) {
        rays = unitRays;
        points = worldPoints;
        poses = result;
        found = 0;
        if (!prepareQuadrics()) {
            return 0;
        }
        double gamma = degenerateMember();
        if (!Double.isFinite(gamma)) {
            return 0;
        }
        for (int i = 0; i < 9; i++) {
            pencil[i] = d1[i] + gamma * d2[i];
        }
        SymmetricEigen.decompose(pencil, 3, values, vectors);
        // The eigenvalue nearest to zero is the vanishing one; the two others have opposite signs.
        if (!(values[0] < 0 && values[2] > 0)) {
            return 0;
        }
        double s = Math.sqrt(-values[0] / values[2]);
        double[] form = Math.abs(gamma) > 1 ? d1 : d2;
        solveOnPlane(s, form);
        solveOnPlane(-s, form);
        return found;
    }

    private boolean prepareQuadrics() {
        for (int k = 0; k < 3; k++) {
            int i = ROW[k];
            int j = COLUMN[k];
            double square = 0;
            double dot = 0;
            for (int c = 0; c < 3; c++) {
                double difference = points[3 * i + c] - points[3 * j + c];
                square += difference * difference;
                dot += rays[3 * i + c] * rays[3 * j + c];
            }
            if (square == 0 || dot > 1 - 1e-14) {
                return false;
            }
            squaredDistance[k] = square;
            cosine[k] = dot;
        }
        combine(0, d1);
        combine(1, d2);
        return true;
    }

    /// `M_k · a_23 − M_23 · a_k` where `λᵀ M_k λ = a_k`, scaled to entries near 1.
    private void combine(int k, double[] d) {
        java.util.Arrays.fill(d, 0);
        double a = 1;
        double b = squaredDistance[k] / squaredDistance[2];
        int i = ROW[k];
        int j = COLUMN[k];
        d[4 * i] += a;
        d[4 * j] += a;
        d[3 * i + j] -= a * cosine[k];
        d[3 * j + i] -= a * cosine[k];
        d[4] -= b;
        d[8] -= b;
        d[5] += b * cosine[2];
        d[7] += b * cosine[2];
    }

    /// γ such that `det(D1 + γ D2) = 0`.
    private double degenerateMember() {
        double c3 = determinant(d2);
        double c2 = traceOfAdjugateProduct(d2, d1);
        double c1 = traceOfAdjugateProduct(d1, d2);
        double c0 = determinant(d1);
        if (Math.abs(c3) < 1e-14 * (Math.abs(c2) + Math.abs(c1) + Math.abs(c0))) {
            return Double.NaN;
        }
        return Cubic.steepestRoot(c3, c2, c1, c0);
    }

    private static double determinant(double[] m) {
        return m[0] * (m[4] * m[8] - m[5] * m[7])
                - m[1] * (m[3] * m[8] - m[5] * m[6])
                + m[2] * (m[3] * m[7] - m[4] * m[6]);
    }

    private static double traceOfAdjugateProduct(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                int i1 = (i + 1) % 3;
                int i2 = (i + 2) % 3;
                int j1 = (j + 1) % 3;
                int j2 = (j + 2) % 3;
                sum +=
                        b[3 * i + j]
                                * (a[3 * i1 + j1] * a[3 * i2 + j2]
                                        - a[3 * i1 + j2] * a[3 * i2 + j1]);
            }
        }
        return sum;
    }

    /// Distances on the plane `(e_max + s e_min) · λ = 0`.
    private void solveOnPlane(double s, double[] form) {
        double p0 = vectors[6] + s * vectors[0];
        double p1 = vectors[7] + s * vectors[1];
        double p2 = vectors[8] + s * vectors[2];
        double m0 = Math.abs(p0);
        double m1 = Math.abs(p1);
        double m2 = Math.abs(p2);
        int k = m0 >= m1 && m0 >= m2 ? 0 : m1 >= m2 ? 1 : 2;
        int i = k == 0 ? 1 : 0;
        int j = k == 2 ? 1 : 2;
        double pk = k == 0 ? p0 : k == 1 ? p1 : p2;
        double u = -(i == 0 ? p0 : p1) / pk;
        double v = -(j == 1 ? p1 : p2) / pk;
        // λ_k = u λ_i + v λ_j, λ_j = τ λ_i: a quadratic in τ.
        double kk = form[4 * k];
        double a = form[4 * j] + 2 * v * form[3 * j + k] + v * v * kk;
        double b = form[3 * i + j] + v * form[3 * i + k] + u * form[3 * j + k] + u * v * kk;
        double c = form[4 * i] + 2 * u * form[3 * i + k] + u * u * kk;
        double discriminant = b * b - a * c;
        if (discriminant < 0) {
            return;
        }
        double root = Math.sqrt(discriminant);
        double q = -(b + Math.copySign(root, b));
        if (a != 0) {
            accept(i, j, k, u, v, q / a);
        }
        if (q != 0) {
            accept(i, j, k, u, v, c / q);
        }
    }

    private void accept(int i, int j, int k, double u, double v, double tau) {
        if (!(tau > 0) || found == MAX_SOLUTIONS) {
            return;
        }
        double ratioK = u + v * tau;
        if (!(ratioK > 0)) {
            return;
        }
        lambda[i] = 1;
        lambda[j] = tau;
        lambda[k] = ratioK;
        double span =
                lambda[1] * lambda[1]
                        + lambda[2] * lambda[2]
                        - 2 * cosine[2] * lambda[1] * lambda[2];
        if (!(span > 0)) {
            return;
        }
        double scale = Math.sqrt(squaredDistance[2] / span);
        for (int n = 0; n < 3; n++) {
            lambda[n] *= scale;
        }
        polish();
        writePose();
    }

    /// Gauss-Newton on the three laws of cosines.
    private void polish() {
        for (int step = 0; step < 3; step++) {
            double x = lambda[0];
            double y = lambda[1];
            double z = lambda[2];
            double r0 = x * x + y * y - 2 * cosine[0] * x * y - squaredDistance[0];
            double r1 = x * x + z * z - 2 * cosine[1] * x * z - squaredDistance[1];
            double r2 = y * y + z * z - 2 * cosine[2] * y * z - squaredDistance[2];
            double a = x - cosine[0] * y;
            double b = y - cosine[0] * x;
            double c = x - cosine[1] * z;
            double d = z - cosine[1] * x;
            double e = y - cosine[2] * z;
            double f = z - cosine[2] * y;
            // [a b 0; c 0 d; 0 e f] δ = r / 2
            double determinant = -a * d * e - b * c * f;
            if (determinant == 0) {
                return;
            }
            double h = 0.5 / determinant;
            lambda[0] -= h * (-d * e * r0 - b * f * r1 + b * d * r2);
            lambda[1] -= h * (-c * f * r0 + a * f * r1 - a * d * r2);
            lambda[2] -= h * (c * e * r0 - a * e * r1 - b * c * r2);
        }
    }

    /// The rotation that takes the triangle in the world to the triangle in the camera, both with orthonormal frames.
    private void writePose() {
        for (int n = 0; n < 3; n++) {
            if (!(lambda[n] > 0)) {
                return;
            }
        }
        frame(points, 1, 1, 1, world);
        frame(rays, lambda[0], lambda[1], lambda[2], inCamera);
        int o = 12 * found;
        for (int r = 0; r < 3; r++) {
            for (int c = 0; c < 3; c++) {
                poses[o + 3 * r + c] =
                        inCamera[r] * world[c]
                                + inCamera[3 + r] * world[3 + c]
                                + inCamera[6 + r] * world[6 + c];
            }
        }
        // Centre: x = Rᵀ (λ ray) + centre for each point; take the first.
        for (int c = 0; c < 3; c++) {
            poses[o + 9 + c] =
                    points[c]
                            - lambda[0]
                                    * (poses[o + c] * rays[0]
                                            + poses[o + 3 + c] * rays[1]
                                            + poses[o + 6 + c] * rays[2]);
        }
        found++;
    }

    /// The orthonormal frame (rows) of a triangle: first side, height, normal.
    private static void frame(double[] p, double s0, double s1, double s2, double[] f) {
        double ax = s1 * p[3] - s0 * p[0];
        double ay = s1 * p[4] - s0 * p[1];
        double az = s1 * p[5] - s0 * p[2];
        double bx = s2 * p[6] - s0 * p[0];
        double by = s2 * p[7] - s0 * p[1];
        double bz = s2 * p[8] - s0 * p[2];
        double length = Math.sqrt(ax * ax + ay * ay + az * az);
        f[0] = ax / length;
        f[1] = ay / length;
        f[2] = az / length;
        double nx = ay * bz - az * by;
        double ny = az * bx - ax * bz;
        double nz = ax * by - ay * bx;
        double normal = Math.sqrt(nx * nx + ny * ny + nz * nz);
        f[6] = nx / normal;
        f[7] = ny / normal;
        f[8] = nz / normal;
        f[3] = f[7] * f[2] - f[8] * f[1];
        f[4] = f[8] * f[0] - f[6] * f[2];
        f[5] = f[6] * f[1] - f[7] * f[0];
    }
}
