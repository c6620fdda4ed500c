package org.nadir.engine.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.terrain.HeightGrid;

/// A table over sloping ground: the grid shows the table's top where it is, the ground elsewhere.
class SeenFromAboveTest {

    private static final double[] XYZ = {
        // Ground over the left 4 m, z = 0.1 (x − 100).
        100, 200, 0, 104, 200, 0.4, 104, 205, 0.4, 100, 205, 0,
        // A table's top and, below it, its underside.
        101, 202, 2, 102, 202, 2, 102, 203, 2, 101, 203, 2,
        101, 202, 1.9, 102, 202, 1.9, 102, 203, 1.9, 101, 203, 1.9
    };

    private static final int[] FACES = {0, 1, 2, 0, 2, 3, 4, 5, 6, 4, 6, 7, 8, 10, 9, 8, 11, 10};

    /// 10 × 10 cells of 0.5 m; height 1 all over, one cell unknown.
    private static HeightGrid base() {
        var z = new float[100];
        java.util.Arrays.fill(z, 1);
        z[99] = Float.NaN;
        return new HeightGrid(100, 205, 0.5, 10, 10, z);
    }

    @Test
    void theTopmostHeightCounts() {
        HeightGrid grid = SeenFromAbove.of(new TriangleMesh(XYZ, FACES), base());
        for (int row = 0; row < 10; row++) {
            for (int column = 0; column < 10; column++) {
                double x = grid.centreX(column);
                double y = grid.centreY(row);
                boolean table = x > 101 && x < 102 && y > 202 && y < 203;
                double expected = table ? 2 : x < 104 ? 0.1 * (x - 100) : 1;
                if (row == 9 && column == 9) {
                    assertThat(grid.at(column, row)).isNaN();
                } else {
                    assertThat((double) grid.at(column, row)).isCloseTo(expected, within(1e-6));
                }
            }
        }
    }
}
