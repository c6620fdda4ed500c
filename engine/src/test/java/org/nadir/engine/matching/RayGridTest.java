package org.nadir.engine.matching;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Holds the grid against a look at all rays.
class RayGridTest {

    @Test
    void findsWhatLiesNearAStretchAndNothingElse() {
        var random = new SplittableRandom(3);
        double[] x =
                IntStream.range(0, 3000).mapToDouble(i -> random.nextDouble(-0.8, 0.8)).toArray();
        double[] y =
                IntStream.range(0, 3000).mapToDouble(i -> random.nextDouble(-0.5, 0.6)).toArray();
        x[17] = 40;
        var grid = new RayGrid(x.clone(), y.clone());
        var found = new int[x.length];
        int most = 0;
        for (int line = 0; line < 400; line++) {
            double x0 = random.nextDouble(-1.2, 1.2);
            double y0 = random.nextDouble(-1, 1);
            double length = line % 10 == 0 ? 0 : random.nextDouble(0.5);
            double turn = line % 7 == 0 ? Math.PI / 2 * line : random.nextDouble(2 * Math.PI);
            double band = random.nextDouble(0.001, 0.05);
            double x1 = x0 + length * Math.cos(turn);
            double y1 = y0 + length * Math.sin(turn);
            int count = grid.near(x0, y0, x1, y1, band, found);
            int[] expected =
                    IntStream.range(0, x.length)
                            .filter(i -> i != 17 && isNear(x[i], y[i], x0, y0, turn, length, band))
                            .toArray();
            assertThat(Arrays.stream(found, 0, count).sorted().toArray()).isEqualTo(expected);
            most = Math.max(most, count);
        }
        assertThat(most).isGreaterThan(20);
    }

    /// In coordinates along and across the stretch; of a stretch without length a disc.
    private static boolean isNear(
            double x, double y, double x0, double y0, double turn, double length, double band) {
        double along = (x - x0) * Math.cos(turn) + (y - y0) * Math.sin(turn);
        double across = (y - y0) * Math.cos(turn) - (x - x0) * Math.sin(turn);
        if (length == 0) {
            return Math.hypot(along, across) <= band;
        }
        return Math.abs(across) <= band && along >= -band && along <= length + band;
    }

    @Test
    void withoutRaysNothingIsFound() {
        assertThat(new RayGrid(new double[0], new double[0]).near(0, 0, 1, 1, 0.1, new int[0]))
                .isZero();
        var one = new int[1];
        assertThat(
                        new RayGrid(new double[] {0.3}, new double[] {0.2})
                                .near(0, 0, 0.6, 0.4, 0.01, one))
                .isOne();
    }
}
