package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.mreutegg.laszip4j.LASPoint;
import com.github.mreutegg.laszip4j.LASReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// LAZ of LAS 1.4: laszip4j and our reader find the same in a file, namely every byte that was to be in it. Damage is told and ends.
@Timeout(120)
class LayeredLazTest {

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "6, 0, 20000",
        "6, 3, 9000",
        "7, 0, 100000",
        "7, 5, 9000",
        "8, 0, 20000",
        "8, 2, 9000",
        "6, 0, 1",
        "7, 0, 2",
        "7, 1, 50000",
        "7, 1, 50001"
    })
    void readsWhatLaszip4jReads(int format, int extra, int count) throws IOException {
        byte[] records = LayeredClouds.records(format, extra, count, 7L * format + count);
        Path laz = LayeredClouds.laz(folder, format, extra, records, 40_000);
        assertLaszip4jReads(laz, records, format, extra);
        assertThat(Arrays.mismatch(raw(laz, count), records)).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 7, 8})
    void fieldsThatNeverChangeTakeNoLayer(int format) throws IOException {
        byte[] records = LayeredClouds.calm(format, 70_000);
        Path laz = LayeredClouds.laz(folder, format, 0, records, 50_000);
        assertLaszip4jReads(laz, records, format, 0);
        assertThat(Files.size(laz)).isLessThan(records.length / 8);
        assertThat(Arrays.mismatch(raw(laz, 70_000), records)).isEqualTo(-1);
    }

    @Test
    void theCloudIsWhereItsWellKnownTextSays() throws IOException {
        Path laz = LayeredClouds.laz(folder, 7, 0, LayeredClouds.calm(7, 1_000), 50_000);
        try (LasReader reader = LasReader.open(laz)) {
            assertThat(reader.header().epsg()).isEqualTo(32615);
            var batch = new PointBatch(1_000);
            assertThat(reader.read(batch)).isEqualTo(1_000);
            assertThat(batch.x()[1]).isEqualTo(40 * 0.001 + 576_000);
            assertThat(batch.classification()[1]).isEqualTo((byte) 2);
            assertThat(batch.rgb()[3]).isEqualTo((byte) (0x4000 + 37 >> 8));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void damageEndsWithAClearWordOrWithOtherPoints(long seed) throws IOException {
        var random = new Random(seed);
        byte[] whole =
                Files.readAllBytes(
                        LayeredClouds.laz(
                                folder, 7, 2, LayeredClouds.records(7, 2, 3_000, seed), 1_000));
        Path file = folder.resolve("damaged.laz");
        for (int i = 0; i < 150; i++) {
            byte[] bytes = whole.clone();
            if (i % 3 == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            } else {
                int flips = 1 + random.nextInt(6);
                for (int k = 0; k < flips; k++) {
                    // Half of them in the head and at the start of the chunk, where sizes stand.
                    int room = random.nextBoolean() ? 1_500 : bytes.length;
                    bytes[random.nextInt(room)] ^= (byte) (1 << random.nextInt(8));
                }
            }
            Files.write(file, bytes);
            readAll(file);
        }
    }

    private static void readAll(Path file) {
        var batch = new PointBatch(4_096);
        long read = 0;
        try (LasReader reader = LasReader.open(file)) {
            // A flipped bit of the number of points can announce more than anybody would wait for.
            for (int n = reader.read(batch); n > 0 && read < 200_000; n = reader.read(batch)) {
                read += n;
            }
        } catch (IOException told) {
            assertThat(told).hasMessageStartingWith("Cannot read ");
        }
    }

    private static void assertLaszip4jReads(Path laz, byte[] records, int format, int extra) {
        int length = LayeredClouds.length(format, extra);
        int at = 0;
        for (LASPoint p : new LASReader(laz.toFile()).getPoints()) {
            String found =
                    "%d %d %d i%d r%d/%d c%d u%d s%d t%s rgb %s"
                            .formatted(
                                    p.getX(),
                                    p.getY(),
                                    p.getZ(),
                                    (int) p.getIntensity(),
                                    (int) p.getReturnNumber(),
                                    (int) p.getNumberOfReturns(),
                                    p.getClassification() & 0xFF,
                                    p.getUserData() & 0xFF,
                                    (int) p.getPointSourceID(),
                                    Double.doubleToRawLongBits(p.getGPSTime()),
                                    format == 6
                                            ? ""
                                            : (int) p.getRed()
                                                    + " "
                                                    + (int) p.getGreen()
                                                    + " "
                                                    + (int) p.getBlue());
            assertThat(found).as("point %d", at / length).isEqualTo(text(records, at, format));
            at += length;
        }
        assertThat(at).isEqualTo(records.length);
    }

    private static String text(byte[] r, int at, int format) {
        return "%d %d %d i%d r%d/%d c%d u%d s%d t%s rgb %s"
                .formatted(
                        LittleEndian.getInt(r, at),
                        LittleEndian.getInt(r, at + 4),
                        LittleEndian.getInt(r, at + 8),
                        LittleEndian.getUnsignedShort(r, at + 12),
                        r[at + 14] & 15,
                        r[at + 14] >>> 4 & 15,
                        r[at + 16] & 0xFF,
                        r[at + 17] & 0xFF,
                        LittleEndian.getUnsignedShort(r, at + 20),
                        LittleEndian.getLong(r, at + 22),
                        format == 6
                                ? ""
                                : LittleEndian.getUnsignedShort(r, at + 30)
                                        + " "
                                        + LittleEndian.getUnsignedShort(r, at + 32)
                                        + " "
                                        + LittleEndian.getUnsignedShort(r, at + 34));
    }

    /// All records as they were before compression.
    private static byte[] raw(Path laz, int count) throws IOException {
        try (var file = new RandomAccessFile(laz.toFile(), "r")) {
            LasHeader header = LasHeaderReader.read(file);
            assertThat(header.count()).isEqualTo(count);
            assertThat(header.compressed()).isTrue();
            LazChunks chunks = LazChunks.open(file, header);
            var all = new byte[count * header.recordLength()];
            var portion = new byte[50_000 * header.recordLength()];
            int at = 0;
            for (int n = chunks.next(portion); n > 0; n = chunks.next(portion)) {
                System.arraycopy(portion, 0, all, at, n * header.recordLength());
                at += n * header.recordLength();
            }
            assertThat(at).isEqualTo(all.length);
            return all;
        }
    }
}
