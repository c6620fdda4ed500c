package org.nadir.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.camera.Rotations;

/// Holds residuals against [Camera#project] and every derivative against central differences.
class ObservationModelTest {

    private static final double STEP = 1e-6;

    private static final Camera[] CAMERAS = {
        new Camera(
                LensModel.FISHEYE_OPENCV,
                "eye",
                4000,
                3000,
                0.8,
                0.81,
                0.003,
                -0.002,
                -0.05,
                0.02,
                -0.004,
                0,
                0,
                0.003),
        RandomProblem.CAMERAS[1]
    };

    private static final double[] MOTION = {0.3, -0.2, 0.1};

    /// One lens of each kind, and a shot that moves.
    private static BundleProblem problem(long seed) {
        BundleProblem problem = new RandomProblem(4, 20, 0.01, 3, seed, false).problem;
        problem.setLens(0, CAMERAS[0]);
        problem.setMotion(1, MOTION[0], MOTION[1], MOTION[2]);
        return problem;
    }

    @Test
    void residualIsTheMeasuredPixelMinusTheProjectedOne() {
        BundleProblem problem = problem(1);
        var model = new ObservationModel(problem);
        var inCamera = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < problem.points; p++) {
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                int shot = problem.observationShot[i];
                Camera camera = problem.camera(problem.lensOf[shot], CAMERAS[shot % 2]);
                double since = problem.observationV[i] / (double) camera.height() - 0.5;
                double moved = shot == 1 ? since : 0;
                problem.pose(shot)
                        .toCamera(
                                problem.point(p, 0) - moved * MOTION[0],
                                problem.point(p, 1) - moved * MOTION[1],
                                problem.point(p, 2) - moved * MOTION[2],
                                inCamera);
                camera.project(inCamera[0], inCamera[1], inCamera[2], pixel);
                model.residual(problem.state, p, i);
                assertThat(model.eu).isCloseTo(problem.observationU[i] - pixel[0], within(1e-9));
                assertThat(model.ev).isCloseTo(problem.observationV[i] - pixel[1], within(1e-9));
            }
        }
    }

    @Test
    void derivativesAgreeWithDifferences() {
        BundleProblem problem = problem(2);
        var model = new ObservationModel(problem);
        for (int p = 0; p < problem.points; p++) {
            for (int i = problem.observationStart[p]; i < problem.observationStart[p + 1]; i++) {
                int shot = problem.observationShot[i];
                int lens = problem.lensOf[shot];
                model.linearise(problem.state, p, i);
                double[] byShot = model.byShot.clone();
                double[] byPoint = model.byPoint.clone();
                double[] byLens = model.byLens.clone();
                for (int c = 0; c < 3; c++) {
                    check(problem, p, i, problem.state.point, 3 * p + c, byPoint, c, 3);
                    check(problem, p, i, problem.state.centre, 3 * shot + c, byShot, 3 + c, 6);
                    checkTurn(problem, p, i, shot, c, byShot);
                }
                for (int c = 0; c < Lens.COUNT; c++) {
                    check(
                            problem,
                            p,
                            i,
                            problem.state.lens,
                            lens * Lens.COUNT + c,
                            byLens,
                            c,
                            Lens.COUNT);
                }
            }
        }
    }

    private static void check(
            BundleProblem problem,
            int p,
            int i,
            double[] array,
            int at,
            double[] derivative,
            int column,
            int columns) {
        double kept = array[at];
        array[at] = kept + STEP;
        double[] up = predicted(problem, p, i);
        array[at] = kept - STEP;
        double[] down = predicted(problem, p, i);
        array[at] = kept;
        compare(up, down, derivative, column, columns);
    }

    private static void checkTurn(
            BundleProblem problem, int p, int i, int shot, int axis, double[] byShot) {
        double[] kept = problem.pose(shot).cameraFromWorld();
        turn(problem, shot, kept, axis, STEP);
        double[] up = predicted(problem, p, i);
        turn(problem, shot, kept, axis, -STEP);
        double[] down = predicted(problem, p, i);
        turn(problem, shot, kept, axis, 0);
        compare(up, down, byShot, axis, 6);
    }

    private static void turn(
            BundleProblem problem, int shot, double[] from, int axis, double angle) {
        double[] turn =
                Rotations.fromAxisAngle(
                        axis == 0 ? angle : 0, axis == 1 ? angle : 0, axis == 2 ? angle : 0);
        System.arraycopy(Rotations.multiply(turn, from), 0, problem.state.rotation, 9 * shot, 9);
    }

    private static double[] predicted(BundleProblem problem, int p, int i) {
        var model = new ObservationModel(problem);
        model.residual(problem.state, p, i);
        return new double[] {-model.eu, -model.ev};
    }

    /// Third derivatives of a pixel are below 1e6 here, so differences err by less than 1e6 · STEP² plus rounding
    /// (1e-12 · 4000 / STEP), 1e-5 of derivatives of hundreds and more.
    private static void compare(
            double[] up, double[] down, double[] derivative, int column, int columns) {
        for (int k = 0; k < 2; k++) {
            double difference = (up[k] - down[k]) / (2 * STEP);
            double analytic = derivative[k * columns + column];
            assertThat(analytic).isCloseTo(difference, within(1e-5 + 1e-6 * Math.abs(difference)));
        }
    }
}
