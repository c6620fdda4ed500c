package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// Measured volumes against those of school: cone, pyramid, box, on ground that slopes. A disc of pixels misses or exceeds a
/// circle by a part of a pixel along its edge, where these bodies have no height; so 0.2 % is generous.
class VolumeTest {

    private static final double PIXEL = 0.25;
    private static final double X = 577_050;
    private static final double Y = 5_187_950;

    @TempDir Path folder;

    /// A height by place, relative to the middle.
    private interface Surface {
        double at(double x, double y);
    }

    private static double ground(double x, double y) {
        return 100 + 0.05 * x - 0.08 * y;
    }

    private static double cone(double x, double y) {
        return Math.max(0, 9 * (1 - Math.hypot(x, y) / 20));
    }

    private RasterLayer layer(int epsg, double x, double y, double pixel, Surface surface)
            throws IOException {
        Path file = folder.resolve("dsm.tif");
        int side = 400;
        RasterLayout layout =
                RasterLayout.of(x - side * pixel / 2, y + side * pixel / 2, pixel, side, side);
        float[] heights = new float[side * side];
        for (int i = 0; i < heights.length; i++) {
            double dx = layout.x(i % side + 0.5) - x;
            double dy = layout.y(i / side + 0.5) - y;
            heights[i] = (float) surface.at(dx, dy);
        }
        try (var writer =
                GeoTiffWriter.create(
                        file, layout, GeoTiffOptions.elevation(epsg), ParallelLoop.serial())) {
            writer.writeRows(heights, side);
            writer.finish();
        }
        return RasterLayer.open(file);
    }

    private static CutLine area(Crs crs, double x, double y, double... offsets) {
        double[][] ring = new double[offsets.length / 2 + 1][];
        for (int i = 0; i < ring.length; i++) {
            int at = 2 * i % offsets.length;
            Coordinate place = crs.toLonLat(x + offsets[at], y + offsets[at + 1]);
            ring[i] = new double[] {place.x(), place.y()};
        }
        return CutLine.of(ring);
    }

    private static double[] circle(double radius, int corners) {
        double[] offsets = new double[2 * corners];
        for (int i = 0; i < corners; i++) {
            offsets[2 * i] = radius * Math.cos(2 * Math.PI * i / corners);
            offsets[2 * i + 1] = radius * Math.sin(2 * Math.PI * i / corners);
        }
        return offsets;
    }

    private double measured(BaseSurface base, Surface surface, double... offsets)
            throws IOException {
        Crs crs = Crs.ofEpsg(32615);
        try (RasterLayer layer = layer(32615, X, Y, PIXEL, surface)) {
            return new Volume(layer, area(crs, X, Y, offsets), share -> {})
                    .cubicMetres(base)
                    .orElseThrow();
        }
    }

    private static final double CONE = Math.PI * 20 * 20 * 9 / 3;

    @ParameterizedTest
    @EnumSource(names = {"PLANE", "TRIANGULATE", "AVERAGE"})
    void aConeOnASlope(BaseSurface base) throws IOException {
        // The mean height around the middle is that of the middle, so a level there serves as well.
        double volume = measured(base, (x, y) -> ground(x, y) + cone(x, y), circle(25, 40));
        assertThat(volume).isCloseTo(CONE, withPercentage(0.2));
    }

    @Test
    void aPitIsNegative() throws IOException {
        double volume =
                measured(BaseSurface.PLANE, (x, y) -> ground(x, y) - cone(x, y), circle(25, 40));
        assertThat(volume).isCloseTo(-CONE, withPercentage(0.2));
    }

    @ParameterizedTest
    @CsvSource({"LOWEST,1", "HIGHEST,-1"})
    void levelsAtTheEndsOfTheEdge(BaseSurface base, int sign) throws IOException {
        // A square of 40 m: its corners are the extremes of a plane, 2.6 m from the height of the
        // middle.
        double volume =
                measured(
                        base,
                        (x, y) -> ground(x, y) + cone(x, y),
                        -20.5,
                        -20.5,
                        20.5,
                        -20.5,
                        20.5,
                        20.5,
                        -20.5,
                        20.5);
        double expected = CONE + sign * 41 * 41 * (0.05 + 0.08) * 20.5;
        assertThat(volume).isCloseTo(expected, withPercentage(0.4));
    }

    @ParameterizedTest
    @EnumSource(names = {"PLANE", "TRIANGULATE"})
    void aPyramidAndABoxInAnAreaThatIsNotConvex(BaseSurface base) throws IOException {
        Surface surface =
                (x, y) -> {
                    double pyramid = Math.max(0, 6 * (1 - Math.max(Math.abs(x), Math.abs(y)) / 15));
                    boolean box = x > 20 && x < 40 && y > -20 && y < -10;
                    return ground(x, y) + pyramid + (box ? 3 : 0);
                };
        double volume = measured(base, surface, -20, -25, 45, -25, 45, -5, 17, -5, 17, 17, -20, 17);
        assertThat(volume).isCloseTo(15 * 15 * 4 * 6 / 3.0 + 20 * 10 * 3, withPercentage(0.2));
    }

    @Test
    void trianglesFollowAnEdgeThatIsBent() throws IOException {
        // Ground that rises along one direction only as a curve: between two equal straight edges
        // triangles are right, a plane
        // is not.
        Surface bent = (x, y) -> 100 + 0.01 * x * x;
        double[] strip = {-30, -2, 30, -2, 30, 2, -30, 2};
        double triangles = measured(BaseSurface.TRIANGULATE, bent, strip);
        double plane = measured(BaseSurface.PLANE, bent, strip);
        assertThat(Math.abs(triangles)).isLessThan(60 * 4 * 0.02);
        assertThat(Math.abs(plane)).isGreaterThan(60 * 4 * 0.1);
    }

    @Test
    void feetOnTheMapAreMetresInTheAnswer() throws IOException {
        Crs crs = Crs.ofEpsg(2264);
        double foot = 1200.0 / 3937;
        double pixel = PIXEL / foot;
        try (RasterLayer layer =
                layer(2264, 2_000_000, 700_000, pixel, (x, y) -> 50 + cone(x * foot, y * foot))) {
            double[] ring = circle(25 / foot, 40);
            double volume =
                    new Volume(layer, area(crs, 2_000_000, 700_000, ring), share -> {})
                            .cubicMetres(BaseSurface.TRIANGULATE)
                            .orElseThrow();
            assertThat(volume).isCloseTo(CONE, withPercentage(0.2));
        }
    }

    @Test
    void webMercatorIsNotTakenForTheGround() throws IOException {
        // At 60° north everything is twice as long on this map.
        Crs crs = Crs.WEB_MERCATOR;
        Coordinate at = crs.fromLonLat(10, 60);
        double scale = 1 / Math.cos(Math.toRadians(60));
        try (RasterLayer layer =
                layer(
                        3857,
                        at.x(),
                        at.y(),
                        PIXEL * scale,
                        (x, y) -> 50 + cone(x / scale, y / scale))) {
            double volume =
                    new Volume(layer, area(crs, at.x(), at.y(), circle(25 * scale, 40)), s -> {})
                            .cubicMetres(BaseSurface.PLANE)
                            .orElseThrow();
            // The ellipsoid differs from the sphere of the map by up to 0.7 %.
            assertThat(volume).isCloseTo(CONE, withPercentage(1));
        }
    }

    @Test
    void anAreaElsewhereHasNoVolume() throws IOException {
        Crs crs = Crs.ofEpsg(32615);
        try (RasterLayer layer = layer(32615, X, Y, PIXEL, VolumeTest::ground)) {
            CutLine away = area(crs, X + 1000, Y, circle(25, 40));
            assertThat(new Volume(layer, away, s -> {}).cubicMetres(BaseSurface.PLANE)).isEmpty();
            CutLine bow = area(crs, X, Y, -10, -10, 10, 10, 10, -10, -10, 10);
            assertThatThrownBy(() ->
                            new Volume(layer, bow, s -> {}).cubicMetres(BaseSurface.TRIANGULATE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPolygonIsCutIntoTrianglesThatFillIt() {
        double[] x = {0, 1, 2, 3, 4, 4, 4, 2, 2, 0, 0};
        double[] y = {0, 0, 0, 0, 0, 2, 4, 4, 1, 1, 0.5};
        PolygonMesh mesh = java.util.Objects.requireNonNull(PolygonMesh.of(x, y));
        int[] corners = mesh.corners();
        assertThat(corners).hasSize(3 * (x.length - 2));
        double area = 0;
        for (int t = 0; t < corners.length; t += 3) {
            int a = corners[t];
            int b = corners[t + 1];
            int c = corners[t + 2];
            double twice = (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
            assertThat(twice).isPositive();
            area += twice / 2;
        }
        assertThat(area).isCloseTo(4 + 6, withPercentage(1e-9));
    }
}
