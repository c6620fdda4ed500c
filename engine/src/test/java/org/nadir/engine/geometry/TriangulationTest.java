package org.nadir.engine.geometry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Holds triangulated points against the point that was projected.
class TriangulationTest {

    private static final double[] LOOK_DOWN = {1, 0, 0, 0, -1, 0, 0, 0, -1};
    private static final double[] POINT = {1, 2, -3};
    private static final double ALLOWED = 0.002;

    private final Triangulation triangulation = new Triangulation(Math.toRadians(1.5));

    private void see(double x, double y, double z, double errorX, double errorY) {
        double depth = z - POINT[2];
        triangulation.add(
                LOOK_DOWN,
                0,
                new double[] {x, y, z},
                0,
                (POINT[0] - x) / depth + errorX,
                -(POINT[1] - y) / depth + errorY,
                ALLOWED);
    }

    private void expectThePoint(double tolerance) {
        for (int c = 0; c < 3; c++) {
            assertThat(triangulation.point()[c]).isCloseTo(POINT[c], within(tolerance));
        }
    }

    @Test
    void twoExactRaysMeetInThePoint() {
        triangulation.clear();
        see(0, 0, 10, 0, 0);
        see(4, 1, 10, 0, 0);
        assertThat(triangulation.solve()).isTrue();
        expectThePoint(1e-10);
    }

    @Test
    void leavesOutAWrongRay() {
        triangulation.clear();
        see(0, 0, 10, 0, 0);
        see(4, 1, 10, 0.2, -0.1);
        see(-4, 1, 11, 0, 0);
        see(3, -3, 12, 0, 0);
        assertThat(triangulation.solve()).isTrue();
        expectThePoint(1e-10);
        assertThat(triangulation.inlierCount()).isEqualTo(3);
        assertThat(triangulation.isInlier(1)).isFalse();
        assertThat(triangulation.isInlier(3)).isTrue();
    }

    @Test
    void refusesRaysThatAreNearlyParallel() {
        triangulation.clear();
        see(0, 0, 10, 0, 0);
        // 0.2 across 13 is 0.9 degrees.
        see(0.2, 0, 10, 0, 0);
        assertThat(triangulation.solve()).isFalse();
    }

    @Test
    void refusesPointsBehindTheCameras() {
        triangulation.clear();
        triangulation.add(LOOK_DOWN, 0, new double[] {0, 0, 10}, 0, -0.2, 0, ALLOWED);
        triangulation.add(LOOK_DOWN, 0, new double[] {4, 0, 10}, 0, 0.2, 0, ALLOWED);
        assertThat(triangulation.solve()).isFalse();
    }

    @Test
    void refusesOneRay() {
        triangulation.clear();
        see(0, 0, 10, 0, 0);
        assertThat(triangulation.solve()).isFalse();
    }

    @Test
    void averagesNoiseOverManyRays() {
        triangulation.clear();
        var random = new java.util.SplittableRandom(5);
        double noise = 0.0005;
        for (int i = 0; i < 40; i++) {
            see(
                    random.nextDouble(-5, 5),
                    random.nextDouble(-5, 5),
                    10,
                    noise * random.nextGaussian(),
                    noise * random.nextGaussian());
        }
        assertThat(triangulation.solve()).isTrue();
        // 0.0005 · 13 / sqrt(40) = 0.001 across, about four times that in depth.
        assertThat(triangulation.point()[0]).isCloseTo(POINT[0], within(0.004));
        assertThat(triangulation.point()[1]).isCloseTo(POINT[1], within(0.004));
        assertThat(triangulation.point()[2]).isCloseTo(POINT[2], within(0.016));
    }
}
