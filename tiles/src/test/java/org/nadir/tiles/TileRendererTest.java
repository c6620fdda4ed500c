package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.TileMatrix;

/// Tiles against GDAL's warper, against each other at neighbouring zooms, and against closed forms.
class TileRendererTest {
    private static final TileMatrix.Tile DEM_TILE = new TileMatrix.Tile(19, 128174, 184745);
    private static final TileMatrix.Tile ORTHO_TILE = new TileMatrix.Tile(17, 68645, 45899);
    private static final ColorMap GRAY = ColorMap.named("gray");

    @TempDir private Path folder;

    /// The interpolated grid is right to a twentieth of a pixel, so up to one pixel in ten may fall on the other side of an
    /// edge of its source pixel; in this picture three in four source pixels differ from a neighbour in blue or green.
    @Test
    void takesTheSameNearestPixelsAsGdal() throws IOException {
        float[] expected = Rasters.all(Rasters.copy("ortho_tile.tif", folder));
        int different = 0;
        int shown = 0;
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("ortho.tif", folder))) {
            BufferedImage image = image(layer, ORTHO_TILE, 128, TileStyle.Colours.PLAIN);
            for (int i = 0; i < 128 * 128; i++) {
                int argb = image.getRGB(i % 128, i / 128);
                boolean expectedShown = expected[4 * i + 3] != 0;
                boolean same = argb >>> 24 == (expectedShown ? 255 : 0);
                for (int c = 0; c < 3 && expectedShown; c++) {
                    int found = argb >> (16 - 8 * c) & 0xFF;
                    same &= found == (int) expected[4 * i + c];
                    int oneSourcePixel = c == 0 ? 161 : 1;
                    assertThat(argb >>> 24 == 0 ? expected[4 * i + c] : found)
                            .isCloseTo(expected[4 * i + c], within((float) oneSourcePixel));
                }
                different += same ? 0 : 1;
                shown += expectedShown ? 1 : 0;
            }
        }
        assertThat(shown).isGreaterThan(10_000);
        assertThat(different).isLessThan(128 * 128 / 50);
    }

    /// Heights change by up to 0.36 m per pixel; a twentieth of a pixel is 0.018 m.
    @Test
    void interpolatesHeightsAsGdalDoes() throws IOException {
        float[] expected = Rasters.all(Rasters.copy("dem_tile.tif", folder));
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("dem.tif", folder))) {
            Field field = Field.sample(layer, DEM_TILE.bounds(), 128, 128, Field.Sampling.BILINEAR);
            int both = 0;
            int other = 0;
            double sum = 0;
            for (int i = 0; i < expected.length; i++) {
                boolean known = field.opacity()[i] != 0;
                if (known && expected[i] != -9999) {
                    both++;
                    sum += Math.abs(field.values()[i] - expected[i]);
                    assertThat(field.values()[i]).isCloseTo(expected[i], within(0.02f));
                } else if (known != (expected[i] != -9999)) {
                    other++;
                }
            }
            assertThat(both).isGreaterThan(10_000);
            assertThat(sum / both).isLessThan(0.002);
            // GDAL and we may disagree on which half of an edge pixel is known.
            assertThat(other).isLessThan(200);
        }
    }

    @Test
    void showsHeightsInTheColoursOfTheirRange() throws IOException {
        var style = new TileStyle.Elevation(new TileStyle.Range(190, 212), GRAY, 0);
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("dem.tif", folder))) {
            BufferedImage image = image(layer, DEM_TILE, 64, style);
            Field field = Field.sample(layer, DEM_TILE.bounds(), 64, 64, Field.Sampling.BILINEAR);
            int shown = 0;
            for (int i = 0; i < 64 * 64; i++) {
                int argb = image.getRGB(i % 64, i / 64);
                if (field.opacity()[i] == 0) {
                    continue;
                }
                shown++;
                double expected = (field.values()[i] - 190) / 22 * 255;
                assertThat(argb >>> 24).isEqualTo(255);
                assertThat((double) (argb & 0xFF)).isCloseTo(expected, within(1.5));
            }
            assertThat(shown).isGreaterThan(2000);
        }
    }

    /// A tile of 512 pixels shows what its four children of 256 show, seams included; hillshade needs the heights beyond
    /// the edge for that.
    @Test
    void joinsWithoutSeams() throws IOException {
        var style =
                new TileStyle.Elevation(new TileStyle.Range(190, 212), ColorMap.named("jet"), 2);
        try (RasterLayer layer = RasterLayer.open(Rasters.copy("dem.tif", folder))) {
            BufferedImage parent = image(layer, DEM_TILE, 512, style);
            for (int k = 0; k < 4; k++) {
                var child =
                        new TileMatrix.Tile(20, 2 * DEM_TILE.x() + k % 2, 2 * DEM_TILE.y() + k / 2);
                BufferedImage part = image(layer, child, 256, style);
                double sum = 0;
                for (int y = 0; y < 256; y++) {
                    for (int x = 0; x < 256; x++) {
                        int a = part.getRGB(x, y);
                        int b = parent.getRGB(k % 2 * 256 + x, k / 2 * 256 + y);
                        sum += Math.abs((a >> 8 & 0xFF) - (b >> 8 & 0xFF));
                        if (a >>> 24 == b >>> 24 && a >>> 24 == 255) {
                            assertThat(a & 0xFF).isCloseTo(b & 0xFF, within(12));
                        }
                    }
                }
                assertThat(sum / (256 * 256)).isLessThan(0.5);
            }
        }
    }

    @Test
    void rendersOverviewsThatLieWhereTheImageLies() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            for (int zoom = layer.minZoom(); zoom <= layer.maxZoom(); zoom++) {
                Coordinate centre =
                        layer.crs().toLonLat(layer.layout().x(500), layer.layout().y(400));
                TileMatrix.Tile tile = TileMatrix.tileAt(centre.x(), centre.y(), zoom);
                BufferedImage image = image(layer, tile, 256, TileStyle.Colours.PLAIN);
                double pixel = tile.bounds().width() / 256;
                int shown = 0;
                for (int y = 0; y < 256; y += 3) {
                    for (int x = 0; x < 256; x += 3) {
                        int argb = image.getRGB(x, y);
                        Coordinate at =
                                layer.pixelFrom(
                                        Crs.WEB_MERCATOR,
                                        tile.bounds().minX() + (x + 0.5) * pixel,
                                        tile.bounds().maxY() - (y + 0.5) * pixel);
                        if (argb >>> 24 < 255) {
                            continue;
                        }
                        shown++;
                        // nearest pixel of a level that has at least 1 / 1.2 of the detail
                        double reach =
                                Math.max(1, layer.levelFor(pixel / 0.1) == 0 ? 1 : pixel / 0.1);
                        assertThat((argb >> 16 & 0xFF) * 4.0 + 2)
                                .isCloseTo(at.x(), within(3 + reach));
                        assertThat((argb >> 8 & 0xFF) * 4.0 + 2)
                                .isCloseTo(at.y(), within(3 + reach));
                        assertThat(argb & 0xFF).isEqualTo(77);
                    }
                }
                assertThat(shown).as("zoom %d", zoom).isPositive();
            }
        }
    }

    @Test
    void knowsItsZoomsAndBounds() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            // 0.1 m at 46.84 degrees north is 0.146 m of Web Mercator; zoom 20 has 0.149
            assertThat(layer.nativeMaxZoom()).isEqualTo(20);
            // the shorter side of 800 pixels becomes 200 by a factor of 4
            assertThat(layer.nativeMinZoom()).isEqualTo(18);
            assertThat(layer.minZoom()).isEqualTo(15);
            assertThat(layer.maxZoom()).isEqualTo(23);
            assertThat(layer.serves(14)).isFalse();
            assertThat(layer.serves(23)).isTrue();
        }
        try (RasterLayer dem = RasterLayer.open(Rasters.copy("dem.tif", folder))) {
            // gdalinfo: corners of the raster in WGS 84, seven decimals
            assertThat(dem.bounds().minX()).isCloseTo(-91.9901774, within(6e-8));
            assertThat(dem.bounds().maxX()).isCloseTo(-91.9891830, within(6e-8));
            assertThat(dem.bounds().minY()).isCloseTo(46.8405008, within(6e-8));
            assertThat(dem.bounds().maxY()).isCloseTo(46.8410943, within(6e-8));
        }
    }

    @Test
    void saysWhenATileIsOutside() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            TileMatrix.Tile far = new TileMatrix.Tile(19, 1, 1);
            TileMatrix.Tile impossible = new TileMatrix.Tile(2, 9, 1);

            assertThat(TileRenderer.render(layer, TileRequest.png(far, TileStyle.Colours.PLAIN)))
                    .isEqualTo(new TileResult.Outside());
            assertThat(
                            TileRenderer.render(
                                    layer, TileRequest.png(impossible, TileStyle.Colours.PLAIN)))
                    .isEqualTo(new TileResult.Outside());
        }
    }

    @Test
    void choosesJpegOnlyWhereNothingIsTransparent() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            Coordinate centre = layer.bounds().centre();
            TileMatrix.Tile inner = TileMatrix.tileAt(centre.x(), centre.y(), 21);
            TileMatrix.Tile whole = TileMatrix.tileAt(centre.x(), centre.y(), 16);

            assertThat(type(layer, inner, TileFormat.SMALLEST)).isEqualTo("image/jpeg");
            assertThat(type(layer, whole, TileFormat.SMALLEST)).isEqualTo("image/png");
            assertThat(type(layer, whole, TileFormat.JPEG)).isEqualTo("image/jpeg");
            assertThat(type(layer, inner, TileFormat.PNG)).isEqualTo("image/png");
        }
    }

    @Test
    void hidesWhatTheCutLineLeavesOut() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            double west = layer.bounds().minX();
            double east = layer.bounds().maxX();
            double middle = (west + east) / 2;
            double south = layer.bounds().minY();
            double north = layer.bounds().maxY();
            CutLine half =
                    CutLine.of(
                            new double[][] {
                                {west, south}, {middle, south}, {middle, north}, {west, north}
                            });
            TileMatrix.Tile tile = TileMatrix.tileAt(middle, (south + north) / 2, 17);
            var request = new TileRequest(tile, 256, TileStyle.Colours.PLAIN, TileFormat.PNG, half);
            BufferedImage image = decode(TileRenderer.render(layer, request));
            double cut =
                    (TileMatrix.mercator(middle, 0).x() - tile.bounds().minX())
                            / tile.bounds().width()
                            * 256;
            int shown = 0;
            for (int y = 0; y < 256; y++) {
                for (int x = 0; x < 256; x++) {
                    boolean visible = image.getRGB(x, y) >>> 24 != 0;
                    shown += visible ? 1 : 0;
                    assertThat(visible && x + 0.5 > cut).isFalse();
                }
            }
            assertThat(shown).isPositive();
        }
    }

    @Test
    void coloursVegetation() throws IOException {
        VegetationIndex exg = VegetationIndex.find("EXG").orElseThrow();
        var style =
                new TileStyle.Index(
                        exg, BandOrder.parse("RGB"), new TileStyle.Range(-255, 255), GRAY);
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            Coordinate centre = layer.bounds().centre();
            TileMatrix.Tile tile = TileMatrix.tileAt(centre.x(), centre.y(), 21);
            BufferedImage colours = image(layer, tile, 256, TileStyle.Colours.PLAIN);
            BufferedImage index = image(layer, tile, 256, style);
            for (int i = 0; i < 256; i++) {
                int rgb = colours.getRGB(i, 255 - i);
                int value = 2 * (rgb >> 8 & 0xFF) - (rgb >> 16 & 0xFF) - (rgb & 0xFF);
                int expected = (int) Math.round(Math.clamp((value + 255) / 510.0, 0, 1) * 255);
                assertThat(index.getRGB(i, 255 - i) & 0xFF).isEqualTo(expected);
            }
        }
        assertThatThrownBy(() ->
                        new TileStyle.Index(
                                VegetationIndex.find("NDVI").orElseThrow(),
                                BandOrder.parse("RGB"),
                                TileStyle.Range.BYTES,
                                GRAY))
                .hasMessageContaining("NDVI needs other bands than RGB");
    }

    @Test
    void makesSquareThumbnails() throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.ortho(folder))) {
            byte[] png = LayerThumbnail.png(layer, TileStyle.Colours.PLAIN, 120, null);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));

            assertThat(image.getWidth()).isEqualTo(120);
            assertThat(image.getHeight()).isEqualTo(120);
            assertThat(image.getRGB(60, 3) >>> 24).isZero();
            assertThat(image.getRGB(60, 60) >>> 24).isEqualTo(255);
            assertThat(image.getRGB(60, 60) >> 16 & 0xFF).isCloseTo(125, within(4));
        }
    }

    /// Without overviews a low zoom would need the whole raster at once; it is read in parts instead.
    @Test
    void keepsWindowsSmallWithoutOverviews() throws IOException {
        Path file = folder.resolve("wide.tif");
        int width = 9000;
        var layout = org.nadir.geo.RasterLayout.of(500_000, 5_000_000, 0.1, width, 2500);
        var options =
                org.nadir.geo.tiff.GeoTiffOptions.bands(
                                org.nadir.geo.tiff.SampleType.UINT8, 1, false, false, 32615)
                        .withOverviews(false);
        try (var writer =
                org.nadir.geo.tiff.GeoTiffWriter.create(
                        file, layout, options, org.nadir.geo.tiff.ParallelLoop.serial())) {
            byte[] row = new byte[width];
            for (int x = 0; x < width; x++) {
                row[x] = (byte) (1 + x / 40);
            }
            for (int y = 0; y < layout.height(); y++) {
                writer.writeRows(row, 1);
            }
            writer.finish();
        }
        try (RasterLayer layer = RasterLayer.open(file)) {
            byte[] png = LayerThumbnail.png(layer, TileStyle.Colours.PLAIN, 90, null);
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
            for (int x = 1; x < 89; x++) {
                int expected = 1 + (int) ((x + 0.5) * 100) / 40;
                assertThat(image.getRGB(x, 45) & 0xFF).isCloseTo(expected, within(3));
            }
        }
    }

    @Test
    void namesRastersThatHaveNoPlace() throws IOException {
        Path file = folder.resolve("nowhere.tif");
        try (var writer =
                org.nadir.geo.tiff.GeoTiffWriter.create(
                        file,
                        org.nadir.geo.RasterLayout.of(0, 0, 1, 4, 4),
                        org.nadir.geo.tiff.GeoTiffOptions.elevation(0),
                        org.nadir.geo.tiff.ParallelLoop.serial())) {
            writer.writeRows(new float[16], 4);
            writer.finish();
        }
        assertThatThrownBy(() -> RasterLayer.open(file))
                .isInstanceOf(UnplacedRasterException.class)
                .hasMessageContaining("nowhere.tif");
        assertThat(Files.exists(file)).isTrue();
    }

    private static String type(RasterLayer layer, TileMatrix.Tile tile, TileFormat format)
            throws IOException {
        var request = new TileRequest(tile, 256, TileStyle.Colours.PLAIN, format, null);
        return ((TileResult.Rendered) TileRenderer.render(layer, request)).contentType();
    }

    private static BufferedImage image(
            RasterLayer layer, TileMatrix.Tile tile, int pixels, TileStyle style)
            throws IOException {
        return decode(
                TileRenderer.render(
                        layer, new TileRequest(tile, pixels, style, TileFormat.PNG, null)));
    }

    private static BufferedImage decode(TileResult result) throws IOException {
        byte[] bytes = ((TileResult.Rendered) result).bytes();
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }
}
