package org.nadir.engine.bundle;

/// The damped normal equations with all unknowns, built without any elimination and solved by Gauss with pivots: the slow
/// witness of the reduced system. Unknowns: shots (6 each), lenses (9 each), points (3 each); fixed ones get step 0.
final class FullNormalEquations {

    private FullNormalEquations() {}

    static double[] step(BundleProblem problem, BundleOptions options, double lambda) {
        int n = 6 * problem.shots + Lens.COUNT * problem.lenses + 3 * problem.points;
        var h = new double[n][n];
        var b = new double[n];
        build(problem, options, lambda, h, b);
        return solve(h, b);
    }

    /// One column of the inverse of the undamped matrix.
    static double[] inverseColumn(BundleProblem problem, BundleOptions options, int column) {
        int n = 6 * problem.shots + Lens.COUNT * problem.lenses + 3 * problem.points;
        var h = new double[n][n];
        build(problem, options, 0, h, new double[n]);
        var unit = new double[n];
        unit[column] = 1;
        return solve(h, unit);
    }

    private static void build(
            BundleProblem problem, BundleOptions options, double lambda, double[][] h, double[] b) {
        int lensFrom = 6 * problem.shots;
        int pointFrom = lensFrom + Lens.COUNT * problem.lenses;
        int n = pointFrom + 3 * problem.points;
        var model = new ObservationModel(problem);
        for (int p = 0; p < problem.points; p++) {
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                model.linearise(problem.state, p, i);
                int shot = problem.observationShot[i];
                int lens = problem.lensOf[shot];
                double w = Weighting.weight(problem, options, p, i, model.squared);
                for (int k = 0; k < 2; k++) {
                    var row = new double[n];
                    System.arraycopy(model.byShot, 6 * k, row, 6 * shot, 6);
                    System.arraycopy(
                            model.byLens,
                            Lens.COUNT * k,
                            row,
                            lensFrom + Lens.COUNT * lens,
                            Lens.COUNT);
                    System.arraycopy(model.byPoint, 3 * k, row, pointFrom + 3 * p, 3);
                    double e = k == 0 ? model.eu : model.ev;
                    for (int r = 0; r < n; r++) {
                        b[r] += w * row[r] * e;
                        for (int c = 0; c < n; c++) {
                            h[r][c] += w * row[r] * row[c];
                        }
                    }
                }
            }
        }
        addPriors(problem, h, b, lensFrom);
        for (int r = 0; r < n; r++) {
            h[r][r] *= 1 + lambda;
        }
        for (int r = 0; r < pointFrom; r++) {
            boolean free = r < lensFrom ? !problem.fixed[r / 6] : problem.lensFree[r - lensFrom];
            if (!free) {
                for (int c = 0; c < n; c++) {
                    h[r][c] = 0;
                    h[c][r] = 0;
                }
                h[r][r] = 1;
                b[r] = 0;
            }
        }
    }

    private static void addPriors(BundleProblem problem, double[][] h, double[] b, int lensFrom) {
        var priors = new ShotPriors(problem);
        for (int s = 0; s < problem.shots; s++) {
            var block = new double[36];
            var side = new double[6];
            priors.add(problem.state, s, block, side);
            for (int r = 0; r < 6; r++) {
                b[6 * s + r] += side[r];
                for (int c = 0; c < 6; c++) {
                    h[6 * s + r][6 * s + c] += block[r > c ? 6 * r + c : 6 * c + r];
                }
            }
        }
        for (int k = 0; k < problem.lensPriorSd.length; k++) {
            if (problem.lensPriorSd[k] > 0) {
                double sd = problem.lensPriorSd[k];
                double off = (problem.state.lens[k] - problem.lensPrior[k]) / sd;
                // Cauchy's loss with a scale of two standard deviations for focal lengths.
                double robust = k % Lens.COUNT == Lens.FOCAL ? 1 / (1 + off * off / 4) : 1;
                double w = robust / (sd * sd);
                h[lensFrom + k][lensFrom + k] += w;
                b[lensFrom + k] += w * (problem.lensPrior[k] - problem.state.lens[k]);
            }
        }
    }

    private static double[] solve(double[][] h, double[] b) {
        int n = b.length;
        for (int k = 0; k < n; k++) {
            int pivot = k;
            for (int r = k + 1; r < n; r++) {
                pivot = Math.abs(h[r][k]) > Math.abs(h[pivot][k]) ? r : pivot;
            }
            double[] row = h[k];
            h[k] = h[pivot];
            h[pivot] = row;
            double value = b[k];
            b[k] = b[pivot];
            b[pivot] = value;
            for (int r = k + 1; r < n; r++) {
                double factor = h[r][k] / h[k][k];
                for (int c = k; c < n && factor != 0; c++) {
                    h[r][c] -= factor * h[k][c];
                }
                b[r] -= factor * b[k];
            }
        }
        for (int k = n - 1; k >= 0; k--) {
            for (int c = k + 1; c < n; c++) {
                b[k] -= h[k][c] * b[c];
            }
            b[k] /= h[k][k];
        }
        return b;
    }
}
