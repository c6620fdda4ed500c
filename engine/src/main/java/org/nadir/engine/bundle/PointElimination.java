package org.nadir.engine.bundle;

import java.util.Arrays;
import org.nadir.engine.work.Workers;

/// The part of the normal equations that belongs to the points, prepared for the Schur complement (Triggs et al. 2000,
/// section 6.1).
///
/// With `V` the 3x3 block of a point, `V = L Lᵀ`, and `W` the block between a shot (or lens) and the point, this keeps
/// `E = W L⁻ᵀ` and `y = L⁻¹ b`. The reduced system then takes `E Eᵀ` and `E y` away, and the point's own step is
/// `L⁻ᵀ (y − Σ Eᵀ δ)`. Points are independent, so they are shared out among threads; sums over points are made block by
/// block in fixed order.
final class PointElimination {

    private static final int BLOCK = 512;
    private static final int SHOT = 18;
    private static final int LENS = 3 * Lens.COUNT;
    private static final double LEAST = 1e-12;

    private final BundleProblem problem;
    private final BundleOptions options;
    private final int lensUnknowns;

    /// For each lens the numbers that vary.
    final int[][] free;

    /// For each observation `E` of its shot, 6x3.
    final double[] shotFactor;

    /// For each pair of point and lens `E` of the lens, 9x3.
    final double[] lensFactor;

    /// The pairs of point p are `lensStart[p] ..< lensStart[p + 1]`.
    final int[] lensStart;

    final int[] lensAt;

    /// Three numbers a point.
    final double[] y;

    private final double[] factor;

    PointElimination(BundleProblem problem, BundleOptions options) {
        this.problem = problem;
        this.options = options;
        this.lensUnknowns = problem.lenses * Lens.COUNT;
        shotFactor = new double[Math.multiplyExact(SHOT, problem.observationShot.length)];
        free = new int[problem.lenses][];
        for (int lens = 0; lens < problem.lenses; lens++) {
            free[lens] = problem.freeNumbers(lens);
        }
        lensStart = new int[problem.points + 1];
        lensAt = lensesOfPoints();
        lensFactor = new double[Math.multiplyExact(LENS, lensAt.length)];
        y = new double[3 * problem.points];
        factor = new double[6 * problem.points];
    }

    private int[] lensesOfPoints() {
        var found = new int[problem.observationShot.length];
        int count = 0;
        for (int p = 0; p < problem.points; p++) {
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                int lens = problem.lensOf[problem.observationShot[i]];
                int k = lensStart[p];
                while (k < count && found[k] != lens) {
                    k++;
                }
                if (k == count) {
                    found[count++] = lens;
                }
            }
            lensStart[p + 1] = count;
        }
        return Arrays.copyOf(found, count);
    }

    /// Fills all factors for the damping `lambda` and adds the lens block (`lensUnknowns` squared, full) and the lens side.
    void run(
            BundleState state,
            double lambda,
            Workers workers,
            double[] lensBlock,
            double[] lensDiagonal,
            double[] lensSide) {
        int blocks = (problem.points + BLOCK - 1) / BLOCK;
        int n = lensUnknowns;
        // Sums of a bounded number of chunks, so that many lenses do not need much memory.
        int chunks = Math.clamp(8_000_000L / Math.max(1, (long) n * n), 1, Math.max(1, blocks));
        var partial = new double[chunks][];
        workers.forEach(
                chunks,
                chunk -> {
                    var sums = new double[n * n + 2 * n];
                    var task = new Task(state, lambda, sums);
                    int from = (int) ((long) blocks * chunk / chunks) * BLOCK;
                    int to = (int) ((long) blocks * (chunk + 1) / chunks) * BLOCK;
                    for (int p = from; p < Math.min(to, problem.points); p++) {
                        task.eliminate(p);
                    }
                    partial[chunk] = sums;
                });
        for (double[] sums : partial) {
            for (int i = 0; i < n * n; i++) {
                lensBlock[i] += sums[i];
            }
            for (int i = 0; i < n; i++) {
                lensSide[i] += sums[n * n + i];
                lensDiagonal[i] += sums[n * n + n + i];
            }
        }
    }

    /// The step of point `p` for the given steps of shots and lenses, into `step[0 ..< 3]`.
    void backSubstitute(int p, double[] shotStep, double[] lensStep, double[] step) {
        double a = y[3 * p];
        double b = y[3 * p + 1];
        double c = y[3 * p + 2];
        for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
            int shot = problem.observationShot[i];
            if (problem.fixed[shot]) {
                continue;
            }
            for (int r = 0; r < 6; r++) {
                double d = shotStep[6 * shot + r];
                int e = SHOT * i + 3 * r;
                a -= shotFactor[e] * d;
                b -= shotFactor[e + 1] * d;
                c -= shotFactor[e + 2] * d;
            }
        }
        for (int k = lensStart[p]; k < lensStart[p + 1]; k++) {
            for (int r : free[lensAt[k]]) {
                double d = lensStep[lensAt[k] * Lens.COUNT + r];
                int e = LENS * k + 3 * r;
                a -= lensFactor[e] * d;
                b -= lensFactor[e + 1] * d;
                c -= lensFactor[e + 2] * d;
            }
        }
        int l = 6 * p;
        step[2] = c / factor[l + 5];
        step[1] = (b - factor[l + 4] * step[2]) / factor[l + 2];
        step[0] = (a - factor[l + 1] * step[1] - factor[l + 3] * step[2]) / factor[l];
    }

    /// Work of one thread.
    private final class Task {

        private final BundleState state;
        private final double lambda;
        private final double[] sums;
        private final ObservationModel model = new ObservationModel(problem);
        private final double[] v = new double[6];
        private final double[] b = new double[3];

        Task(BundleState state, double lambda, double[] sums) {
            this.state = state;
            this.lambda = lambda;
            this.sums = sums;
        }

        void eliminate(int p) {
            Arrays.fill(v, 0);
            Arrays.fill(b, 0);
            for (int k = lensStart[p] * LENS; k < lensStart[p + 1] * LENS; k++) {
                lensFactor[k] = 0;
            }
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                if (model.linearise(state, p, i)) {
                    addObservation(p, i, Weighting.weight(problem, options, p, i, model.squared));
                } else {
                    Arrays.fill(shotFactor, SHOT * i, SHOT * i + SHOT, 0);
                }
            }
            addControl(p);
            factorise(p);
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                if (!problem.fixed[problem.observationShot[i]]) {
                    divide(shotFactor, SHOT * i, 6, p);
                }
            }
            for (int k = lensStart[p]; k < lensStart[p + 1]; k++) {
                if (free[lensAt[k]].length > 0) {
                    divide(lensFactor, LENS * k, Lens.COUNT, p);
                }
            }
            takeFromLenses(p);
        }

        private void addObservation(int p, int i, double w) {
            double[] j = model.byPoint;
            double a0 = w * j[0];
            double a1 = w * j[1];
            double a2 = w * j[2];
            double c0 = w * j[3];
            double c1 = w * j[4];
            double c2 = w * j[5];
            v[0] += a0 * j[0] + c0 * j[3];
            v[1] += a1 * j[0] + c1 * j[3];
            v[2] += a1 * j[1] + c1 * j[4];
            v[3] += a2 * j[0] + c2 * j[3];
            v[4] += a2 * j[1] + c2 * j[4];
            v[5] += a2 * j[2] + c2 * j[5];
            b[0] += a0 * model.eu + c0 * model.ev;
            b[1] += a1 * model.eu + c1 * model.ev;
            b[2] += a2 * model.eu + c2 * model.ev;
            int shot = problem.observationShot[i];
            if (!problem.fixed[shot]) {
                double[] s = model.byShot;
                for (int r = 0; r < 6; r++) {
                    int e = SHOT * i + 3 * r;
                    shotFactor[e] = s[r] * a0 + s[6 + r] * c0;
                    shotFactor[e + 1] = s[r] * a1 + s[6 + r] * c1;
                    shotFactor[e + 2] = s[r] * a2 + s[6 + r] * c2;
                }
            }
            addLens(p, problem.lensOf[shot], w, a0, a1, a2, c0, c1, c2);
        }

        private void addLens(
                int p,
                int lens,
                double w,
                double a0,
                double a1,
                double a2,
                double c0,
                double c1,
                double c2) {
            int k = lensStart[p];
            while (lensAt[k] != lens) {
                k++;
            }
            double[] j = model.byLens;
            int n = lensUnknowns;
            int at = lens * Lens.COUNT;
            int[] numbers = free[lens];
            for (int x = 0; x < numbers.length; x++) {
                int r = numbers[x];
                double ju = j[r];
                double jv = j[Lens.COUNT + r];
                int e = LENS * k + 3 * r;
                lensFactor[e] += ju * a0 + jv * c0;
                lensFactor[e + 1] += ju * a1 + jv * c1;
                lensFactor[e + 2] += ju * a2 + jv * c2;
                sums[n * n + at + r] += w * (ju * model.eu + jv * model.ev);
                sums[n * n + n + at + r] += w * (ju * ju + jv * jv);
                int row = (at + r) * n + at;
                for (int y = 0; y <= x; y++) {
                    int c = numbers[y];
                    sums[row + c] += w * (ju * j[c] + jv * j[Lens.COUNT + c]);
                }
            }
        }

        private void addControl(int p) {
            int c = p - (problem.points - problem.controlPoints);
            if (c < 0) {
                return;
            }
            double h = 1 / (problem.controlHorizontalSd[c] * problem.controlHorizontalSd[c]);
            double z = 1 / (problem.controlVerticalSd[c] * problem.controlVerticalSd[c]);
            v[0] += h;
            v[2] += h;
            v[5] += z;
            b[0] += h * (problem.control[3 * c] - state.point[3 * p]);
            b[1] += h * (problem.control[3 * c + 1] - state.point[3 * p + 1]);
            b[2] += z * (problem.control[3 * c + 2] - state.point[3 * p + 2]);
        }

        /// Cholesky factor of the damped block, rows (0), (1, 2), (3, 4, 5), and `y`.
        private void factorise(int p) {
            int l = 6 * p;
            double grow = 1 + lambda;
            double trace = v[0] + v[2] + v[5];
            double floor = LEAST * (trace + 1);
            factor[l] = Math.sqrt(Math.max(floor, v[0] * grow));
            factor[l + 1] = v[1] / factor[l];
            factor[l + 2] = Math.sqrt(Math.max(floor, v[2] * grow - factor[l + 1] * factor[l + 1]));
            factor[l + 3] = v[3] / factor[l];
            factor[l + 4] = (v[4] - factor[l + 3] * factor[l + 1]) / factor[l + 2];
            factor[l + 5] =
                    Math.sqrt(
                            Math.max(
                                    floor,
                                    v[5] * grow
                                            - factor[l + 3] * factor[l + 3]
                                            - factor[l + 4] * factor[l + 4]));
            y[3 * p] = b[0] / factor[l];
            y[3 * p + 1] = (b[1] - factor[l + 1] * y[3 * p]) / factor[l + 2];
            y[3 * p + 2] =
                    (b[2] - factor[l + 3] * y[3 * p] - factor[l + 4] * y[3 * p + 1])
                            / factor[l + 5];
        }

        /// `W ← W L⁻ᵀ`, row by row.
        private void divide(double[] w, int at, int rows, int p) {
            int l = 6 * p;
            double i0 = 1 / factor[l];
            double i2 = 1 / factor[l + 2];
            double i5 = 1 / factor[l + 5];
            double l1 = factor[l + 1];
            double l3 = factor[l + 3];
            double l4 = factor[l + 4];
            for (int e = at; e < at + 3 * rows; e += 3) {
                double a = w[e] * i0;
                double c = (w[e + 1] - l1 * a) * i2;
                w[e] = a;
                w[e + 1] = c;
                w[e + 2] = (w[e + 2] - l3 * a - l4 * c) * i5;
            }
        }

        private void takeFromLenses(int p) {
            int n = lensUnknowns;
            for (int k = lensStart[p]; k < lensStart[p + 1]; k++) {
                int row = lensAt[k] * Lens.COUNT;
                for (int r : free[lensAt[k]]) {
                    int e = LENS * k + 3 * r;
                    double a = lensFactor[e];
                    double c = lensFactor[e + 1];
                    double d = lensFactor[e + 2];
                    sums[n * n + row + r] -= a * y[3 * p] + c * y[3 * p + 1] + d * y[3 * p + 2];
                    for (int m = lensStart[p]; m < lensStart[p + 1]; m++) {
                        int column = lensAt[m] * Lens.COUNT;
                        for (int q : free[lensAt[m]]) {
                            if (column + q > row + r) {
                                break;
                            }
                            int f = LENS * m + 3 * q;
                            sums[(row + r) * n + column + q] -=
                                    a * lensFactor[f]
                                            + c * lensFactor[f + 1]
                                            + d * lensFactor[f + 2];
                        }
                    }
                }
            }
        }
    }
}
