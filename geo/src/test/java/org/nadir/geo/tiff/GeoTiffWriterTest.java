package org.nadir.geo.tiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.geo.RasterLayout;

/// What the writer leaves, read by our reader (which is held against GDAL's files elsewhere) and, where it can, by the
/// JDK's own TIFF plug-in; overviews against a slow average; the layout against GDAL's description of it.
class GeoTiffWriterTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 101;
    private static final RasterLayout PLACE =
            RasterLayout.of(576000.25, 5188000.5, 0.05, WIDTH, HEIGHT);

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZW", "DEFLATE", "PACKBITS"})
    void keepsColoursExactly(Compression compression) throws IOException {
        byte[] rgba = rgba();
        Path file = folder.resolve("ortho.tif");
        write(
                file,
                GeoTiffOptions.rgba(32615).withTileSize(32).withCompression(compression, 6),
                rgba);

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            byte[] found = new byte[rgba.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            assertThat(found).isEqualTo(rgba);
            assertThat(reader.layout()).isEqualTo(PLACE);
            assertThat(reader.epsg()).isEqualTo(32615);
            assertThat(reader.alphaBand()).isEqualTo(3);
            assertThat(reader.levels()).hasSize(4);
        }
        var image = ImageIO.read(file.toFile());
        for (int y = 0; y < HEIGHT; y += 7) {
            for (int x = 0; x < WIDTH; x++) {
                int i = 4 * (y * WIDTH + x);
                int argb =
                        (rgba[i + 3] & 0xFF) << 24
                                | (rgba[i] & 0xFF) << 16
                                | (rgba[i + 1] & 0xFF) << 8
                                | rgba[i + 2] & 0xFF;
                assertThat(image.getRGB(x, y)).isEqualTo(argb);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZW", "DEFLATE", "PACKBITS", "LZMA"})
    void keepsHeightsExactlyAndTurnsNanIntoNodata(Compression compression) throws IOException {
        float[] heights = heights();
        Path file = folder.resolve("dsm.tif");
        GeoTiffOptions options =
                GeoTiffOptions.elevation(32615).withTileSize(32).withCompression(compression, 6);
        try (var writer = GeoTiffWriter.create(file, PLACE, options, ParallelLoop.serial())) {
            writer.writeRows(heights, HEIGHT);
            writer.finish();
        }

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            float[] found = new float[heights.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            for (int i = 0; i < found.length; i++) {
                assertThat(found[i]).isEqualTo(Float.isNaN(heights[i]) ? -9999f : heights[i]);
            }
            assertThat(reader.nodata()).hasValue(-9999);
            checkHeightOverview(reader, heights);
        }
    }

    private static void checkHeightOverview(GeoTiffReader reader, float[] heights)
            throws IOException {
        int width = (WIDTH + 1) / 2;
        int height = (HEIGHT + 1) / 2;
        float[] found = new float[width * height];
        reader.read(1, 0, 0, width, height, found);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double sum = 0;
                int known = 0;
                for (int k = 0; k < 4; k++) {
                    int column = 2 * x + k % 2;
                    int row = 2 * y + k / 2;
                    float value =
                            column < WIDTH && row < HEIGHT
                                    ? heights[row * WIDTH + column]
                                    : Float.NaN;
                    if (!Float.isNaN(value)) {
                        sum += value;
                        known++;
                    }
                }
                float expected = known == 0 ? -9999f : (float) (sum / known);
                // The writer counts an edge pixel twice instead of leaving the missing one out: the
                // same mean, up to
                // the last bit of a float.
                assertThat(found[y * width + x])
                        .isCloseTo(expected, org.assertj.core.api.Assertions.within(1e-4f));
            }
        }
    }

    /// Each in strips of 16 rows, of which the last holds five.
    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"NONE", "LZW", "DEFLATE", "PACKBITS"})
    void writesStripsWithoutOverviewsThatTheJdkReads(Compression compression) throws IOException {
        byte[] rgba = rgba();
        Path file = folder.resolve("strips.tif");
        write(file, GeoTiffOptions.rgba(32615).withCompression(compression, 6).inStrips(), rgba);

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            assertThat(reader.isTiled()).isFalse();
            assertThat(reader.levels()).hasSize(1);
            assertThat(reader.layout()).isEqualTo(PLACE);
            byte[] found = new byte[rgba.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            assertThat(found).isEqualTo(rgba);
        }
        var raster = Objects.requireNonNull(ImageIO.read(file.toFile())).getRaster();
        int[] pixel = new int[4];
        for (int y = 0; y < HEIGHT; y++) {
            raster.getPixel(WIDTH - 1, y, pixel);
            int at = 4 * (y * WIDTH + WIDTH - 1);
            assertThat(pixel)
                    .containsExactly(
                            rgba[at] & 0xFF,
                            rgba[at + 1] & 0xFF,
                            rgba[at + 2] & 0xFF,
                            rgba[at + 3] & 0xFF);
        }
    }

    @Test
    void stripsMayHaveOverviews() throws IOException {
        var layout = RasterLayout.of(0, 300, 1, 300, 301);
        byte[] rows = new byte[300 * 301];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (byte) (i / 300 / 2);
        }
        Path file = folder.resolve("strips.tif");
        GeoTiffOptions options =
                GeoTiffOptions.bands(SampleType.UINT8, 1, false, false, 32615)
                        .withTileSize(0)
                        .withOverviews(true);
        try (var writer = GeoTiffWriter.create(file, layout, options, ParallelLoop.serial())) {
            writer.writeRows(rows, 301);
            writer.finish();
        }
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            assertThat(reader.levels()).hasSize(2);
            byte[] found = new byte[150 * 151];
            reader.read(1, 0, 0, 150, 151, found);
            for (int row = 0; row < 151; row++) {
                assertThat(found[150 * row + 149]).isEqualTo((byte) row);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void jpegKeepsColoursAboutAndOpacityToAStep(boolean tiled) throws IOException {
        byte[] rgba = new byte[4 * WIDTH * HEIGHT];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int x = i % WIDTH;
            int y = i / WIDTH;
            boolean inside = Math.hypot(x - 70, y - 50) < 45;
            rgba[4 * i] = (byte) (inside ? 100 + x / 2 : 0);
            rgba[4 * i + 1] = (byte) (inside ? 150 - y / 2 : 0);
            rgba[4 * i + 2] = (byte) (inside ? 60 : 0);
            rgba[4 * i + 3] = (byte) (inside ? 255 : 0);
        }
        Path file = folder.resolve("jpeg.tif");
        GeoTiffOptions options = GeoTiffOptions.rgba(32615).withCompression(Compression.JPEG, 6);
        write(file, tiled ? options.withTileSize(64) : options.inStrips(), rgba);

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            assertThat(reader.alphaBand()).isEqualTo(3);
            byte[] found = new byte[rgba.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            double squares = 0;
            for (int i = 0; i < found.length; i++) {
                int difference = (found[i] & 0xFF) - (rgba[i] & 0xFF);
                if (i % 4 == 3) {
                    assertThat(Math.abs(difference)).isLessThanOrEqualTo(1);
                } else {
                    squares += difference * difference;
                }
            }
            // Smooth but for the rim: quality 90 leaves 3 steps or so.
            assertThat(Math.sqrt(squares / (3 * WIDTH * HEIGHT))).isLessThan(4);
        }
    }

    @Test
    void jpegIsForBytes() {
        assertThatThrownBy(() -> GeoTiffOptions.elevation(0).withCompression(Compression.JPEG, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("FLOAT32");
    }

    @Test
    void weighsColoursByOpacityInOverviews() throws IOException {
        byte[] rgba = rgba();
        Path file = folder.resolve("ortho.tif");
        write(file, GeoTiffOptions.rgba(32615).withTileSize(64), rgba);

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            byte[] found = new byte[75 * 50 * 4];
            reader.read(1, 0, 0, 75, 50, found);
            for (int i = 0; i < found.length; i++) {
                int x = i / 4 % 75;
                int y = i / 4 / 75;
                double weighted = 0;
                double opacity = 0;
                for (int k = 0; k < 4; k++) {
                    int at = 4 * ((2 * y + k / 2) * WIDTH + 2 * x + k % 2);
                    int alpha = rgba[at + 3] & 0xFF;
                    opacity += alpha;
                    weighted += alpha * (rgba[at + i % 4] & 0xFF);
                }
                double expected = i % 4 == 3 ? opacity / 4 : opacity == 0 ? 0 : weighted / opacity;
                assertThat((double) (found[i] & 0xFF))
                        .isCloseTo(expected, org.assertj.core.api.Assertions.within(0.5));
            }
        }
    }

    @Test
    void keepsManyBandsOfSixteenBits() throws IOException {
        var random = new Random(3);
        short[] samples = new short[WIDTH * HEIGHT * 6];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) random.nextInt();
        }
        List<String> names = List.of("red", "green", "blue", "nir", "re & <x>", "alpha");
        GeoTiffOptions options =
                GeoTiffOptions.bands(SampleType.UINT16, 6, false, true, 32733)
                        .withTileSize(64)
                        .withDescriptions(names)
                        .withGroundControl("<points name=\"a & b\"><p>1</p></points>")
                        .withDateTime("2026:05:01 12:30:00+00:00");
        Path file = folder.resolve("bands.tif");
        try (var writer = GeoTiffWriter.create(file, PLACE, options, ParallelLoop.serial())) {
            writer.writeRows(samples, HEIGHT);
            writer.finish();
        }

        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            float[] found = new float[samples.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            for (int i = 0; i < found.length; i++) {
                assertThat((int) found[i]).isEqualTo(samples[i] & 0xFFFF);
            }
            assertThat(reader.descriptions()).isEqualTo(names);
            assertThat(reader.colours())
                    .containsExactly(
                            ColorInterpretation.RED,
                            ColorInterpretation.GREEN,
                            ColorInterpretation.BLUE,
                            ColorInterpretation.UNDEFINED,
                            ColorInterpretation.UNDEFINED,
                            ColorInterpretation.ALPHA);
            assertThat(reader.epsg()).isEqualTo(32733);
        }
    }

    @Test
    @Timeout(60)
    void writesTheSameBytesOnAnyNumberOfThreadsAndInAnyPortions() throws IOException {
        byte[] rgba = rgba();
        Path one = folder.resolve("one.tif");
        Path many = folder.resolve("many.tif");
        GeoTiffOptions options = GeoTiffOptions.rgba(32615).withTileSize(16);
        write(one, options, rgba);
        try (var pool = Executors.newFixedThreadPool(5);
                var writer = GeoTiffWriter.create(many, PLACE, options, ParallelLoop.on(pool, 5))) {
            for (int row = 0; row < HEIGHT; row += 7) {
                int rows = Math.min(7, HEIGHT - row);
                byte[] part = new byte[rows * WIDTH * 4];
                System.arraycopy(rgba, row * WIDTH * 4, part, 0, part.length);
                writer.writeRows(part, rows);
            }
            writer.finish();
        }

        assertThat(many).hasSameBinaryContentAs(one);
    }

    /// GDAL: a note after the header; then all directories; tiles from the smallest overview to the full image, each led
    /// by its length and followed by a copy of its last four bytes.
    @Test
    void honoursTheLayoutThatItsNotePromises() throws IOException {
        Path file = folder.resolve("ortho.tif");
        write(file, GeoTiffOptions.rgba(32615).withTileSize(32), rgba());
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

        String head = new String(bytes, 8, 300, StandardCharsets.ISO_8859_1);
        assertThat(head)
                .startsWith(
                        "GDAL_STRUCTURAL_METADATA_SIZE=000140 bytes\nLAYOUT=IFDS_BEFORE_DATA\n");
        assertThat(buffer.getInt(4)).isEqualTo(8 + 43 + 140 + 1 & ~1);
        long before = Long.MAX_VALUE;
        long directoriesEnd = 0;
        try (TiffInput input = TiffInput.open(file)) {
            for (Ifd ifd : Ifd.readAll(input)) {
                BlockLayout blocks = BlockLayout.of(ifd, file);
                assertThat(blocks.offsets()[0]).isLessThan(before);
                before = blocks.offsets()[0];
                for (int i = 0; i < blocks.offsets().length; i++) {
                    int at = (int) blocks.offsets()[i];
                    int length = (int) blocks.byteCounts()[i];
                    assertThat(buffer.getInt(at - 4)).isEqualTo(length);
                    assertThat(buffer.getInt(at + length))
                            .isEqualTo(buffer.getInt(at + length - 4));
                    directoriesEnd = Math.max(directoriesEnd, at + length + 4);
                }
            }
        }
        assertThat(directoriesEnd).isEqualTo(bytes.length);
    }

    @Test
    void becomesABigTiffWhenFourBytesDoNotReach() throws IOException {
        byte[] rgba = rgba();
        GeoTiffOptions options = GeoTiffOptions.rgba(32615).withTileSize(64);
        var base =
                new PyramidLevel(
                        WIDTH, HEIGHT, options, ParallelLoop.serial(), folder.resolve("x"));
        Path file = folder.resolve("big.tif");
        try (base;
                var channel =
                        java.nio.channels.FileChannel.open(
                                file,
                                java.nio.file.StandardOpenOption.CREATE_NEW,
                                java.nio.file.StandardOpenOption.WRITE)) {
            for (int row = 0; row < HEIGHT; row++) {
                System.arraycopy(rgba, row * WIDTH * 4, base.strip(), base.offset(), WIDTH * 4);
                base.advance(1);
            }
            channel.write(ByteBuffer.wrap(new CogHeader(PLACE, options, base, 0).bytes()));
            var smaller = Objects.requireNonNull(base.next());
            var smallest = Objects.requireNonNull(smaller.next());
            smallest.spool().copyTo(channel);
            smaller.spool().copyTo(channel);
            base.spool().copyTo(channel);
        }

        assertThat(Files.readAllBytes(file)[2]).isEqualTo((byte) 43);
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            byte[] found = new byte[rgba.length];
            reader.read(0, 0, 0, WIDTH, HEIGHT, found);
            assertThat(found).isEqualTo(rgba);
            assertThat(reader.layout()).isEqualTo(PLACE);
        }
    }

    @Test
    void leavesNothingBehindWhenItIsNotFinished() throws IOException {
        Path file = folder.resolve("ortho.tif");
        try (var writer =
                GeoTiffWriter.create(
                        file, PLACE, GeoTiffOptions.rgba(32615), ParallelLoop.serial())) {
            writer.writeRows(new byte[WIDTH * 4 * 20], 20);
            assertThat(writer.rowsWritten()).isEqualTo(20);
            assertThatThrownBy(writer::finish).hasMessageContaining("20 of 101 rows");
            assertThatThrownBy(() -> writer.writeRows(new float[WIDTH * 4], 1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> writer.writeRows(new byte[WIDTH * 4 * 82], 82))
                    .hasMessageContaining("after 20 of 101");
        }

        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void writesImagesOfOnePixel() throws IOException {
        Path file = folder.resolve("one.tif");
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        RasterLayout.of(1, 2, 3, 1, 1),
                        GeoTiffOptions.elevation(0),
                        ParallelLoop.serial())) {
            writer.writeRows(new float[] {7.5f}, 1);
            writer.finish();
        }
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            float[] found = new float[1];
            reader.read(0, 0, 0, 1, 1, found);
            assertThat(found).containsExactly(7.5f);
            assertThat(reader.epsg()).isZero();
            assertThat(reader.levels()).hasSize(1);
        }
    }

    private static void write(Path file, GeoTiffOptions options, byte[] rgba) throws IOException {
        try (var writer = GeoTiffWriter.create(file, PLACE, options, ParallelLoop.serial())) {
            writer.writeRows(rgba, HEIGHT);
            writer.finish();
        }
    }

    private static byte[] rgba() {
        var random = new Random(5);
        byte[] rgba = new byte[WIDTH * HEIGHT * 4];
        for (int i = 0; i < rgba.length; i++) {
            int x = i / 4 % WIDTH;
            rgba[i] =
                    (byte)
                            switch (i % 4) {
                                case 3 -> x < 40 ? 0 : x < 100 ? 255 : random.nextInt(256);
                                default -> x + random.nextInt(20);
                            };
        }
        return rgba;
    }

    private static float[] heights() {
        float[] heights = new float[WIDTH * HEIGHT];
        for (int i = 0; i < heights.length; i++) {
            int x = i % WIDTH;
            int y = i / WIDTH;
            boolean known = (x - 70) * (x - 70) + (y - 50) * (y - 50) < 45 * 45;
            heights[i] =
                    known ? (float) (190 + 5 * Math.sin(x * 0.1) * Math.cos(y * 0.07)) : Float.NaN;
        }
        return heights;
    }
}
