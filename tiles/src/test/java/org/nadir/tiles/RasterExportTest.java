package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.zip.ZipFile;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.proj4j.CRSFactory;
import org.locationtech.proj4j.CoordinateTransform;
import org.locationtech.proj4j.CoordinateTransformFactory;
import org.locationtech.proj4j.ProjCoordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.CogConversion;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// Exported rasters, held against the functions of place that the source was filled with; places are brought back by proj4j.
class RasterExportTest {

    private static final RasterLayout PLACE = RasterLayout.of(577_000, 5_188_000, 0.5, 900, 700);

    @TempDir Path folder;

    private static double height(double x, double y) {
        return 100 + 0.02 * (x - 577_000) - 0.03 * (y - 5_187_800);
    }

    private Path elevation() throws IOException {
        Path file = folder.resolve("dsm.tif");
        float[] heights = new float[PLACE.width() * PLACE.height()];
        for (int i = 0; i < heights.length; i++) {
            double column = i % PLACE.width() + 0.5;
            double row = i / PLACE.width() + 0.5;
            heights[i] = (float) height(PLACE.x(column), PLACE.y(row));
        }
        try (var writer =
                GeoTiffWriter.create(
                        file, PLACE, GeoTiffOptions.elevation(32615), ParallelLoop.serial())) {
            writer.writeRows(heights, PLACE.height());
            writer.finish();
        }
        return file;
    }

    private static RasterExport export(
            RasterLayer layer, @Nullable Crs target, @Nullable CutLine cut) {
        ExportGrid grid = ExportGrid.of(layer, target, cut).orElseThrow();
        return new RasterExport(layer, grid, cut, share -> assertThat(share).isBetween(0.0, 1.0));
    }

    private static CoordinateTransform toUtm(String from) {
        var factory = new CRSFactory();
        return new CoordinateTransformFactory()
                .createTransform(
                        factory.createFromName(from), factory.createFromName("EPSG:32615"));
    }

    @ParameterizedTest
    @ValueSource(ints = {4326, 3857, 32616, 26915})
    void warpedHeightsAreThoseOfThePlace(int epsg) throws IOException {
        Path out = folder.resolve("out.tif");
        try (RasterLayer layer = RasterLayer.open(elevation())) {
            export(layer, Crs.ofEpsg(epsg), null).geoTiff(out, true);
        }
        CoordinateTransform transform = toUtm("EPSG:" + epsg);
        int known = 0;
        try (GeoTiffReader reader = GeoTiffReader.open(out)) {
            assertThat(reader.epsg()).isEqualTo(epsg);
            assertThat(CogConversion.isOptimised(reader)).isTrue();
            assertThat(reader.nodata()).hasValue(-9999);
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            float[] values = Rasters.all(out);
            var place = new ProjCoordinate();
            for (int i = 0; i < values.length; i++) {
                double column = i % layout.width() + 0.5;
                double row = i / layout.width() + 0.5;
                transform.transform(new ProjCoordinate(layout.x(column), layout.y(row)), place);
                double inset =
                        Math.min(
                                Math.min(place.x - PLACE.left(), PLACE.right() - place.x),
                                Math.min(place.y - PLACE.bottom(), PLACE.top() - place.y));
                if (inset > 0.3) {
                    // A twentieth of a pixel times the slope, and half a metre-wide datum grid.
                    assertThat((double) values[i]).isCloseTo(height(place.x, place.y), within());
                    known++;
                } else if (inset < -0.3) {
                    assertThat(values[i]).isEqualTo(-9999);
                }
            }
        }
        assertThat(known).isGreaterThan(300_000);
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.003);
    }

    @Test
    void colocatedPixelsAreCopiedNotResampled() throws IOException {
        Path out = folder.resolve("out.tif");
        Path source = elevation();
        try (RasterLayer layer = RasterLayer.open(source)) {
            export(layer, layer.crs(), null).geoTiff(out, true);
        }
        assertThat(Rasters.all(out)).isEqualTo(Rasters.all(source));
    }

    @Test
    void theNearestPixelIsTaken() throws IOException {
        Path out = folder.resolve("out.tif");
        Path source = Rasters.ortho(folder);
        RasterLayout from;
        try (RasterLayer layer = RasterLayer.open(source)) {
            from = layer.layout();
            export(layer, Crs.WEB_MERCATOR, null).geoTiff(out, false);
        }
        CoordinateTransform transform = toUtm("EPSG:3857");
        int compared = 0;
        try (GeoTiffReader reader = GeoTiffReader.open(out)) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            assertThat(reader.alphaBand()).isEqualTo(3);
            float[] values = Rasters.all(out);
            var place = new ProjCoordinate();
            for (int i = 0; i < layout.width() * layout.height(); i++) {
                transform.transform(
                        new ProjCoordinate(
                                layout.x(i % layout.width() + 0.5),
                                layout.y(i / layout.width() + 0.5)),
                        place);
                double column = from.column(place.x);
                double row = from.row(place.y);
                boolean near =
                        Math.abs(column - Math.rint(column)) < 0.06
                                || Math.abs(row - Math.rint(row)) < 0.06;
                boolean inside = column > 0 && row > 0 && column < 1000 && row < 800;
                if (near) {
                    continue;
                }
                compared++;
                assertThat(values[4 * i + 3]).isEqualTo(inside ? 255 : 0);
                assertThat(values[4 * i]).isEqualTo(inside ? (int) column / 4 % 256 : 0);
                assertThat(values[4 * i + 1]).isEqualTo(inside ? (int) row / 4 % 256 : 0);
            }
        }
        assertThat(compared).isGreaterThan(500_000);
    }

    /// A triangle in the plane of the raster, brought to longitude and latitude.
    private static CutLine triangle(double... xy) {
        double[][] ring = new double[xy.length / 2][];
        for (int i = 0; i < ring.length; i++) {
            var place = Crs.ofEpsg(32615).toLonLat(xy[2 * i], xy[2 * i + 1]);
            ring[i] = new double[] {place.x(), place.y()};
        }
        return CutLine.of(ring);
    }

    @Test
    void whatIsCutOffIsUnknownAndTheRestStays() throws IOException {
        Path out = folder.resolve("out.tif");
        CutLine cut = triangle(577_010, 5_187_990, 577_110, 5_187_990, 577_010, 5_187_890);
        try (RasterLayer layer = RasterLayer.open(elevation())) {
            export(layer, layer.crs(), cut).geoTiff(out, true);
        }
        try (GeoTiffReader reader = GeoTiffReader.open(out)) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            // On the pixels of the source, and no larger than needed.
            assertThat(layout.width()).isBetween(200, 202);
            assertThat((layout.left() - PLACE.left()) % 0.5).isCloseTo(0, within());
            float[] values = Rasters.all(out);
            int kept = 0;
            for (int i = 0; i < values.length; i++) {
                double x = layout.x(i % layout.width() + 0.5);
                double y = layout.y(i / layout.width() + 0.5);
                double depth =
                        Math.min(
                                Math.min(x - 577_010, 5_187_990 - y),
                                y - 5_187_890 - (x - 577_010));
                if (depth > 1e-3) {
                    assertThat(values[i]).isEqualTo((float) height(x, y));
                    kept++;
                } else if (depth < -1e-3) {
                    assertThat(values[i]).isEqualTo(-9999);
                }
            }
            assertThat(kept).isBetween(19_700, 20_000);
        }
    }

    @Test
    void nothingIsLeftOfAnAreaElsewhere() throws IOException {
        CutLine cut = triangle(587_010, 5_187_990, 587_110, 5_187_990, 587_010, 5_187_890);
        try (RasterLayer layer = RasterLayer.open(elevation())) {
            assertThat(ExportGrid.of(layer, null, cut)).isEmpty();
        }
    }

    @Test
    void anIndexIsItsFormula() throws IOException {
        Path out = folder.resolve("out.tif");
        Path source = Rasters.ortho(folder);
        try (RasterLayer layer = RasterLayer.open(source)) {
            export(layer, layer.crs(), null)
                    .index(out, VegetationIndex.find("VARI").orElseThrow(), BandOrder.parse("RGB"));
        }
        float[] colours = Rasters.all(source);
        float[] values = Rasters.all(out);
        for (int i = 0; i < values.length; i++) {
            double red = colours[4 * i];
            double green = colours[4 * i + 1];
            double expected = (green - red) / (green + red - colours[4 * i + 2]);
            assertThat(values[i]).isEqualTo(Double.isFinite(expected) ? (float) expected : -9999f);
        }
    }

    @Test
    void picturesShowTheColours() throws IOException {
        Path png = folder.resolve("out.png");
        Path jpg = folder.resolve("out.jpg");
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            export(layer, layer.crs(), null).png(png, TileStyle.Colours.PLAIN);
            export(layer, layer.crs(), null).jpeg(jpg, TileStyle.Colours.PLAIN);
        }
        BufferedImage exact = ImageIO.read(png.toFile());
        BufferedImage close = ImageIO.read(jpg.toFile());
        assertThat(exact.getWidth()).isEqualTo(1000);
        assertThat(close.getHeight()).isEqualTo(800);
        for (int y = 0; y < 800; y += 7) {
            for (int x = 0; x < 1000; x += 7) {
                assertThat(exact.getRGB(x, y)).isEqualTo(255 << 24 | x / 4 << 16 | y / 4 << 8 | 77);
                int rgb = close.getRGB(x, y);
                assertThat(rgb >> 16 & 255).isCloseTo(x / 4, offset());
                assertThat(rgb >> 8 & 255).isCloseTo(y / 4, offset());
            }
        }
    }

    private static org.assertj.core.data.Offset<Integer> offset() {
        return org.assertj.core.data.Offset.offset(6);
    }

    @Test
    void theRangeIsThatOfTheKnownHeights() throws IOException {
        CutLine cut = triangle(577_010, 5_187_990, 577_110, 5_187_990, 577_010, 5_187_890);
        try (RasterLayer layer = RasterLayer.open(elevation())) {
            TileStyle.Range all = ValueRange.ofFirstBand(layer, null).orElseThrow();
            assertThat(all.min()).isCloseTo(height(577_000.25, 5_187_999.75), within());
            assertThat(all.max()).isCloseTo(height(577_449.75, 5_187_650.25), within());
            TileStyle.Range part = ValueRange.ofFirstBand(layer, cut).orElseThrow();
            assertThat(part.min()).isCloseTo(height(577_010.25, 5_187_989.75), within());
        }
    }

    @Test
    void aLargeOverlayIsATreeWithoutGaps() throws IOException {
        Path kmz = folder.resolve("out.kmz");
        Path file = folder.resolve("wide.tif");
        int width = 3000;
        byte[] rgba = new byte[4 * width * 100];
        for (int i = 0; i < width * 100; i++) {
            rgba[4 * i] = (byte) (i % width / 12);
            rgba[4 * i + 3] = -1;
        }
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        RasterLayout.of(577_000, 5_188_000, 0.1, width, 100),
                        GeoTiffOptions.rgba(32615),
                        ParallelLoop.serial())) {
            writer.writeRows(rgba, 100);
            writer.finish();
        }
        try (RasterLayer layer = RasterLayer.open(file)) {
            ExportGrid grid = ExportGrid.of(layer, Crs.WGS84, null).orElseThrow();
            new SuperOverlay(layer, grid, TileStyle.Colours.PLAIN, null, "A & B", share -> {})
                    .write(kmz);
        }
        try (var zip = new ZipFile(kmz.toFile())) {
            String doc = text(zip, "doc.kml");
            assertThat(doc).contains("<name>A &amp; B</name>");
            int pictures = follow(zip, "", doc, 0);
            long stored = zip.stream().filter(entry -> !entry.getName().endsWith(".kml")).count();
            assertThat(pictures).isEqualTo((int) stored).isGreaterThan(5);
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        var entry = Objects.requireNonNull(zip.getEntry(name), name);
        return new String(
                zip.getInputStream(entry).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /// Goes where a viewer would; each link must lead somewhere and each picture be one.
    private static int follow(ZipFile zip, String place, String kml, int depth) throws IOException {
        assertThat(depth).isLessThan(12);
        int pictures = 0;
        var links = java.util.regex.Pattern.compile("<href>([^<]*)</href>").matcher(kml);
        while (links.find()) {
            String path = Path.of(place).resolve(links.group(1)).normalize().toString();
            if (path.endsWith(".kml")) {
                String folder = path.substring(0, path.lastIndexOf('/') + 1);
                pictures += follow(zip, folder, text(zip, path), depth + 1);
            } else {
                var entry = Objects.requireNonNull(zip.getEntry(path), path);
                BufferedImage image = ImageIO.read(zip.getInputStream(entry));
                assertThat(Math.max(image.getWidth(), image.getHeight())).isLessThanOrEqualTo(512);
                pictures++;
            }
        }
        return pictures;
    }
}
