package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.pointcloud.TestClouds.Cloud;

/// Reads hand-made headers of all versions and formats, our own files, and damaged ones.
class LasReaderTest {

    private static final LasReference UTM = new LasReference(32615, 0.001, 576_000, 5_188_000, 0);

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, 0, 20, -1",
        "1, 1, 28, -1",
        "2, 2, 26, 20",
        "2, 3, 34, 28",
        "3, 2, 31, 20",
        "4, 6, 30, -1",
        "4, 7, 36, 30",
        "4, 8, 38, 30",
        "4, 3, 40, 28"
    })
    void readsEveryPlainFormat(int minor, int format, int length, int colour) throws Exception {
        Path file = folder.resolve("plain.las");
        Files.write(file, plain(minor, format, length, colour));
        try (LasReader reader = LasReader.open(file)) {
            var batch = new PointBatch(10);
            assertThat(reader.header().count()).isEqualTo(3);
            assertThat(reader.read(batch)).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                assertThat(batch.x()[i]).isEqualTo((1000 + i) * 0.01 + 500_000);
                assertThat(batch.y()[i]).isEqualTo((-2000 - i) * 0.01 + 5_000_000);
                assertThat(batch.z()[i]).isEqualTo((300 + i) * 0.01);
                assertThat(batch.classification()[i]).isEqualTo((byte) (2 + i));
                assertThat(batch.views()[i]).isEqualTo((byte) (7 + i));
                assertThat(batch.rgb()[3 * i + 1]).isEqualTo((byte) (colour < 0 ? 0 : 100 + i));
            }
            assertThat(reader.read(batch)).isZero();
        }
    }

    @Test
    void takesTheUpperBitsOfWideColours() throws Exception {
        byte[] bytes = plain(2, 2, 26, 20);
        LittleEndian.putShort(bytes, 227 + 20, 0xFF00);
        Files.write(folder.resolve("wide.las"), bytes);
        try (LasReader reader = LasReader.open(folder.resolve("wide.las"))) {
            var batch = new PointBatch(3);
            reader.read(batch);
            assertThat(batch.rgb()[0]).isEqualTo((byte) 255);
            assertThat(batch.rgb()[1]).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 777, 50_000, 99_999})
    void batchesOfAnySizeGiveTheSamePoints(int capacity) throws Exception {
        int count = capacity == 1 ? 60 : 100_500;
        Cloud cloud = TestClouds.terrain(count, 3);
        Path file = folder.resolve("a.laz");
        LazWriter.write(file, cloud.source(), UTM);
        try (LasReader reader = LasReader.open(file)) {
            var batch = new PointBatch(capacity);
            int at = 0;
            while (reader.read(batch) > 0) {
                for (int i = 0; i < batch.size(); i++, at++) {
                    // Coordinates have whole millimetres; doubles near 5e6 carry 1e-9.
                    assertThat(Math.abs(batch.y()[i] - cloud.xyz()[3 * at + 1])).isLessThan(2e-9);
                    assertThat(batch.rgb()[3 * i + 2]).isEqualTo(cloud.rgb()[3 * at + 2]);
                }
            }
            assertThat(at).isEqualTo(count);
        }
    }

    @Test
    void cutFilesAreRefusedByName() throws Exception {
        Cloud cloud = TestClouds.terrain(60_000, 3);
        for (String name : new String[] {"cut.las", "cut.laz"}) {
            Path file = folder.resolve(name);
            if (name.endsWith("z")) {
                LazWriter.write(file, cloud.source(), UTM);
            } else {
                LasWriter.write(file, cloud.source(), UTM);
            }
            byte[] whole = Files.readAllBytes(file);
            for (int size : new int[] {0, 3, 200, 300, whole.length / 2, whole.length - 30}) {
                Files.write(file, Arrays.copyOf(whole, size));
                assertThatThrownBy(() -> readAll(file))
                        .as("%s of %d bytes", name, size)
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(name);
            }
        }
    }

    @Test
    void damagedFilesNeverDoWorseThanAnIoException() throws Exception {
        LazWriter.write(folder.resolve("a.laz"), TestClouds.terrain(3_000, 3).source(), UTM);
        byte[] whole = Files.readAllBytes(folder.resolve("a.laz"));
        var random = new Random(4);
        for (int round = 0; round < 400; round++) {
            byte[] bytes = whole.clone();
            int where = round < 300 ? random.nextInt(600) : random.nextInt(bytes.length);
            bytes[where] = (byte) random.nextInt();
            Path file = folder.resolve("damaged.laz");
            Files.write(file, bytes);
            try {
                readAll(file);
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("damaged.laz");
            }
        }
    }

    private static long readAll(Path file) throws IOException {
        try (LasReader reader = LasReader.open(file)) {
            var batch = new PointBatch(1_000);
            long n = 0;
            while (reader.read(batch) > 0) {
                n += batch.size();
            }
            return n;
        }
    }

    /// Three points in a file made by the letter of the specification.
    private static byte[] plain(int minor, int format, int length, int colour) {
        int head = minor == 4 ? 375 : minor == 3 ? 235 : 227;
        var b = new byte[head + 3 * length];
        b[0] = 'L';
        b[1] = 'A';
        b[2] = 'S';
        b[3] = 'F';
        b[24] = 1;
        b[25] = (byte) minor;
        LittleEndian.putShort(b, 94, head);
        LittleEndian.putInt(b, 96, head);
        b[104] = (byte) format;
        LittleEndian.putShort(b, 105, length);
        if (minor == 4) {
            LittleEndian.putLong(b, 247, 3);
        } else {
            LittleEndian.putInt(b, 107, 3);
        }
        for (int axis = 0; axis < 3; axis++) {
            LittleEndian.putDouble(b, 131 + 8 * axis, 0.01);
        }
        LittleEndian.putDouble(b, 155, 500_000);
        LittleEndian.putDouble(b, 163, 5_000_000);
        for (int i = 0; i < 3; i++) {
            int at = head + i * length;
            LittleEndian.putInt(b, at, 1000 + i);
            LittleEndian.putInt(b, at + 4, -2000 - i);
            LittleEndian.putInt(b, at + 8, 300 + i);
            b[at + (format >= 6 ? 16 : 15)] = (byte) (2 + i);
            b[at + 17] = (byte) (7 + i);
            if (colour >= 0) {
                LittleEndian.putShort(b, at + colour + 2, 100 + i);
            }
        }
        return b;
    }
}
