package org.nadir.geo.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.geo.RasterLayout;

/// Files made by GDAL, whose pixels follow closed forms, read back; and damaged ones.
class GeoTiffReaderTest {
    private static final RasterLayout PLACE =
            new RasterLayout(
                    500000.5, 4500000.75, 0.25, 0.5, GoldenFiles.WIDTH, GoldenFiles.HEIGHT);

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "u8_strips_none.tif, 1, 32616",
        "u8_tiles_deflate2.tif, 4, 32616",
        "u8_tiles_lzw_planar.tif, 3, 32616",
        "u8_strips_packbits.tif, 2, 32616",
        "u8_big_endian_bigtiff.tif, 3, 32616",
        "u16_strips_lzw2_big_endian.tif, 3, 32616",
        "u16_tiles_deflate2.tif, 5, 32616",
        "i16_tiles_none_big_endian.tif, 1, 32616",
        "f32_tiles_deflate3.tif, 1, 32616",
        "f32_strips_deflate_big_endian.tif, 2, 32616",
        "f32_strips_lzw2.tif, 1, 4326",
        "f64_tiles_lzw3.tif, 1, 2056",
    })
    void readsWhatGdalWrites(String name, int bands, int epsg) throws IOException {
        try (GeoTiffReader reader = GeoTiffReader.open(GoldenFiles.copy(name, folder))) {
            assertThat(reader.bands()).isEqualTo(bands);
            assertThat(reader.epsg()).isEqualTo(epsg);
            assertThat(reader.layout()).isEqualTo(PLACE);
            int[][] windows = {{0, 0, 41, 30}, {15, 13, 3, 5}, {40, 29, 1, 1}, {7, 0, 30, 30}};
            for (int[] w : windows) {
                checkWindow(reader, w[0], w[1], w[2], w[3]);
            }
        }
    }

    private static void checkWindow(GeoTiffReader reader, int x0, int y0, int columns, int rows)
            throws IOException {
        int bands = reader.bands();
        float[] floats = new float[columns * rows * bands];
        reader.read(0, x0, y0, columns, rows, floats);
        byte[] bytes = new byte[floats.length];
        boolean isByte = reader.sampleType() == SampleType.UINT8;
        if (isByte) {
            reader.read(0, x0, y0, columns, rows, bytes);
        }
        for (int i = 0; i < floats.length; i++) {
            int pixel = i / bands;
            int x = x0 + pixel % columns;
            int y = y0 + pixel / columns;
            double expected = GoldenFiles.value(reader.sampleType(), i % bands, x, y);
            assertThat((double) floats[i]).as("%d,%d", x, y).isEqualTo(expected);
            if (isByte) {
                assertThat(bytes[i] & 0xFF).isEqualTo((int) expected);
            }
        }
    }

    @Test
    void readsWhatTheBandsStandFor() throws IOException {
        try (GeoTiffReader rgba = open("u8_tiles_deflate2.tif");
                GeoTiffReader many = open("u16_tiles_deflate2.tif");
                GeoTiffReader named = open("u8_point.tif");
                GeoTiffReader dem = open("f32_tiles_deflate3.tif")) {
            assertThat(rgba.colours())
                    .containsExactly(
                            ColorInterpretation.RED,
                            ColorInterpretation.GREEN,
                            ColorInterpretation.BLUE,
                            ColorInterpretation.ALPHA);
            assertThat(rgba.alphaBand()).isEqualTo(3);
            assertThat(many.colours().getFirst()).isEqualTo(ColorInterpretation.GRAY);
            assertThat(many.alphaBand()).isEqualTo(-1);
            assertThat(named.descriptions()).containsExactly("near & <infra> red");
            assertThat(dem.nodata()).hasValue(-9999);
            assertThat(dem.sampleType().dtype()).isEqualTo("float32");
        }
    }

    @Test
    void knowsFeet() throws IOException {
        try (GeoTiffReader band = open("f32_feet.tif");
                GeoTiffReader vertical = open("f32_vertical_feet.tif");
                GeoTiffReader metres = open("f32_tiles_deflate3.tif")) {
            assertThat(band.unitMetres()).isEqualTo(1200.0 / 3937);
            assertThat(vertical.unitMetres()).isEqualTo(1200.0 / 3937);
            assertThat(vertical.epsg()).isEqualTo(2263);
            assertThat(metres.unitMetres()).isEqualTo(1);
        }
    }

    @Test
    @Timeout(30)
    void servesOthersAfterOneReaderWasInterrupted() throws Exception {
        try (GeoTiffReader reader = open("u8_strips_none.tif")) {
            var interrupted =
                    new Thread(() -> {
                        Thread.currentThread().interrupt();
                        try {
                            reader.read(0, 0, 0, 1, 1, new byte[1]);
                        } catch (IOException closedUnderIt) {
                            Thread.interrupted();
                        }
                    });
            interrupted.start();
            interrupted.join();
            checkWindow(reader, 0, 0, 41, 30);
        }
    }

    /// GDAL keeps its geotransform when a raster is marked as points; the file then ties down pixel centres.
    @Test
    void movesPointRastersByHalfAPixel() throws IOException {
        try (GeoTiffReader reader = open("u8_point.tif")) {
            assertThat(reader.layout()).isEqualTo(PLACE);
        }
    }

    @Test
    void fillsBlocksThatTheFileLeavesOut() throws IOException {
        try (GeoTiffReader reader = open("u8_sparse.tif")) {
            byte[] all = new byte[41 * 30];
            reader.read(0, 0, 0, 41, 30, all);
            for (int i = 0; i < all.length; i++) {
                int x = i % 41;
                int y = i / 41;
                boolean stored = x >= 16 && x < 32 && y < 16;
                double expected = stored ? GoldenFiles.value(SampleType.UINT8, 0, x - 16, y) : 0;
                assertThat(all[i] & 0xFF).isEqualTo((int) expected);
            }
        }
    }

    /// The pattern is linear; JPEG at quality 90 with halved chroma keeps it within a few grey values.
    @Test
    void readsJpegTilesWithAMaskAndOverviews() throws IOException {
        try (GeoTiffReader reader = open("u8_jpeg_mask.tif")) {
            assertThat(reader.bands()).isEqualTo(4);
            assertThat(reader.alphaBand()).isEqualTo(3);
            assertThat(reader.levels())
                    .containsExactly(
                            new GeoTiffReader.Level(96, 96, 1, 1),
                            new GeoTiffReader.Level(48, 48, 2, 2),
                            new GeoTiffReader.Level(24, 24, 4, 4));
            byte[] rgba = new byte[96 * 96 * 4];
            reader.read(0, 0, 0, 96, 96, rgba);
            for (int i = 0; i < rgba.length; i += 4) {
                int x = i / 4 % 96;
                int y = i / 4 / 96;
                assertThat(rgba[i + 3] & 0xFF).isEqualTo(x + y < 150 ? 255 : 0);
                if (x + y > 140) {
                    continue; // GDAL blackens what the mask hides, and JPEG rings around that edge
                }
                assertThat(rgba[i] & 0xFF).isCloseTo(2 * x + 20, within(9));
                assertThat(rgba[i + 1] & 0xFF).isCloseTo(2 * y + 30, within(9));
                assertThat(rgba[i + 2] & 0xFF).isCloseTo(220 - x - y, within(9));
            }
            byte[] small = new byte[24 * 24 * 4];
            reader.read(2, 0, 0, 24, 24, small);
            assertThat(small[4 * (10 * 24 + 5)] & 0xFF).isCloseTo(2 * 22 + 20 - 1, within(9));
        }
    }

    @Test
    void servesManyThreadsAtOnce() throws Exception {
        try (GeoTiffReader reader = open("u16_tiles_deflate2.tif");
                var pool = Executors.newFixedThreadPool(8)) {
            List<Future<Object>> all =
                    java.util.stream.IntStream.range(0, 64)
                            .mapToObj(seed ->
                                    pool.submit(() -> {
                                        var random = new Random(seed);
                                        int x = random.nextInt(40);
                                        int y = random.nextInt(29);
                                        checkWindow(reader, x, y, 41 - x, 30 - y);
                                        return (Object) seed;
                                    }))
                            .toList();
            for (Future<Object> each : all) {
                each.get();
            }
        }
    }

    @Test
    void refusesWindowsOutside() throws IOException {
        try (GeoTiffReader reader = open("u8_strips_none.tif")) {
            assertThatThrownBy(() -> reader.read(0, 40, 0, 2, 1, new byte[2]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("u8_strips_none.tif")
                    .hasMessageContaining("40,0 2 x 1");
            assertThatThrownBy(() -> reader.read(0, 0, 0, 41, 30, new float[41 * 30 - 1]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void namesFilesThatAreNoTiff() throws IOException {
        Path text = Files.writeString(folder.resolve("notes.tif"), "no picture at all");
        Path empty = Files.createFile(folder.resolve("empty.tif"));

        assertThatThrownBy(() -> GeoTiffReader.open(text))
                .isInstanceOf(GeoTiffException.class)
                .hasMessageContaining("notes.tif: not a TIFF");
        assertThatThrownBy(() -> GeoTiffReader.open(empty))
                .isInstanceOf(GeoTiffException.class)
                .hasMessageContaining("empty.tif: not a TIFF");
    }

    /// A file cut anywhere either opens and reads its pixels right, or fails with a message that names it.
    @ParameterizedTest
    @CsvSource({"u8_tiles_deflate2.tif", "u8_tiles_lzw_planar.tif", "u8_jpeg_mask.tif"})
    void noticesFilesThatAreCutShort(String name) throws IOException {
        byte[] whole = GoldenFiles.bytes(name);
        int failures = 0;
        for (int length = 0; length < whole.length; length += 97) {
            Path cut = Files.write(folder.resolve("cut.tif"), Arrays.copyOf(whole, length));
            if (failsNamingTheFile(cut)) {
                failures++;
            }
        }
        assertThat(failures).isGreaterThan(whole.length / 97 / 2);
    }

    /// Any byte may lie; what comes out is pixels or a message, never another exception.
    @ParameterizedTest
    @CsvSource({
        "u8_tiles_deflate2.tif",
        "u16_strips_lzw2_big_endian.tif",
        "u8_big_endian_bigtiff.tif"
    })
    void survivesFilesThatLie(String name) throws IOException {
        byte[] whole = GoldenFiles.bytes(name);
        var random = new Random(77);
        for (int round = 0; round < 400; round++) {
            byte[] lying = whole.clone();
            for (int i = 0; i < 1 + round % 4; i++) {
                lying[random.nextInt(Math.min(lying.length, 900))] = (byte) random.nextInt(256);
            }
            failsNamingTheFile(Files.write(folder.resolve("cut.tif"), lying));
        }
    }

    private static boolean failsNamingTheFile(Path file) throws IOException {
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            long numbers = (long) reader.width() * reader.height() * reader.bands();
            if (numbers < 100_000) {
                reader.read(0, 0, 0, reader.width(), reader.height(), new float[(int) numbers]);
            }
            return false;
        } catch (GeoTiffException named) {
            assertThat(named).hasMessageStartingWith("cut.tif: ");
            return true;
        }
    }

    private GeoTiffReader open(String name) throws IOException {
        return GeoTiffReader.open(GoldenFiles.copy(name, folder));
    }
}
