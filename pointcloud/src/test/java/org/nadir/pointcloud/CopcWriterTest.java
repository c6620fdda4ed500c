package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.mreutegg.laszip4j.LASPoint;
import com.github.mreutegg.laszip4j.LASReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The points are read by laszip4j, an independent reader; header and hierarchy are taken apart by the COPC specification.
class CopcWriterTest {

    private static final LasReference UTM = new LasReference(32632, 0.001, 576_000, 5_188_000, 0);

    @TempDir Path folder;

    private record Point(int x, int y, int z, int red, int green, int blue, int kind, int views) {}

    private ByteBuffer write(TestClouds.Cloud cloud) throws IOException {
        Path file = folder.resolve("cloud.copc.laz");
        assertThat(CopcWriter.write(file, cloud.source(), UTM, () -> {})).isEqualTo(cloud.count());
        return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void anotherReaderFindsEachPointOnce() throws IOException {
        var cloud = TestClouds.terrain(200_000, 7);
        write(cloud);
        Map<Point, Integer> expected = new HashMap<>();
        for (int i = 0; i < cloud.count(); i++) {
            expected.merge(
                    new Point(
                            stored(cloud.xyz()[3 * i] - 576_000),
                            stored(cloud.xyz()[3 * i + 1] - 5_188_000),
                            stored(cloud.xyz()[3 * i + 2]),
                            257 * (cloud.rgb()[3 * i] & 0xFF),
                            257 * (cloud.rgb()[3 * i + 1] & 0xFF),
                            257 * (cloud.rgb()[3 * i + 2] & 0xFF),
                            cloud.classes()[i],
                            cloud.views()[i]),
                    1,
                    Integer::sum);
        }
        Map<Point, Integer> found = new HashMap<>();
        for (LASPoint p : new LASReader(folder.resolve("cloud.copc.laz").toFile()).getPoints()) {
            found.merge(
                    new Point(
                            p.getX(),
                            p.getY(),
                            p.getZ(),
                            p.getRed(),
                            p.getGreen(),
                            p.getBlue(),
                            p.getClassification(),
                            p.getUserData()),
                    1,
                    Integer::sum);
        }
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void headerAndHierarchyAreWhereTheSpecificationPutsThem() throws IOException {
        ByteBuffer file = write(TestClouds.terrain(200_000, 7));
        assertThat(text(file, 0, 4)).isEqualTo("LASF");
        assertThat(file.get(25)).isEqualTo((byte) 4);
        assertThat(file.getShort(94)).isEqualTo((short) 375);
        assertThat(file.get(104) & 0x3F).isEqualTo(7);
        assertThat(file.getLong(247)).isEqualTo(200_000);
        assertThat(text(file, 377, 4)).isEqualTo("copc");
        assertThat(file.getShort(393)).isEqualTo((short) 1);
        assertThat(file.getShort(395)).isEqualTo((short) 160);
        long page = file.getLong(429 + 40);
        long size = file.getLong(429 + 48);
        assertThat(page).isEqualTo(file.getLong(235) + 60);
        assertThat(page + size).isEqualTo(file.capacity());
        double half = file.getDouble(429 + 24);
        long points = 0;
        for (int at = (int) page; at < page + size; at += 32) {
            points += file.getInt(at + 28);
            checkInside(file, at, half);
        }
        assertThat(points).isEqualTo(200_000);
        assertThat(size / 32).isGreaterThan(4);
    }

    /// Each chunk begins with one point as it is.
    private static void checkInside(ByteBuffer file, int entry, double half) {
        int chunk = (int) file.getLong(entry + 16);
        double side = 2 * half / (1 << file.getInt(entry));
        for (int axis = 0; axis < 3; axis++) {
            double offset = file.getDouble(155 + 8 * axis);
            double place = file.getInt(chunk + 4 * axis) * 0.001 + offset;
            double low =
                    file.getDouble(429 + 8 * axis)
                            - half
                            + side * file.getInt(entry + 4 + 4 * axis);
            assertThat(place).isBetween(low - 1e-6, low + side + 1e-6);
        }
        assertThat(file.getInt(chunk + 36)).isEqualTo(file.getInt(entry + 28));
    }

    @Test
    void ourOwnReaderReadsItToo() throws IOException {
        write(TestClouds.terrain(60_000, 3));
        try (LasReader reader = LasReader.open(folder.resolve("cloud.copc.laz"))) {
            assertThat(reader.header().epsg()).isEqualTo(32632);
            var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
            long count = 0;
            while (reader.read(batch) > 0) {
                count += batch.size();
            }
            assertThat(count).isEqualTo(60_000);
        }
    }

    @Test
    void littleMemoryGivesTheSameFile() throws IOException {
        ByteBuffer plenty = write(TestClouds.terrain(120_000, 3));
        Path other = folder.resolve("other.laz");
        CopcWriter.write(other, TestClouds.terrain(120_000, 3).source(), UTM, () -> {}, 100_000);
        assertThat(Files.readAllBytes(other)).isEqualTo(plenty.array());
    }

    @Test
    void aCloudWithoutPointsLeavesNoFile() throws IOException {
        Path file = folder.resolve("empty.laz");
        assertThatThrownBy(() ->
                        CopcWriter.write(file, TestClouds.terrain(0, 1).source(), UTM, () -> {}))
                .hasMessageContaining("no points");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
        assertThat(file).doesNotExist();
    }

    private static int stored(double metres) {
        return (int) Math.rint(metres / 0.001);
    }

    private static String text(ByteBuffer file, int at, int length) {
        return new String(file.array(), at, length, StandardCharsets.US_ASCII);
    }
}
