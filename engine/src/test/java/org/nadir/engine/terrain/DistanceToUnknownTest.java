package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nadir.engine.work.Workers;

/// Against looking at every unknown cell.
class DistanceToUnknownTest {

    private static final int WIDTH = 37;
    private static final int HEIGHT = 23;

    @Test
    void isTheDistanceToTheNearestOfAllUnknownCells() {
        for (double share : new double[] {0.002, 0.02, 0.3}) {
            float[] z = heights(share);
            float[] found = distances(z);
            for (int i = 0; i < z.length; i++) {
                assertThat((double) found[i]).isCloseTo(nearest(z, i), within(1e-5));
            }
        }
    }

    @Test
    void isUnknownWhereEverythingIsKnown() {
        assertThat(distances(new float[WIDTH * HEIGHT])).containsOnly(Float.NaN);
    }

    private static float[] distances(float[] z) {
        try (var workers = new Workers(2)) {
            return DistanceToUnknown.of(new HeightGrid(3, 4, 0.5, WIDTH, HEIGHT, z), workers).z();
        }
    }

    private static float[] heights(double unknownShare) {
        var random = new Random(5);
        float[] z = new float[WIDTH * HEIGHT];
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextDouble() < unknownShare ? Float.NaN : 1;
        }
        z[5 * WIDTH + 30] = Float.NaN;
        return z;
    }

    private static double nearest(float[] z, int from) {
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < z.length; i++) {
            if (Float.isNaN(z[i])) {
                best =
                        Math.min(
                                best,
                                Math.hypot(i % WIDTH - from % WIDTH, i / WIDTH - from / WIDTH));
            }
        }
        return best;
    }
}
