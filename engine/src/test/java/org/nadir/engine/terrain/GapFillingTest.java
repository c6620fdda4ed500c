package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Holds the filling of gaps against the sum over every known cell of the raster.
class GapFillingTest {

    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;

    /// Level but for some centimetres, so that no step comes into it. Only what known cells surround is filled.
    @Test
    void weighsAllKnownCellsOfTheDiscByInverseSquares() {
        for (double share : new double[] {0.3, 0.01, 0}) {
            float[] z = scattered(share, 7);
            var filling = new GapFilling(WIDTH, HEIGHT, 0.05);
            for (double radius : new double[] {1.5, 5, 8.485}) {
                float[] filled = filling.fill(z, radius);
                for (int i = 0; i < z.length; i++) {
                    double expected = Float.isNaN(z[i]) ? expected(z, i, radius) : z[i];
                    if (Double.isNaN(expected)) {
                        assertThat(filled[i]).isNaN();
                    } else {
                        assertThat((double) filled[i]).isCloseTo(expected, within(1e-5));
                    }
                }
            }
        }
    }

    @Test
    void aLonePointStaysAPoint() {
        float[] z = open();
        z[20 * WIDTH + 30] = 5;
        assertThat(new GapFilling(WIDTH, HEIGHT, 0.05).fill(z, 3, 4.24, 6, 8.49)).isEqualTo(z);
    }

    @Test
    void aMeasuredAreaDoesNotGrowAndTwoDoNotMeetInAWideGap() {
        float[] z = open();
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                z[row * WIDTH + column] = column < 15 || column >= 45 ? 1 : Float.NaN;
            }
        }
        assertThat(new GapFilling(WIDTH, HEIGHT, 0.05).fill(z, 3, 4.24, 6, 8.49)).isEqualTo(z);
    }

    /// The largest radius reaches across from every cell of a narrower gap.
    @Test
    void whatLiesBetweenMeasuredCellsIsFilled() {
        float[] z = open();
        for (int row = 0; row < HEIGHT; row++) {
            for (int column = 0; column < WIDTH; column++) {
                z[row * WIDTH + column] = column < 25 || column >= 32 ? 1 : Float.NaN;
            }
        }
        assertThat(new GapFilling(WIDTH, HEIGHT, 0.05).fill(z, 3, 4.24, 6, 8.49)).containsOnly(1);
    }

    private static float[] open() {
        var z = new float[WIDTH * HEIGHT];
        Arrays.fill(z, Float.NaN);
        return z;
    }

    private static double expected(float[] z, int at, double radius) {
        double sum = 0;
        double weights = 0;
        List<Double> directions = new ArrayList<>();
        for (int j = 0; j < z.length; j++) {
            double distance = Math.hypot(j % WIDTH - at % WIDTH, j / WIDTH - at / WIDTH);
            if (!Float.isNaN(z[j]) && distance <= radius) {
                sum += z[j] / (distance * distance);
                weights += 1 / (distance * distance);
                directions.add(Math.atan2(j / WIDTH - at / WIDTH, j % WIDTH - at % WIDTH));
            }
        }
        return widestGap(directions) > Math.PI + 1e-9 ? Double.NaN : sum / weights;
    }

    /// The largest angle between neighbouring directions; a full turn for fewer than two.
    private static double widestGap(List<Double> directions) {
        List<Double> sorted = directions.stream().sorted().toList();
        double widest = 0;
        for (int i = 0; i < sorted.size(); i++) {
            double next =
                    i + 1 < sorted.size() ? sorted.get(i + 1) : sorted.getFirst() + 2 * Math.PI;
            widest = Math.max(widest, next - sorted.get(i));
        }
        return sorted.isEmpty() ? 2 * Math.PI : widest;
    }

    private static float[] scattered(double share, long seed) {
        var random = new Random(seed);
        var z = new float[WIDTH * HEIGHT];
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextDouble() < share ? (float) (0.1 * random.nextDouble()) : Float.NaN;
        }
        return z;
    }
}
