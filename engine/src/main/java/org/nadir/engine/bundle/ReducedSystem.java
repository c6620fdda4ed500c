package org.nadir.engine.bundle;

import java.util.Arrays;
import org.nadir.engine.math.EnvelopeCholesky;
import org.nadir.engine.work.Workers;

/// The normal equations of shots and lenses after the points are eliminated. Each free shot has six rows, in the order of
/// [ShotOrdering]; each lens nine rows at the end. Rows of one shot are summed by one thread in the order of its
/// observations, so the result does not depend on the number of threads.
final class ReducedSystem {

    private static final int SHOT = 18;
    private static final int LENS = 3 * Lens.COUNT;

    private final BundleProblem problem;
    private final BundleOptions options;
    private final PointElimination elimination;
    private final ShotOrdering order;
    private final EnvelopeCholesky matrix;
    private final int shotRows;
    private final double[] side;
    private final int[] observationsOfShot;
    private final int[] shotStart;
    private final int[] pointOf;

    ReducedSystem(BundleProblem problem, BundleOptions options) {
        this.problem = problem;
        this.options = options;
        this.elimination = new PointElimination(problem, options);
        this.order = ShotOrdering.of(problem);
        this.shotRows = 6 * order.count();
        this.matrix = new EnvelopeCholesky(envelope());
        this.side = new double[matrix.size()];
        this.pointOf = new int[problem.observationShot.length];
        this.shotStart = new int[problem.shots + 1];
        this.observationsOfShot = groupByShot();
    }

    private int[] envelope() {
        var first = new int[2 * order.count() + 3 * problem.lenses];
        for (int place = 0; place < order.count(); place++) {
            first[2 * place] = 6 * order.first(place);
            first[2 * place + 1] = 6 * order.first(place);
        }
        return first;
    }

    private int[] groupByShot() {
        for (int shot : problem.observationShot) {
            shotStart[shot + 1]++;
        }
        for (int s = 0; s < problem.shots; s++) {
            shotStart[s + 1] += shotStart[s];
        }
        int[] next = shotStart.clone();
        var grouped = new int[problem.observationShot.length];
        for (int p = 0; p < problem.points; p++) {
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                pointOf[i] = p;
                grouped[next[problem.observationShot[i]]++] = i;
            }
        }
        return grouped;
    }

    /// Builds and solves the system for the damping `lambda`. Writes the steps of shots (six numbers each: turn, centre) and
    /// of lenses (nine each). False when the system is not positive definite.
    boolean solve(
            BundleState state,
            double lambda,
            Workers workers,
            double[] shotStep,
            double[] lensStep) {
        matrix.clear();
        int lensRows = problem.lenses * Lens.COUNT;
        var lensBlock = new double[lensRows * lensRows];
        var lensDiagonal = new double[lensRows];
        var lensSide = new double[lensRows];
        elimination.run(state, lambda, workers, lensBlock, lensDiagonal, lensSide);
        workers.forEach(
                problem.shots,
                shot -> {
                    if (!problem.fixed[shot]) {
                        new Row(state, lambda, shot).sum(shot);
                    }
                });
        putLenses(state, lambda, lensBlock, lensDiagonal, lensSide);
        if (!matrix.factor(workers)) {
            return false;
        }
        matrix.solve(side);
        for (int shot = 0; shot < problem.shots; shot++) {
            if (!problem.fixed[shot]) {
                System.arraycopy(side, 6 * order.position(shot), shotStep, 6 * shot, 6);
            }
        }
        System.arraycopy(side, shotRows, lensStep, 0, lensRows);
        return true;
    }

    /// The step of a point that belongs to the last [#solve].
    void pointStep(int p, double[] shotStep, double[] lensStep, double[] step) {
        elimination.backSubstitute(p, shotStep, lensStep, step);
    }

    /// The block of the inverse that belongs to the centre of a free shot, after a [#solve] without damping: its covariance
    /// as xx, xy, xz, yy, yz, zz. With `M = L Lᵀ` the entry (a, b) of `M⁻¹` is the product of the columns a and b of `L⁻¹`.
    double[] centreCovariance(int shot) {
        int row = 6 * order.position(shot) + 3;
        var columns = new double[3][matrix.size()];
        for (int a = 0; a < 3; a++) {
            columns[a][row + a] = 1;
            matrix.solveLower(columns[a], row + a);
        }
        var covariance = new double[6];
        for (int k = row; k < matrix.size(); k++) {
            double x = columns[0][k];
            double y = columns[1][k];
            double z = columns[2][k];
            covariance[0] += x * x;
            covariance[1] += x * y;
            covariance[2] += x * z;
            covariance[3] += y * y;
            covariance[4] += y * z;
            covariance[5] += z * z;
        }
        return covariance;
    }

    private void putLenses(
            BundleState state,
            double lambda,
            double[] block,
            double[] diagonal,
            double[] lensSide) {
        int n = problem.lenses * Lens.COUNT;
        double[] values = matrix.values();
        for (int r = 0; r < n; r++) {
            int row = matrix.index(shotRows + r, 0);
            if (!problem.lensFree[r]) {
                Arrays.fill(values, row, row + shotRows + r, 0);
                values[row + shotRows + r] = 1;
                side[shotRows + r] = 0;
                continue;
            }
            System.arraycopy(block, r * n, values, row + shotRows, r + 1);
            double prior = LensPrior.weight(problem, state, r);
            values[row + shotRows + r] += prior + lambda * (diagonal[r] + prior) + 1e-12;
            side[shotRows + r] = lensSide[r] + prior * (problem.lensPrior[r] - state.lens[r]);
        }
    }

    /// The six rows of one shot and its column in the rows of the lenses.
    private final class Row {

        private final BundleState state;
        private final double lambda;
        private final ObservationModel model = new ObservationModel(problem);
        private final double[] block = new double[36];
        private final double[] diagonal = new double[6];
        private final double[] b = new double[6];
        private final double[] byLens = new double[6 * Lens.COUNT * problem.lenses];
        private final int place;
        private final int first;
        private final double[] others;

        Row(BundleState state, double lambda, int shot) {
            this.state = state;
            this.lambda = lambda;
            this.place = order.position(shot);
            this.first = order.first(place);
            this.others = new double[36 * (place - first)];
        }

        void sum(int shot) {
            for (int k = shotStart[shot]; k < shotStart[shot + 1]; k++) {
                int i = observationsOfShot[k];
                int p = pointOf[i];
                if (!model.linearise(state, p, i)) {
                    continue;
                }
                double w = Weighting.weight(problem, options, p, i, model.squared);
                addObservation(w);
                addLens(problem.lensOf[shot], w);
            }
            new ShotPriors(problem).add(state, shot, block, b);
            for (int r = 0; r < 6; r++) {
                diagonal[r] = block[7 * r];
            }
            for (int k = shotStart[shot]; k < shotStart[shot + 1]; k++) {
                takePoint(observationsOfShot[k]);
            }
            finish();
        }

        private void addObservation(double w) {
            double[] j = model.byShot;
            for (int r = 0; r < 6; r++) {
                double u = w * j[r];
                double v = w * j[6 + r];
                b[r] += u * model.eu + v * model.ev;
                for (int c = 0; c <= r; c++) {
                    block[6 * r + c] += u * j[c] + v * j[6 + c];
                }
            }
        }

        private void addLens(int lens, double w) {
            double[] s = model.byShot;
            double[] l = model.byLens;
            int at = 6 * Lens.COUNT * lens;
            for (int q : elimination.free[lens]) {
                double u = w * l[q];
                double v = w * l[Lens.COUNT + q];
                for (int r = 0; r < 6; r++) {
                    byLens[at + 6 * q + r] += u * s[r] + v * s[6 + r];
                }
            }
        }

        /// Takes away what the point of observation `i` explains.
        private void takePoint(int i) {
            int p = pointOf[i];
            double[] e = elimination.shotFactor;
            double[] y = elimination.y;
            int a = SHOT * i;
            for (int r = 0; r < 6; r++) {
                b[r] -=
                        e[a + 3 * r] * y[3 * p]
                                + e[a + 3 * r + 1] * y[3 * p + 1]
                                + e[a + 3 * r + 2] * y[3 * p + 2];
            }
            for (int m = elimination.lensStart[p]; m < elimination.lensStart[p + 1]; m++) {
                takeLens(a, LENS * m, elimination.lensAt[m]);
            }
            for (int j = problem.observationStart[p]; j < problem.observationStart[p + 1]; j++) {
                int other = order.position(problem.observationShot[j]);
                if (other == place) {
                    takeOwn(a, SHOT * j);
                } else if (other >= 0 && other < place) {
                    takeShot(a, SHOT * j, 36 * (other - first));
                }
            }
        }

        private void takeLens(int a, int f, int lens) {
            double[] e = elimination.shotFactor;
            double[] g = elimination.lensFactor;
            int at = 6 * Lens.COUNT * lens;
            for (int q : elimination.free[lens]) {
                double g0 = g[f + 3 * q];
                double g1 = g[f + 3 * q + 1];
                double g2 = g[f + 3 * q + 2];
                for (int r = 0; r < 6; r++) {
                    byLens[at + 6 * q + r] -=
                            e[a + 3 * r] * g0 + e[a + 3 * r + 1] * g1 + e[a + 3 * r + 2] * g2;
                }
            }
        }

        private void takeOwn(int a, int c) {
            double[] e = elimination.shotFactor;
            for (int r = 0; r < 6; r++) {
                double e0 = e[a + 3 * r];
                double e1 = e[a + 3 * r + 1];
                double e2 = e[a + 3 * r + 2];
                for (int q = 0; q <= r; q++) {
                    block[6 * r + q] -=
                            e0 * e[c + 3 * q] + e1 * e[c + 3 * q + 1] + e2 * e[c + 3 * q + 2];
                }
            }
        }

        /// Blocks with earlier shots are summed in a row of 6x6 tiles of its own: memory that is near, and no index sums.
        private void takeShot(int a, int c, int at) {
            double[] e = elimination.shotFactor;
            double[] sums = others;
            double c00 = e[c];
            double c01 = e[c + 1];
            double c02 = e[c + 2];
            double c10 = e[c + 3];
            double c11 = e[c + 4];
            double c12 = e[c + 5];
            double c20 = e[c + 6];
            double c21 = e[c + 7];
            double c22 = e[c + 8];
            double c30 = e[c + 9];
            double c31 = e[c + 10];
            double c32 = e[c + 11];
            double c40 = e[c + 12];
            double c41 = e[c + 13];
            double c42 = e[c + 14];
            double c50 = e[c + 15];
            double c51 = e[c + 16];
            double c52 = e[c + 17];
            for (int r = 0; r < 6; r++) {
                double e0 = e[a + 3 * r];
                double e1 = e[a + 3 * r + 1];
                double e2 = e[a + 3 * r + 2];
                int k = at + 6 * r;
                sums[k] -= e0 * c00 + e1 * c01 + e2 * c02;
                sums[k + 1] -= e0 * c10 + e1 * c11 + e2 * c12;
                sums[k + 2] -= e0 * c20 + e1 * c21 + e2 * c22;
                sums[k + 3] -= e0 * c30 + e1 * c31 + e2 * c32;
                sums[k + 4] -= e0 * c40 + e1 * c41 + e2 * c42;
                sums[k + 5] -= e0 * c50 + e1 * c51 + e2 * c52;
            }
        }

        private void finish() {
            double[] values = matrix.values();
            for (int r = 0; r < 6; r++) {
                int row = 6 * place + r;
                int at = matrix.index(row, 6 * first);
                for (int other = 0; other < place - first; other++) {
                    System.arraycopy(others, 36 * other + 6 * r, values, at + 6 * other, 6);
                }
                at += 6 * (place - first);
                for (int c = 0; c <= r; c++) {
                    values[at + c] += block[6 * r + c];
                }
                values[at + r] += lambda * diagonal[r] + 1e-12;
                side[row] = b[r];
            }
            for (int q = 0; q < Lens.COUNT * problem.lenses; q++) {
                int at = matrix.index(shotRows + q, 6 * place);
                System.arraycopy(byLens, 6 * q, values, at, 6);
            }
        }
    }
}
