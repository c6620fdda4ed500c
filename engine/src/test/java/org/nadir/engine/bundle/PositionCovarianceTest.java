package org.nadir.engine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

class PositionCovarianceTest {

    private static final BundleOptions OPTIONS =
            new BundleOptions(50, 1e-12, Loss.SOFT_L1, 1, 1.5, 1e-4);

    @Test
    void isTheBlockOfTheInverseOfTheFullMatrix() {
        var truth = new RandomProblem(5, 14, 0.001, 1, 6, false);
        BundleProblem problem = truth.problem;
        problem.setShot(0, 0, problem.pose(0), true);
        problem.freeLens(0, Lens.FOCAL, problem.state.lens[Lens.FOCAL], 0.01);
        for (int number = 0; number < Lens.COUNT; number++) {
            problem.freeLens(1, number, problem.state.lens[Lens.COUNT + number], 0.01);
        }
        problem.setGps(1, 3, 2, 9, 0.5, 1);
        problem.setGps(2, 1, 2, 9, 0.5, 1);
        double[] found = covariance(problem, 3);
        assertThat(found).startsWith(Double.NaN, Double.NaN).hasSize(30);
        int[][] entries = {{0, 0}, {0, 1}, {0, 2}, {1, 1}, {1, 2}, {2, 2}};
        for (int shot = 1; shot < 5; shot++) {
            for (int k = 0; k < 6; k++) {
                double[] column =
                        FullNormalEquations.inverseColumn(
                                problem, OPTIONS, 6 * shot + 3 + entries[k][1]);
                double expected = column[6 * shot + 3 + entries[k][0]];
                assertThat(found[6 * shot + k])
                        .as("shot %d entry %d", shot, k)
                        .isCloseTo(expected, within(1e-6 * column[6 * shot + 3 + entries[k][1]]));
            }
        }
        assertThat(covariance(problem, 1)).isEqualTo(found);
    }

    /// A rigid block with a position at each of n shots, all right: the whole is known as the mean is, a variance of sd² / n in
    /// each direction, and at the centre of the block turning adds nothing.
    @Test
    void positionsHoldTheBlockAsTheirMean() {
        var truth = new RandomProblem(9, 900, 0, 0, 8, true);
        BundleProblem problem = truth.problem;
        for (int s = 0; s < problem.shots; s++) {
            double[] c = truth.truePose[s].centreInWorld();
            problem.setGps(s, c[0], c[1], c[2], 3, 3);
        }
        double[] found = covariance(problem, 2);
        // The shots are four units apart in x; their centres lie a few units off that line.
        assertThat(Math.sqrt(found[6 * 4])).isCloseTo(1, within(0.2));
        // At the ends a variance of the slope is added: positions −4 … 4 times 4, sum of squares
        // 960.
        assertThat(Math.sqrt(found[3])).isBetween(1.2, 3.0);
        assertThat(Math.sqrt(found[6 * 4 + 3])).isCloseTo(1, within(0.3));
    }

    @Test
    void aBlockThatNothingHoldsHasNone() {
        var truth = new RandomProblem(4, 10, 0.001, 1, 6, false);
        for (double number : covariance(truth.problem, 1)) {
            assertThat(number)
                    .satisfiesAnyOf(
                            n -> assertThat(n).isNaN(), n -> assertThat(n).isGreaterThan(1e3));
        }
    }

    private static double[] covariance(BundleProblem problem, int threads) {
        try (var workers = new Workers(threads)) {
            return PositionCovariance.of(problem, OPTIONS, Work.silent(workers));
        }
    }
}
