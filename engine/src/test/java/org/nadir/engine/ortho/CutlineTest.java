package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;

/// A round picture of 200 cells across, in which a bright disc ends seven cells inside the edge.
class CutlineTest {

    private static final int SIDE = 210;
    private static final double CELL = 0.5;
    private static final double RADIUS = 100;

    @Test
    void followsTheEdgeInThePictureAllTheWayRound() {
        Polygon line = line(RADIUS - 7, 2);
        assertThat(line.isValid()).isTrue();
        for (Coordinate corner : line.getCoordinates()) {
            assertThat(radius(corner)).isBetween(RADIUS - 9.5, RADIUS - 4.5);
        }
        assertThat(line.getArea() / (CELL * CELL))
                .isBetween(Math.PI * 90.5 * 90.5, Math.PI * 95 * 95);
    }

    /// Where nothing is to be followed, the line still goes around the middle and stays inside the picture.
    @Test
    void staysNearTheEdgeOfAPictureWithoutFeatures() {
        Polygon line = line(0, 3);
        var middle =
                new GeometryFactory()
                        .createPoint(new Coordinate(SIDE / 2.0 * CELL, -SIDE / 2.0 * CELL));
        assertThat(line.contains(middle)).isTrue();
        for (Coordinate corner : line.getCoordinates()) {
            assertThat(radius(corner)).isBetween(0.85 * RADIUS - 2, RADIUS);
        }
    }

    @Test
    void aPictureOfAFewCellsHasNone() {
        float[] z = new float[100];
        Arrays.fill(z, 1);
        try (var workers = new Workers(1)) {
            assertThat(Cutline.of(new HeightGrid(0, 0, 1, 10, 10, z), workers)).isEmpty();
        }
    }

    private static Polygon line(double bright, int threads) {
        float[] z = new float[SIDE * SIDE];
        var random = new Random(3);
        for (int i = 0; i < z.length; i++) {
            double r = Math.hypot(i % SIDE + 0.5 - SIDE / 2.0, i / SIDE + 0.5 - SIDE / 2.0);
            z[i] =
                    r > RADIUS
                            ? Float.NaN
                            : (float) ((r < bright ? 200 : 100) + 2 * random.nextGaussian());
        }
        try (var workers = new Workers(threads)) {
            return Cutline.of(new HeightGrid(0, 0, CELL, SIDE, SIDE, z), workers).orElseThrow();
        }
    }

    /// In cells, from the middle of the picture.
    private static double radius(Coordinate at) {
        return Math.hypot(at.x / CELL - SIDE / 2.0, -at.y / CELL - SIDE / 2.0);
    }
}
