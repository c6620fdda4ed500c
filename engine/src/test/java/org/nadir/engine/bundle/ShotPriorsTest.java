package org.nadir.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

/// Holds the gradients of priors against differences of their cost.
class ShotPriorsTest {

    @Test
    void gradientsAgreeWithDifferences() {
        gradientsAgree(new double[] {0, 0, 1});
    }

    @Test
    void gradientsOfADirectionAsideAgreeWithDifferences() {
        gradientsAgree(new double[] {0.06, -0.09, Math.sqrt(1 - 0.0036 - 0.0081)});
    }

    private static void gradientsAgree(double[] towardsGround) {
        var problem = new BundleProblem(1, 1, 0, 0, 0);
        double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        double[] r = Rotations.multiply(Rotations.fromAxisAngle(0.02, -0.01, 0.7), down);
        double[] measured = Rotations.multiply(Rotations.fromAxisAngle(1e-3, 2e-3, -1e-3), r);
        problem.setShot(0, 0, new Pose(r, new double[] {1, 2, 3}), false);
        problem.setGps(0, 1.5, 1.2, 5, 0.4, 0.9);
        problem.setAttitude(0, measured, 0.003);
        problem.setDown(0, towardsGround[0], towardsGround[1], towardsGround[2], 0.05);
        var priors = new ShotPriors(problem);
        var side = new double[6];
        priors.add(problem.state, 0, new double[36], side);
        double step = 1e-6;
        for (int k = 0; k < 6; k++) {
            double up = moved(problem, priors, r, k, step);
            double low = moved(problem, priors, r, k, -step);
            // The attitude's derivative is taken as minus one, good to half its residual of 2e-3.
            assertThat(-side[k])
                    .isCloseTo((up - low) / (2 * step), within(2e-3 * Math.abs(side[k]) + 0.5));
            assertThat(Math.abs(side[k])).isGreaterThan(0.8);
        }
    }

    private static double moved(
            BundleProblem problem, ShotPriors priors, double[] r, int k, double step) {
        double[] turn =
                Rotations.fromAxisAngle(k == 0 ? step : 0, k == 1 ? step : 0, k == 2 ? step : 0);
        double[] centre = {1, 2, 3};
        if (k >= 3) {
            centre[k - 3] += step;
        }
        problem.setShot(0, 0, new Pose(Rotations.multiply(turn, r), centre), false);
        double cost = priors.cost(problem.state, 0);
        problem.setShot(0, 0, new Pose(r, new double[] {1, 2, 3}), false);
        return cost;
    }
}
