package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.pointcloud.TestClouds.Cloud;

/// PLY against its bytes laid out by hand, CSV against its text.
class PlyAndCsvTest {

    @TempDir Path folder;

    private static PointSource twoPoints() {
        return new ArrayPointSource(
                new double[] {1.5, -2.25, 3, 4, 5, 6},
                new byte[] {10, 20, (byte) 200, 1, 2, 3},
                new float[] {0, 0, 1, 0.6f, 0, 0.8f},
                new byte[] {2, 1},
                new byte[] {5, (byte) 250},
                0,
                0);
    }

    @Test
    void plyHasTheLayoutItAnnounces() throws Exception {
        Path file = folder.resolve("a.ply");
        assertThat(PlyWriter.write(file, twoPoints())).isEqualTo(2);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("end_header\n") + 11;
        List<String> lines = text.substring(0, end).lines().toList();
        assertThat(lines.get(0)).isEqualTo("ply");
        assertThat(lines).contains("element vertex 2");
        assertThat(lines.stream().filter(l -> l.startsWith("property")))
                .containsExactly(
                        "property float x",
                        "property float y",
                        "property float z",
                        "property float nx",
                        "property float ny",
                        "property float nz",
                        "property uchar red",
                        "property uchar green",
                        "property uchar blue",
                        "property uchar views");
        ByteBuffer second = ByteBuffer.wrap(bytes, end + 28, 28).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(bytes).hasSize(end + 56);
        assertThat(second.getFloat()).isEqualTo(4f);
        assertThat(second.getFloat()).isEqualTo(5f);
        assertThat(second.getFloat()).isEqualTo(6f);
        assertThat(second.getFloat()).isEqualTo(0.6f);
        assertThat(second.getFloat()).isZero();
        assertThat(second.getFloat()).isEqualTo(0.8f);
        assertThat(second.getInt()).isEqualTo(0xFA030201);
    }

    @Test
    void plyReadsBack() throws Exception {
        Path file = folder.resolve("a.ply");
        Cloud cloud = TestClouds.terrain(60_010, 1);
        PlyWriter.write(file, cloud.source());
        try (PlyReader reader = PlyReader.open(file)) {
            var batch = new PointBatch(50_000);
            assertThat(reader.count()).isEqualTo(60_010);
            assertThat(reader.read(batch)).isEqualTo(50_000);
            assertThat(reader.read(batch)).isEqualTo(10_010);
            assertThat(batch.z()[9]).isEqualTo((float) cloud.xyz()[3 * 50_009 + 2]);
            assertThat(batch.rgb()[28]).isEqualTo(cloud.rgb()[3 * 50_009 + 1]);
            assertThat(batch.views()[9]).isEqualTo(cloud.views()[50_009]);
            assertThat(batch.normals()[29]).isEqualTo(1f);
            assertThat(reader.read(batch)).isZero();
        }
    }

    @Test
    void plyOfOtherProgramsMayHaveOtherProperties() throws Exception {
        String head =
                "ply\nformat binary_little_endian 1.0\ncomment x\nelement vertex 1\n"
                        + "property double y\nproperty ushort views\nproperty double x\n"
                        + "property int flag\nproperty double z\n"
                        + "element face 0\nproperty list uchar int vertex_indices\nend_header\n";
        ByteBuffer body = ByteBuffer.allocate(30).order(ByteOrder.LITTLE_ENDIAN);
        body.putDouble(2).putShort((short) 9).putDouble(1).putInt(-1).putDouble(3);
        Path file = folder.resolve("b.ply");
        Files.write(file, head.getBytes(StandardCharsets.US_ASCII));
        Files.write(file, body.array(), java.nio.file.StandardOpenOption.APPEND);
        try (PlyReader reader = PlyReader.open(file)) {
            var batch = new PointBatch(4);
            assertThat(reader.read(batch)).isEqualTo(1);
            assertThat(new double[] {batch.x()[0], batch.y()[0], batch.z()[0]})
                    .containsExactly(1, 2, 3);
            assertThat(batch.views()[0]).isEqualTo((byte) 9);
        }
    }

    @Test
    void cutPlyIsRefusedByName() throws Exception {
        Path file = folder.resolve("cut.ply");
        PlyWriter.write(file, twoPoints());
        byte[] whole = Files.readAllBytes(file);
        for (int size : new int[] {0, 2, 50, 200, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertThatThrownBy(
                            () -> {
                                try (PlyReader reader = PlyReader.open(file)) {
                                    reader.read(new PointBatch(4));
                                }
                            })
                    .as("%d bytes", size)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cut.ply");
        }
    }

    @Test
    void csvHasMillimetres() throws Exception {
        Path file = folder.resolve("a.csv");
        double[] xyz = {576123.4564, -0.0004, 0.9996, -12.5, 1e6, -0.001};
        CsvWriter.write(file, new ArrayPointSource(xyz, null, null, null, null, 0, 0));
        assertThat(file)
                .content()
                .isEqualTo("X,Y,Z\n576123.456,0.000,1.000\n-12.500,1000000.000,-0.001\n");
    }

    @Test
    void csvRefusesWhatIsNoNumber() {
        Path file = folder.resolve("nan.csv");
        double[] xyz = {1, Double.NaN, 3};
        assertThatThrownBy(() ->
                        CsvWriter.write(
                                file, new ArrayPointSource(xyz, null, null, null, null, 0, 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("nan.csv");
        assertThat(folder).isEmptyDirectory();
    }
}
