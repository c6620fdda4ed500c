package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Problem;

/// Crop polygons against JTS's own answers and against areas known in closed form.
class CropPolygonTest {

    private final CropPolygon star =
            CropPolygon.ofRing(0, 0, 10, 2, 20, 0, 14, 9, 16, 20, 9, 12, 1, 18, 6, 9);

    @Test
    void marksExactlyTheCellsWhoseCentresLieInside() {
        var factory = new GeometryFactory();
        GridFrame frame = star.frame(0.37);
        var inside = new boolean[frame.width()];
        for (int row = 0; row < frame.height(); row++) {
            double y = frame.centreY(row);
            star.markRow(y, frame.centreX(0), frame.cell(), frame.width(), inside);
            for (int column = 0; column < frame.width(); column++) {
                double x = frame.centreX(column);
                boolean truth = star.polygon().contains(factory.createPoint(new Coordinate(x, y)));
                assertThat(inside[column]).isEqualTo(truth);
                assertThat(star.contains(x, y)).isEqualTo(truth);
            }
        }
    }

    @Test
    void framesHaveEdgesAtWholeCellsAndCoverThePolygon() {
        GridFrame frame = GridFrame.covering(-3.3, 0.25, 1.01, 0.5, 0.25);
        assertThat(frame.left()).isCloseTo(-3.5, within(1e-12));
        assertThat(frame.top()).isCloseTo(0.5, within(1e-12));
        assertThat(frame.width()).isEqualTo(19);
        assertThat(frame.height()).isEqualTo(1);
    }

    @Test
    void theOutlineOfACloudShrinksByTheCropDistance() {
        DenseCloud cloud = TerrainScene.cloud(50_000, 0, 1);
        CropPolygon crop = CloudFootprint.of(cloud, 3, null);
        // A square of 60 m less 3 m all around, corners rounded with 3 m: 54² − (4 − π) 3².
        assertThat(crop.area()).isCloseTo(54 * 54 - (4 - Math.PI) * 9, within(60.0));
        assertThat(crop.contains(30, 30)).isTrue();
        assertThat(crop.contains(2, 30)).isFalse();
        assertThat(crop.contains(4, 30)).isTrue();
        assertThat(CloudFootprint.of(cloud, 0, null).area()).isCloseTo(3600, within(60.0));
    }

    @Test
    void strayPointsDoNotStretchTheOutline() {
        DenseCloud cloud = TerrainScene.cloud(50_000, 0, 2);
        for (int i = 0; i < 5; i++) {
            cloud.xyz()[3 * i] = 90 + 7 * i;
        }
        assertThat(CloudFootprint.of(cloud, 3, null).contains(70, 30)).isFalse();
        assertThat(CloudFootprint.of(cloud, 3, null).area()).isCloseTo(54 * 54, within(90.0));
    }

    @Test
    void aBoundaryLimitsTheOutline() {
        DenseCloud cloud = TerrainScene.cloud(50_000, 0, 3);
        CropPolygon boundary = CropPolygon.ofRing(10, 10, 20, 10, 20, 20, 10, 20);
        assertThat(CloudFootprint.of(cloud, 3, boundary).area()).isCloseTo(100, within(1e-6));
        CropPolygon elsewhere = CropPolygon.ofRing(500, 500, 600, 500, 600, 600);
        assertThatThrownBy(() -> CloudFootprint.of(cloud, 3, elsewhere))
                .isInstanceOf(Problem.class);
    }

    @Test
    void closingIsThatOfTheDefinition() {
        var random = new Random(6);
        int w = 40;
        int h = 30;
        double radius = 4.3;
        var mask = new boolean[w * h];
        for (int i = 0; i < 12; i++) {
            mask[(8 + random.nextInt(h - 16)) * w + 8 + random.nextInt(w - 16)] = true;
        }
        boolean[] closed = new MaskClosing(w, h).close(mask, radius);
        boolean[] grown = near(mask, w, h, radius, true);
        boolean[] rest = near(grown, w, h, radius, false);
        for (int i = 0; i < mask.length; i++) {
            assertThat(closed[i]).isEqualTo(!rest[i]);
        }
    }

    /// Cells within the radius of a cell whose mask is `target`.
    private static boolean[] near(boolean[] mask, int w, int h, double radius, boolean target) {
        var out = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            for (int j = 0; j < mask.length && !out[i]; j++) {
                int dx = i % w - j % w;
                int dy = i / w - j / w;
                out[i] = mask[j] == target && dx * dx + dy * dy <= radius * radius;
            }
        }
        return out;
    }
}
