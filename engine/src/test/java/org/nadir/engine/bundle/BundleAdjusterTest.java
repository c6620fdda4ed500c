package org.nadir.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds the adjustment against known truth, and one linear step against the full normal equations solved by elimination.
class BundleAdjusterTest {

    private static final BundleOptions OPTIONS =
            new BundleOptions(50, 1e-12, Loss.SQUARED, 1, 1, 1e-4);

    @Test
    void findsTheTruthFromExactPixels() {
        var truth = new RandomProblem(6, 80, 0.02, 0, 5, false);
        BundleProblem problem = truth.problem;
        fix(problem, truth, 0);
        fix(problem, truth, 1);
        freeLenses(problem, 0);
        try (var workers = new Workers(2)) {
            BundleAdjuster.adjust(problem, OPTIONS, Work.silent(workers));
        }
        // Pixels are held as floats: 4000 / 2^24 = 0.0002 px, at 3,000 px focal length and distance
        // 10 below 1e-5.
        for (int i = 0; i < truth.truePoint.length; i++) {
            assertThat(problem.state.point[i]).isCloseTo(truth.truePoint[i], within(1e-5));
        }
        for (int s = 0; s < problem.shots; s++) {
            for (int c = 0; c < 3; c++) {
                assertThat(problem.pose(s).centreInWorld()[c])
                        .isCloseTo(truth.truePose[s].centreInWorld()[c], within(2e-5));
            }
        }
        assertThat(problem.state.lens[Lens.FOCAL])
                .isCloseTo(RandomProblem.CAMERAS[0].focalX(), within(1e-6));
    }

    /// Two fixed shots see a point, each twice: 3 px to the right of where it is with standard deviation 1, and 3 px to the left
    /// with 2. The weighted mean lies (3 − 3/4) / (1 + 1/4) = 1.8 px to the right.
    @Test
    void observationsCountByTheirStandardDeviation() {
        var camera = Camera.perspective("lens", 4000, 3000, 0.75);
        double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        var problem = new BundleProblem(2, 1, 1, 0, 4);
        problem.setLens(0, camera);
        for (int s = 0; s < 2; s++) {
            double[] centre = {4 * s - 2, 0, 10};
            problem.setShot(s, 0, new Pose(down, centre), true);
        }
        problem.addPoint(0.1, 0.1, 0.1);
        for (int s = 0; s < 2; s++) {
            // The origin, 10 below and 2 aside, at a focal length of 3,000 px.
            double u = 2000 + 600 * (s == 0 ? 1 : -1);
            problem.addObservation(s, u + 3, 1500, 1);
            problem.addObservation(s, u - 3, 1500, 2);
        }
        try (var workers = new Workers(1)) {
            BundleAdjuster.adjust(problem, OPTIONS, Work.silent(workers));
        }
        assertThat(problem.point(0, 0)).isCloseTo(1.8 * 10 / 3000, within(1e-6));
        assertThat(problem.point(0, 1)).isCloseTo(0, within(1e-6));
        assertThat(problem.point(0, 2)).isCloseTo(0, within(1e-5));
    }

    @Test
    void aStepSolvesTheFullNormalEquations() {
        var truth = new RandomProblem(5, 12, 0.005, 1, 6, false);
        BundleProblem problem = truth.problem;
        problem.setShot(0, 0, problem.pose(0), true);
        // Some numbers of one lens, all of the other.
        for (int number : new int[] {Lens.FOCAL, Lens.K1, Lens.P1}) {
            problem.freeLens(0, number, problem.state.lens[number] + 1e-3, 0.01);
        }
        for (int number = 0; number < Lens.COUNT; number++) {
            problem.freeLens(1, number, problem.state.lens[Lens.COUNT + number] + 1e-3, 0.01);
        }
        problem.setGps(2, 1, 2, 9, 0.5, 1);
        problem.setLooksDown(3, 0.1);
        problem.setAttitude(4, truth.truePose[4].cameraFromWorld(), 0.02);
        double lambda = 1e-3;
        var shotStep = new double[6 * problem.shots];
        var lensStep = new double[Lens.COUNT * problem.lenses];
        var options = OPTIONS.withLoss(Loss.SOFT_L1, 1);
        var system = new ReducedSystem(problem, options);
        try (var workers = new Workers(1)) {
            assertThat(system.solve(problem.state, lambda, workers, shotStep, lensStep)).isTrue();
        }
        double[] full = FullNormalEquations.step(problem, options, lambda);
        double scale = 1e-7;
        for (int i = 6; i < shotStep.length; i++) {
            assertThat(shotStep[i]).isCloseTo(full[i], within(scale));
        }
        for (int i = 0; i < lensStep.length; i++) {
            assertThat(lensStep[i]).isCloseTo(full[shotStep.length + i], within(scale));
        }
        var delta = new double[3];
        for (int p = 0; p < problem.points; p++) {
            system.pointStep(p, shotStep, lensStep, delta);
            for (int c = 0; c < 3; c++) {
                assertThat(delta[c])
                        .isCloseTo(
                                full[shotStep.length + lensStep.length + 3 * p + c], within(scale));
            }
        }
    }

    @Test
    void givesTheSameBitsWithOneAndThreeThreads() {
        assertThat(adjusted(1)).isEqualTo(adjusted(3));
    }

    private static double[] adjusted(int threads) {
        BundleProblem problem = new RandomProblem(12, 3000, 0.01, 1, 7, true).problem;
        freeLenses(problem, 0.01);
        try (var workers = new Workers(threads)) {
            BundleAdjuster.adjust(
                    problem,
                    BundleOptions.defaults().withIterations(5, 1e-9),
                    Work.silent(workers));
        }
        return problem.state.point;
    }

    @Test
    void agreesWithGpsOverTheWholeBlock() {
        var truth = new RandomProblem(8, 600, 0.001, 0.1, 8, true);
        BundleProblem problem = truth.problem;
        for (int s = 0; s < problem.shots; s++) {
            double[] c = truth.truePose[s].centreInWorld();
            problem.setGps(s, c[0] + 0.03, c[1] - 0.02, c[2] + 0.01, 1, 1);
        }
        try (var workers = new Workers(2)) {
            BundleAdjuster.adjust(
                    problem, OPTIONS.withIterations(100, 1e-12), Work.silent(workers));
        }
        for (int s = 0; s < problem.shots; s++) {
            double[] c = truth.truePose[s].centreInWorld();
            // 0.1 px at 3,000 px and distance 10 is 0.0003; over eight links of a strip errors grow
            // with the power 1.5, to
            // 0.008.
            assertThat(problem.pose(s).centreInWorld()[0]).isCloseTo(c[0] + 0.03, within(0.01));
            assertThat(problem.pose(s).centreInWorld()[1]).isCloseTo(c[1] - 0.02, within(0.01));
            assertThat(problem.pose(s).centreInWorld()[2]).isCloseTo(c[2] + 0.01, within(0.01));
        }
    }

    @Test
    void controlPointsPullTheBlockToTheirPlace() {
        var truth = new RandomProblem(4, 200, 0, 0, 9, false);
        var problem = new BundleProblem(4, 2, 203, 3, 200 * 4 + 12);
        var from = truth.problem;
        problem.setLens(0, RandomProblem.CAMERAS[0]);
        problem.setLens(1, RandomProblem.CAMERAS[1]);
        for (int s = 0; s < 4; s++) {
            problem.setShot(s, s % 2, from.pose(s), false);
        }
        var complete = new int[203];
        for (int p = 0; p < 200; p++) {
            assertThat(from.observationStart[p + 1] - from.observationStart[p]).isEqualTo(4);
            copyPoint(from, p, problem);
            complete[p] = p;
        }
        for (int k = 0; k < 3; k++) {
            int p = 40 * k;
            problem.addControlPoint(
                    from.point(p, 0) + 0.004,
                    from.point(p, 1) + 0.006,
                    from.point(p, 2) + 0.008,
                    1e-4,
                    1e-4);
            copyMarks(from, p, problem);
        }
        try (var workers = new Workers(2)) {
            BundleAdjuster.adjust(problem, OPTIONS, Work.silent(workers));
        }
        for (int s = 0; s < 4; s++) {
            double[] c = from.pose(s).centreInWorld();
            assertThat(problem.pose(s).centreInWorld()[0]).isCloseTo(c[0] + 0.004, within(0.0005));
            assertThat(problem.pose(s).centreInWorld()[1]).isCloseTo(c[1] + 0.006, within(0.0005));
            assertThat(problem.pose(s).centreInWorld()[2]).isCloseTo(c[2] + 0.008, within(0.0005));
        }
    }

    private static void copyPoint(BundleProblem from, int p, BundleProblem to) {
        to.addPoint(from.point(p, 0), from.point(p, 1), from.point(p, 2));
        copyMarks(from, p, to);
    }

    private static void copyMarks(BundleProblem from, int p, BundleProblem to) {
        for (int i = from.observationStart[p]; i < from.observationStart[p + 1]; i++) {
            to.addObservation(from.observationShot[i], from.observationU[i], from.observationV[i]);
        }
    }

    private static void fix(BundleProblem problem, RandomProblem truth, int shot) {
        problem.setShot(shot, shot % 2, truth.truePose[shot], true);
    }

    private static void freeLenses(BundleProblem problem, double sd) {
        for (int lens = 0; lens < problem.lenses; lens++) {
            for (int c = 0; c < Lens.ASPECT; c++) {
                double value = problem.state.lens[lens * Lens.COUNT + c];
                problem.freeLens(lens, c, value + 1e-4, sd);
                problem.state.lens[lens * Lens.COUNT + c] += 1e-3;
            }
        }
    }
}
