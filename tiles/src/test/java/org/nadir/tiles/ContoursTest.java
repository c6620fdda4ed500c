package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// Contour lines of surfaces whose lines are known: circles of a cone, straight ones of a slope, and for noise the rule that
/// lines never end but at an edge.
class ContoursTest {

    private static final int SIDE = 200;

    @TempDir Path folder;

    private interface Surface {
        double at(double column, double row);
    }

    private static float[] heights(Surface surface) {
        float[] heights = new float[SIDE * SIDE];
        for (int i = 0; i < heights.length; i++) {
            heights[i] = (float) surface.at(i % SIDE + 0.5, i / SIDE + 0.5);
        }
        return heights;
    }

    private static boolean isClosed(double[] line) {
        int last = line.length - 2;
        return line.length > 4 && line[0] == line[last] && line[1] == line[last + 1];
    }

    @Test
    void theLinesOfAConeAreCircles() {
        var tracer =
                new ContourTracer(
                        heights((x, y) -> 100 - Math.hypot(x - 100, y - 100)), SIDE, SIDE);
        for (double level = 10.25; level < 95; level += 7) {
            List<double[]> lines = tracer.lines(level);
            double radius = 100 - level;
            assertThat(lines).hasSize(1);
            double[] line = lines.getFirst();
            assertThat(isClosed(line)).isTrue();
            double area = 0;
            for (int i = 0; i < line.length; i += 2) {
                double distance = Math.hypot(line[i] - 100, line[i + 1] - 100);
                // A chord of one pixel leaves a circle by 1/8 of its curvature.
                assertThat(distance).isCloseTo(radius, within(0.13 / radius + 1e-4));
                int next = (i + 2) % line.length;
                area += line[i] * line[next + 1] - line[next] * line[i + 1];
            }
            // Chords of up to a pixel, and corners that lie up to an eighth of a curvature inside.
            assertThat(Math.abs(area) / 2).isCloseTo(Math.PI * radius * radius, within(1.1));
        }
    }

    @Test
    void theLinesOfASlopeAreStraightAndGoFromEdgeToEdge() {
        var tracer = new ContourTracer(heights((x, y) -> 0.1 * x), SIDE, SIDE);
        List<double[]> lines = tracer.lines(7);
        assertThat(lines).hasSize(1);
        double[] line = lines.getFirst();
        assertThat(line).hasSize(2 * SIDE);
        for (int i = 0; i < line.length; i += 2) {
            assertThat(line[i]).isCloseTo(70, within(1e-4));
        }
        assertThat(Math.abs(line[1] - line[line.length - 1])).isEqualTo(SIDE - 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linesThroughNoisePassEverySideOnceAndEndOnlyWhereNothingIsKnown(long seed) {
        var random = new Random(seed);
        float[] heights = heights((x, y) -> random.nextDouble() * 4);
        for (int i = 0; i < 500; i++) {
            heights[random.nextInt(heights.length)] = Float.NaN;
        }
        var tracer = new ContourTracer(heights, SIDE, SIDE);
        long points = 0;
        for (double[] line : tracer.lines(2)) {
            points += line.length / 2 - (isClosed(line) ? 1 : 0);
            assertEnds(heights, line);
        }
        long crossings = 0;
        for (int i = 0; i < heights.length; i++) {
            crossings += crosses(heights, i, 1, SIDE) + crosses(heights, i, SIDE, 1);
        }
        assertThat(points).isEqualTo(crossings).isGreaterThan(30_000);
        assertThat(tracer.lines(2)).hasSameSizeAs(tracer.lines(2));
    }

    @Test
    void heightsThatAreTheLevelItselfBreakNoLine() {
        var random = new Random(4);
        float[] heights = heights((x, y) -> random.nextInt(4));
        List<double[]> lines = new ContourTracer(heights, SIDE, SIDE).lines(2);
        assertThat(lines).hasSizeGreaterThan(100);
        lines.forEach(line -> assertEnds(heights, line));
    }

    private static void assertEnds(float[] heights, double[] line) {
        if (!isClosed(line)) {
            assertThat(isEdge(heights, line[0], line[1])).isTrue();
            assertThat(isEdge(heights, line[line.length - 2], line[line.length - 1])).isTrue();
        }
    }

    /// Whether a line passes between a height and the next, on a side of a square that is known.
    private static int crosses(float[] heights, int at, int step, int across) {
        int column = at % SIDE;
        int row = at / SIDE;
        if (step == 1 ? column == SIDE - 1 : row == SIDE - 1) {
            return 0;
        }
        boolean differs = heights[at] >= 2 != heights[at + step] >= 2;
        boolean before = across == 1 ? column > 0 : row > 0;
        boolean after = across == 1 ? column < SIDE - 1 : row < SIDE - 1;
        boolean known =
                before && isKnown(heights, at - across, step, across)
                        || after && isKnown(heights, at, step, across);
        return differs && known ? 1 : 0;
    }

    private static boolean isKnown(float[] heights, int at, int step, int across) {
        return !Float.isNaN(
                heights[at]
                        + heights[at + step]
                        + heights[at + across]
                        + heights[at + step + across]);
    }

    private static boolean isEdge(float[] heights, double x, double y) {
        int column = (int) Math.floor(x - 0.5);
        int row = (int) Math.floor(y - 0.5);
        for (int r = row - 1; r <= row + 2; r++) {
            for (int c = column - 1; c <= column + 2; c++) {
                if (r < 0
                        || c < 0
                        || r >= SIDE
                        || c >= SIDE
                        || Float.isNaN(heights[r * SIDE + c])) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void simplifiedLinesStayWithinTheToleranceAndClosed() {
        double[] line = new double[2 * 1001];
        for (int i = 0; i <= 1000; i++) {
            double angle = 2 * Math.PI * (i % 1000) / 1000;
            line[2 * i] = 50 * Math.cos(angle);
            line[2 * i + 1] = 50 * Math.sin(angle);
        }
        double[] simple = LineSimplifier.simplified(line, 0.1);
        assertThat(isClosed(simple)).isTrue();
        assertThat(simple.length / 2).isBetween(40, 120);
        for (int i = 0; i + 3 < simple.length; i += 2) {
            // The middle of a chord is the farthest from the circle.
            double mx = (simple[i] + simple[i + 2]) / 2;
            double my = (simple[i + 1] + simple[i + 3]) / 2;
            assertThat(50 - Math.hypot(mx, my)).isLessThan(0.1001);
        }
    }

    private RasterLayer layer(Surface surface) throws IOException {
        Path file = folder.resolve("dsm.tif");
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        RasterLayout.of(577_000, 5_188_000, 0.5, SIDE, SIDE),
                        GeoTiffOptions.elevation(32615),
                        ParallelLoop.serial())) {
            writer.writeRows(heights(surface), SIDE);
            writer.finish();
        }
        return RasterLayer.open(file);
    }

    @Test
    void layersAreTracedInTheirOwnCoordinates() throws Exception {
        List<Double> levels = new ArrayList<>();
        try (RasterLayer layer = layer((x, y) -> 50 - 0.2 * y)) {
            Contours.trace(
                    layer,
                    2.5,
                    0.01,
                    null,
                    share -> {},
                    (level, line) -> {
                        levels.add(level);
                        // Straight, so only the ends are left.
                        assertThat(line).hasSize(4);
                        double row = (50 - level) / 0.2;
                        assertThat(line[1]).isCloseTo(5_188_000 - 0.5 * row, within(1e-3));
                        assertThat(Math.abs(line[0] - line[2])).isCloseTo(99.5, within(1e-6));
                    });
        }
        assertThat(levels)
                .containsExactly(
                        12.5, 15.0, 17.5, 20.0, 22.5, 25.0, 27.5, 30.0, 32.5, 35.0, 37.5, 40.0,
                        42.5, 45.0, 47.5);
    }

    @Test
    void tooFineAnIntervalIsRefused() throws IOException {
        try (RasterLayer layer = layer((x, y) -> 50 - 0.2 * y)) {
            assertThatThrownBy(() ->
                            Contours.trace(layer, 1e-4, 0, null, share -> {}, (level, line) -> {}))
                    .isInstanceOf(Contours.TooManyException.class);
        }
    }

    @Test
    void aGridIsMadeCoarserByMeans() throws IOException {
        try (RasterLayer layer = layer((x, y) -> x + 3 * y)) {
            HeightGrid grid = HeightGrid.read(layer, null, 2600, share -> {});
            RasterLayout layout = grid.layout();
            assertThat((long) layout.width() * layout.height()).isLessThanOrEqualTo(2704);
            for (int row = 0; row + 1 < layout.height(); row++) {
                for (int column = 0; column + 1 < layout.width(); column++) {
                    double x = (layout.x(column + 0.5) - 577_000) / 0.5;
                    double y = (5_188_000 - layout.y(row + 0.5)) / 0.5;
                    assertThat((double) grid.metres()[row * layout.width() + column])
                            .isCloseTo(x + 3 * y, within(0.001));
                }
            }
        }
    }
}
