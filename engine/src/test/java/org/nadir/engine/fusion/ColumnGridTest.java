package org.nadir.engine.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Held against comparing every point with every other.
class ColumnGridTest {

    @Test
    void findsTheNearestOfSurfacesWallsAndFarOutliers() {
        var random = new Random(3);
        var xyz = new double[3 * 1500];
        for (int i = 0; i < 1500; i++) {
            boolean wall = i % 3 == 0;
            xyz[3 * i] = wall ? 5 : random.nextDouble(20);
            xyz[3 * i + 1] = random.nextDouble(10);
            xyz[3 * i + 2] = wall ? random.nextDouble(8) : 0.1 * random.nextGaussian();
        }
        xyz[0] = 900;
        xyz[4] = -700;
        var grid = new ColumnGrid(xyz, 3);
        var found = new double[16];
        for (int slot = 0; slot < 1500; slot++) {
            grid.nearest(slot, found);
            assertThat(found).isEqualTo(bruteForce(xyz, grid.order[slot]));
        }
    }

    @Test
    void saysSoWhenThereAreNotEnoughPoints() {
        var grid = new ColumnGrid(new double[] {0, 0, 0, 3, 4, 0}, 3);
        var found = new double[2];
        grid.nearest(0, found);
        assertThat(found).containsExactly(25, Double.POSITIVE_INFINITY);
    }

    private static double[] bruteForce(double[] xyz, int i) {
        var all = new double[xyz.length / 3 - 1];
        int n = 0;
        for (int j = 0; j < xyz.length / 3; j++) {
            if (j != i) {
                double dx = xyz[3 * j] - xyz[3 * i];
                double dy = xyz[3 * j + 1] - xyz[3 * i + 1];
                double dz = xyz[3 * j + 2] - xyz[3 * i + 2];
                all[n++] = dx * dx + dy * dy + dz * dz;
            }
        }
        Arrays.sort(all);
        return Arrays.copyOf(all, 16);
    }
}
