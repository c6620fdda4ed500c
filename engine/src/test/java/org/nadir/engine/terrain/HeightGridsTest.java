package org.nadir.engine.terrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Figures and shading of planes, known in closed form.
class HeightGridsTest {

    private static HeightGrid plane(double east, double north) {
        var frame = new GridFrame(0, 20, 0.5, 40, 40);
        var z = new float[1600];
        for (int i = 0; i < z.length; i++) {
            z[i] = (float) (5000 + east * frame.centreX(i % 40) + north * frame.centreY(i / 40));
        }
        return frame.withHeights(z);
    }

    @Test
    void statisticsOfARamp() {
        HeightGrid grid = plane(1, 0);
        grid.z()[7] = Float.NaN;
        HeightFigures.Statistics figures = figures(grid);
        assertThat(figures.known()).isEqualTo(1599);
        assertThat(figures.min()).isCloseTo(5000.25, within(1e-3));
        assertThat(figures.max()).isCloseTo(5019.75, within(1e-3));
        assertThat(figures.mean()).isCloseTo(5010, within(0.01));
        // A uniform distribution of 40 steps of 0.5.
        assertThat(figures.standardDeviation())
                .isCloseTo(0.5 * Math.sqrt((1600 - 1) / 12.0), within(0.01));
        assertThat(figures(HeightGrids.unknown(GridFrame.of(grid))).mean()).isNaN();
    }

    private static HeightFigures.Statistics figures(HeightGrid grid) {
        var figures = new HeightFigures();
        figures.add(grid.z());
        return figures.statistics();
    }

    @Test
    void shadingOfAPlaneIsTheCosineToTheLight() {
        double[] light = {-0.5, 0.5, Math.sqrt(0.5)};
        for (double[] slope : new double[][] {{0, 0}, {0.5, 0}, {0, -0.8}, {-0.3, 0.6}}) {
            HeightGrid grid = plane(slope[0], slope[1]);
            double length = Math.sqrt(1 + slope[0] * slope[0] + slope[1] * slope[1]);
            double cosine = (-slope[0] * light[0] - slope[1] * light[1] + light[2]) / length;
            int shade = HeightGrids.hillshade(grid, 1)[20 * 40 + 20] & 255;
            assertThat(shade).isCloseTo((int) Math.round(255 * cosine), within(1));
        }
    }

    @Test
    void croppingTrimsToThePolygonAndKeepsCellsInPlace() {
        HeightGrid grid = plane(0.1, 0.7);
        CropPolygon polygon = CropPolygon.ofRing(3.2, 4.1, 12, 4.1, 12, 16, 3.2, 9);
        HeightGrid part = HeightGrids.crop(grid, polygon);
        assertThat(part.width()).isEqualTo(18);
        for (int row = 0; row < part.height(); row++) {
            for (int column = 0; column < part.width(); column++) {
                double x = part.centreX(column);
                double y = part.centreY(row);
                if (polygon.contains(x, y)) {
                    assertThat((double) part.at(column, row))
                            .isCloseTo(5000 + 0.1 * x + 0.7 * y, within(1e-3));
                } else {
                    assertThat(part.at(column, row)).isNaN();
                }
            }
        }
    }
}
