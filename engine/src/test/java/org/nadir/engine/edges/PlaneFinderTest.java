package org.nadir.engine.edges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;

/// Surfaces given in closed form, in metres east and north; the wall is at east 5, and half a metre on either side is in doubt.
class PlaneFinderTest {

    private static final double CELL = 0.05;
    private static final int SIDE = 200;
    private static final int RADIUS = 34;
    private static final double DOUBT = 0.5;

    private static HeightGrid grid(DoubleBinaryOperator height) {
        GridFrame frame = GridFrame.covering(0, 0, SIDE * CELL, SIDE * CELL, CELL);
        var z = new float[SIDE * SIDE];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) height.applyAsDouble(frame.centreX(i % SIDE), frame.centreY(i / SIDE));
        }
        return frame.withHeights(z);
    }

    /// Asks at a place.
    private static @Nullable TwoPlanes at(double x, double y, DoubleBinaryOperator height) {
        HeightGrid grid = grid(height);
        var doubtful = new boolean[grid.z().length];
        for (int i = 0; i < doubtful.length; i++) {
            doubtful[i] = Math.abs(grid.centreX(i % SIDE) - 5) < DOUBT;
        }
        return new PlaneFinder(grid, doubtful, RADIUS)
                .at((x - grid.left()) / CELL, (grid.top() - y) / CELL);
    }

    private static double ground(double x, double y) {
        return 0.1 * x - 0.05 * y;
    }

    @Test
    void continuesRoofAndGroundToTheWall() {
        TwoPlanes both =
                Objects.requireNonNull(at(5.2, 4.3, (x, y) -> x < 5 ? 4 + 0.5 * x : ground(x, y)));
        assertThat(both.upper()).isCloseTo(4 + 0.5 * 5.2, within(1e-4));
        assertThat(both.upperRight()).isCloseTo(0.5 * CELL, within(1e-5));
        assertThat(both.lower()).isCloseTo(ground(5.2, 4.3), within(1e-4));
        assertThat(both.lowerDown()).isCloseTo(0.05 * CELL, within(1e-5));
        assertThat(both.outRight()).isGreaterThan(0.95);
        assertThat(both.movedBy(20, 0).upper()).isCloseTo(4 + 0.5 * 6.2, within(1e-4));
    }

    /// A ridge at north 5 that runs east: near the gable each half of the roof is a plane of its own.
    @Test
    void findsTheHalvesOfAGabledRoof() {
        DoubleBinaryOperator house = (x, y) -> x < 5 ? 8 - 0.6 * Math.abs(y - 5) : ground(x, y);
        TwoPlanes south = Objects.requireNonNull(at(5, 3.5, house));
        assertThat(south.upper()).isCloseTo(8 - 0.6 * 1.5, within(0.05));
        assertThat(south.upperDown()).isLessThan(-0.4 * CELL);
        TwoPlanes ridge = Objects.requireNonNull(at(5, 5, house));
        assertThat(ridge.upper()).isBetween(7.6, 8.0);
    }

    @Test
    void knowsNoPlaneInACrown() {
        assertThat(at(5, 5, (x, y) -> x < 5 ? 5 + 0.5 * Math.sin(7 * x) * Math.cos(6 * y) : 0))
                .isNull();
    }

    @Test
    void leavesLowSteps() {
        assertThat(at(5, 5, (x, y) -> x < 5 ? 0.8 : 0)).isNull();
        assertThat(at(5, 5, (x, y) -> x < 5 ? 1.2 : 0)).isNotNull();
    }

    @Test
    void needsBothSides() {
        assertThat(at(5, 5, (x, y) -> x < 5 ? 3 : Double.NaN)).isNull();
        assertThat(at(2, 5, (x, y) -> x < 5 ? 3 : 0)).isNull();
    }
}
