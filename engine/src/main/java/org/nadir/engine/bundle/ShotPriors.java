package org.nadir.engine.bundle;

import org.nadir.engine.camera.Rotations;

/// Prior knowledge of single shots: measured position, measured attitude, looking down. Adds to a shot's 6x6 block (turn,
/// then centre) and to its side. One instance a thread.
final class ShotPriors {

    /// Robust scale, in standard deviations, of measured positions and attitudes.
    private static final double SCALE = 1.5;

    private final BundleProblem problem;
    private final double[] residual = new double[3];
    private final double[] relative = new double[9];

    ShotPriors(BundleProblem problem) {
        this.problem = problem;
    }

    /// Adds weight and side of all priors of `shot` to `block` (6x6, lower triangle) and `side` (6).
    void add(BundleState state, int shot, double[] block, double[] side) {
        if (problem.gpsHorizontalSd[shot] > 0) {
            positionResidual(state, shot);
            double h = horizontalWeight(shot);
            double v = verticalWeight(shot);
            block[21] += h;
            block[28] += h;
            block[35] += v;
            side[3] += h * residual[0];
            side[4] += h * residual[1];
            side[5] += v * residual[2];
        }
        if (problem.attitudeSd[shot] > 0) {
            attitudeResidual(state, shot);
            double w = attitudeWeight(shot);
            block[0] += w;
            block[7] += w;
            block[14] += w;
            side[0] += w * residual[0];
            side[1] += w * residual[1];
            side[2] += w * residual[2];
        }
        if (problem.downSd[shot] > 0) {
            addDown(state.rotation, shot, block, side);
        }
    }

    /// Half the weighted loss of all priors of `shot`.
    double cost(BundleState state, int shot) {
        double cost = 0;
        if (problem.gpsHorizontalSd[shot] > 0) {
            positionResidual(state, shot);
            cost += 0.5 * Loss.SOFT_L1.of(squaredHorizontal(shot), SCALE * SCALE);
            cost += 0.5 * Loss.SOFT_L1.of(squaredVertical(shot), SCALE * SCALE);
        }
        if (problem.attitudeSd[shot] > 0) {
            attitudeResidual(state, shot);
            cost += 0.5 * Loss.SOFT_L1.of(squaredAttitude(shot), SCALE * SCALE);
        }
        if (problem.downSd[shot] > 0) {
            cost += 0.5 * Loss.SOFT_L1.of(squaredDown(state.rotation, shot), SCALE * SCALE);
        }
        return cost;
    }

    private void positionResidual(BundleState state, int shot) {
        for (int c = 0; c < 3; c++) {
            residual[c] = problem.gps[3 * shot + c] - state.centre[3 * shot + c];
        }
    }

    private double squaredHorizontal(int shot) {
        double sd = problem.gpsHorizontalSd[shot];
        return (residual[0] * residual[0] + residual[1] * residual[1]) / (sd * sd);
    }

    private double squaredVertical(int shot) {
        double sd = problem.gpsVerticalSd[shot];
        return residual[2] * residual[2] / (sd * sd);
    }

    private double horizontalWeight(int shot) {
        double sd = problem.gpsHorizontalSd[shot];
        return Loss.SOFT_L1.weight(squaredHorizontal(shot), SCALE * SCALE) / (sd * sd);
    }

    private double verticalWeight(int shot) {
        double sd = problem.gpsVerticalSd[shot];
        return Loss.SOFT_L1.weight(squaredVertical(shot), SCALE * SCALE) / (sd * sd);
    }

    /// The left turn that takes the present rotation to the measured one. Its derivative by the turn of the shot is taken as
    /// minus one, which holds near the solution.
    private void attitudeResidual(BundleState state, int shot) {
        double[] r = state.rotation;
        double[] m = problem.attitude;
        int o = 9 * shot;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                relative[3 * i + j] =
                        m[o + 3 * i] * r[o + 3 * j]
                                + m[o + 3 * i + 1] * r[o + 3 * j + 1]
                                + m[o + 3 * i + 2] * r[o + 3 * j + 2];
            }
        }
        double[] turn = Rotations.toAxisAngle(relative);
        System.arraycopy(turn, 0, residual, 0, 3);
    }

    private double squaredAttitude(int shot) {
        double sd = problem.attitudeSd[shot];
        double sum = 0;
        for (double r : residual) {
            sum += r * r;
        }
        return sum / (sd * sd);
    }

    private double attitudeWeight(int shot) {
        double sd = problem.attitudeSd[shot];
        return Loss.SOFT_L1.weight(squaredAttitude(shot), SCALE * SCALE) / (sd * sd);
    }

    /// Writes the horizontal part of the believed downward direction in the world, Rᵀ d, into `residual`.
    private void downResidual(double[] r, int shot) {
        for (int c = 0; c < 2; c++) {
            residual[c] = 0;
            for (int k = 0; k < 3; k++) {
                residual[c] += r[9 * shot + 3 * k + c] * problem.down[3 * shot + k];
            }
        }
    }

    private double squaredDown(double[] r, int shot) {
        downResidual(r, shot);
        double sd = problem.downSd[shot];
        return (residual[0] * residual[0] + residual[1] * residual[1]) / (sd * sd);
    }

    /// The horizontal part shall vanish.
    private void addDown(double[] r, int shot, double[] block, double[] side) {
        double sd = problem.downSd[shot];
        double w = Loss.SOFT_L1.weight(squaredDown(r, shot), SCALE * SCALE) / (sd * sd);
        double dx = problem.down[3 * shot];
        double dy = problem.down[3 * shot + 1];
        double dz = problem.down[3 * shot + 2];
        for (int c = 0; c < 2; c++) {
            double r0 = r[9 * shot + c];
            double r1 = r[9 * shot + 3 + c];
            double r2 = r[9 * shot + 6 + c];
            // A turn ω makes of Rᵀ d: Rᵀ (d − ω × d).
            double byX = r1 * dz - r2 * dy;
            double byY = r2 * dx - r0 * dz;
            double byZ = r0 * dy - r1 * dx;
            double e = -residual[c];
            block[0] += w * byX * byX;
            block[6] += w * byX * byY;
            block[7] += w * byY * byY;
            block[12] += w * byX * byZ;
            block[13] += w * byY * byZ;
            block[14] += w * byZ * byZ;
            side[0] += w * byX * e;
            side[1] += w * byY * e;
            side[2] += w * byZ * e;
        }
    }
}
