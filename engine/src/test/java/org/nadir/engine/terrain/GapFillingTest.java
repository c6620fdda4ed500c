package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Holds the filling of gaps against the sum over every known cell of the raster.
class GapFillingTest {

    private static final int WIDTH = 61;
    private static final int HEIGHT = 47;

    /// Level but for some centimetres, so that no step comes into it.
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

    private static double expected(float[] z, int at, double radius) {
        double sum = 0;
        double weights = 0;
        for (int j = 0; j < z.length; j++) {
            double distance = Math.hypot(j % WIDTH - at % WIDTH, j / WIDTH - at / WIDTH);
            if (!Float.isNaN(z[j]) && distance <= radius) {
                sum += z[j] / (distance * distance);
                weights += 1 / (distance * distance);
            }
        }
        return sum / weights;
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
