package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Statistics against NumPy's for the same raster, and against closed forms.
class LayerStatisticsTest {

    @TempDir private Path folder;

    /// The layer is sampled on the map's grid, so sums agree to a share of a percent of the range of 18 m.
    @Test
    void agreesWithNumpyOnHeights() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("dem.tif", folder))) {
            BandStatistics found = LayerStatistics.ofBands(layer, null, null).getFirst();

            assertThat(found.min()).isCloseTo(192.45752, within(0.05));
            assertThat(found.max()).isCloseTo(210.43875, within(0.05));
            assertThat(found.mean()).isCloseTo(201.50943516, within(0.05));
            assertThat(found.std()).isCloseTo(3.99348045, within(0.05));
            assertThat(found.percentile2()).isCloseTo(193.95388794, within(0.1));
            assertThat(found.percentile98()).isCloseTo(209.20355591, within(0.1));
            assertThat(found.validPercent()).isCloseTo(57.83076923, within(0.3));
            assertThat(found.counts()).hasSize(255);
            assertThat(found.edges()).hasSize(256);
            assertThat(found.edges()[0]).isEqualTo(found.min());
            assertThat(found.edges()[255]).isEqualTo(found.max());
        }
    }

    @Test
    void countsHeightsInMetresWhateverTheFileCountsIn() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("feet.tif", folder))) {
            BandStatistics found = LayerStatistics.ofBands(layer, null, null).getFirst();

            assertThat(found.min()).isCloseTo(304.8, within(1e-4));
            assertThat(found.max()).isCloseTo(304.8, within(1e-4));
        }
    }

    @Test
    void leavesOutTheBandOfOpacityAndWhatItHides() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("ortho.tif", folder))) {
            List<BandStatistics> found = LayerStatistics.ofBands(layer, null, null);

            assertThat(found).hasSize(3);
            // green is the row + 40, shown from row 10 on; blue is 255 less the column, from column
            // 7 on
            assertThat(found.get(1).min()).isEqualTo(50);
            assertThat(found.get(1).max()).isEqualTo(169);
            assertThat(found.get(2).max()).isEqualTo(248);
            assertThat(found.get(2).min()).isEqualTo(106);
            assertThat(found.get(0).validPercent())
                    .isCloseTo(100.0 * 143 * 120 / (150 * 130), within(0.5));
        }
    }

    @Test
    void countsInsideTheCutLineOnly() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            double middle = (layer.bounds().minX() + layer.bounds().maxX()) / 2;
            CutLine west =
                    CutLine.of(
                            new double[][] {
                                {layer.bounds().minX(), layer.bounds().minY()},
                                {middle, layer.bounds().minY()},
                                {middle, layer.bounds().maxY()},
                                {layer.bounds().minX(), layer.bounds().maxY()}
                            });
            BandStatistics red = LayerStatistics.ofBands(layer, null, west).getFirst();
            VegetationIndex exg = VegetationIndex.find("EXG").orElseThrow();
            BandStatistics index =
                    LayerStatistics.ofIndex(
                            layer,
                            exg,
                            BandOrder.parse("RGB"),
                            new TileStyle.Range(-400, 400),
                            west);

            assertThat(red.max()).isCloseTo(125, within(2.0));
            assertThat(red.mean()).isCloseTo(62, within(1.0));
            assertThat(red.validPercent()).isGreaterThan(99);
            // 2 (row / 4) - column / 4 - 77, whose mean is 2 · 99.5 - 62 - 77
            assertThat(index.mean()).isCloseTo(60, within(2.0));
            assertThat(index.edges()[0]).isEqualTo(-400);
            assertThat(Arrays.stream(index.counts()).sum()).isGreaterThan(100_000);
        }
    }

    @Test
    void countsEachValueOnce() {
        float[] values = new float[256];
        for (int i = 0; i < 256; i++) {
            values[i] = 255 - i;
        }
        BandStatistics found = BandStatistics.of(values, 512, 0, Double.NaN);

        assertThat(found.validPercent()).isEqualTo(50);
        assertThat(found.mean()).isEqualTo(127.5);
        assertThat(found.std()).isCloseTo(Math.sqrt((256.0 * 256 - 1) / 12), within(1e-9));
        assertThat(found.percentile2()).isCloseTo(5.1, within(1e-9));
        assertThat(found.percentile98()).isCloseTo(249.9, within(1e-9));
        for (int i = 0; i < 254; i++) {
            assertThat(found.counts()[i]).isEqualTo(1);
        }
        assertThat(found.counts()[254]).isEqualTo(2);
    }

    @Test
    void bearsLayersWithoutAnyValue() {
        BandStatistics found = BandStatistics.of(new float[0], 100, Double.NaN, Double.NaN);

        assertThat(found.validPercent()).isZero();
        assertThat(found.counts()).containsOnly(0);
    }

    /// The mask of a random star with a hole against the crossing test for each pixel centre.
    @Test
    void findsTheInsideOfPolygons() {
        var random = new Random(8);
        double[][] star = new double[17][];
        double[][] hole = new double[5][];
        for (int i = 0; i < star.length; i++) {
            double angle = i * 2 * Math.PI / star.length;
            double radius = 0.004 + 0.004 * random.nextDouble();
            star[i] = new double[] {7 + radius * Math.cos(angle), radius * Math.sin(angle)};
        }
        for (int i = 0; i < hole.length; i++) {
            double angle = i * 2 * Math.PI / hole.length;
            hole[i] = new double[] {7 + 0.002 * Math.cos(angle), 0.002 * Math.sin(angle)};
        }
        var low = org.nadir.geo.TileMatrix.mercator(6.99, -0.01);
        var high = org.nadir.geo.TileMatrix.mercator(7.01, 0.01);
        var box = new org.nadir.geo.Bounds(low.x(), low.y(), high.x(), high.y());
        boolean[] found = CutLine.of(star, hole).mask(box, 101, 99);
        for (int i = 0; i < found.length; i++) {
            var at =
                    org.nadir.geo.TileMatrix.lonLat(
                            box.minX() + (i % 101 + 0.5) / 101 * box.width(),
                            box.maxY() - (i / 101 + 0.5) / 99 * box.height());
            boolean expected = contains(star, at.x(), at.y()) && !contains(hole, at.x(), at.y());
            assertThat(found[i]).as("pixel %d", i).isEqualTo(expected);
        }
    }

    private static boolean contains(double[][] ring, double x, double y) {
        boolean inside = false;
        for (int i = 0; i < ring.length; i++) {
            double[] a = ring[i];
            double[] b = ring[(i + 1) % ring.length];
            if (a[1] > y != b[1] > y && x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])) {
                inside = !inside;
            }
        }
        return inside;
    }
}
