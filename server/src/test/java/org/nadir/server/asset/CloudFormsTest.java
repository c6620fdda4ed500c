package org.nadir.server.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LazWriter;
import org.nadir.pointcloud.PointBatch;
import org.nadir.pointcloud.PointSource;

/// Three points known by hand, through every form; files are read here byte by byte.
class CloudFormsTest {

    @TempDir Path assets;
    Path folder;

    private static final double[][] POINTS = {
        {576_000.25, 5_188_001.5, 180.125}, {576_001, 5_188_002, 181}, {576_002, 5_188_003, 182}
    };

    @BeforeEach
    void writeLaz() throws IOException {
        folder = Files.createDirectories(assets.resolve("odm_georeferencing"));
        LazWriter.write(
                folder.resolve("odm_georeferenced_model.laz"),
                new Three(),
                new LasReference(32615, 0.001, 576_000, 5_188_000, 0));
    }

    private static final class Three implements PointSource {
        private boolean read;

        @Override
        public int read(PointBatch batch) {
            int count = read ? 0 : POINTS.length;
            read = true;
            for (int i = 0; i < count; i++) {
                batch.x()[i] = POINTS[i][0];
                batch.y()[i] = POINTS[i][1];
                batch.z()[i] = POINTS[i][2];
                batch.rgb()[3 * i] = (byte) (200 + i);
                batch.classification()[i] = 2;
            }
            batch.setSize(count);
            return count;
        }
    }

    private Path ensured(String name) throws IOException {
        AssetCatalog.Asset asset = AssetCatalog.find(name).orElseThrow();
        Path file = assets.resolve(asset.path());
        new CloudForms().ensure(asset, file);
        return file;
    }

    @Test
    void listsWhatCanBeMade() throws IOException {
        assertThat(CloudForms.withConvertible(AssetCatalog.available(assets), assets))
                .containsExactly(
                        "all.zip",
                        "georeferenced_model.las",
                        "georeferenced_model.laz",
                        "georeferenced_model.ply",
                        "georeferenced_model.csv");
        Files.write(folder.resolve("odm_georeferenced_model.laz"), new byte[100]);
        assertThat(CloudForms.withConvertible(AssetCatalog.available(assets), assets))
                .containsExactly("all.zip", "georeferenced_model.laz");
    }

    @Test
    void makesText() throws IOException {
        assertThat(Files.readAllLines(ensured("georeferenced_model.csv")))
                .isEqualTo(
                        List.of(
                                "X,Y,Z",
                                "576000.250,5188001.500,180.125",
                                "576001.000,5188002.000,181.000",
                                "576002.000,5188003.000,182.000"));
    }

    @Test
    void makesLas() throws IOException {
        ByteBuffer las =
                ByteBuffer.wrap(Files.readAllBytes(ensured("georeferenced_model.las")))
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(las.array(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("LASF");
        assertThat(las.getInt(107)).isEqualTo(3);
        int start = las.getInt(96);
        double x = las.getInt(start) * las.getDouble(131) + las.getDouble(155);
        double y = las.getInt(start + 4) * las.getDouble(139) + las.getDouble(163);
        assertThat(x).isEqualTo(POINTS[0][0], org.assertj.core.data.Offset.offset(0.0005));
        assertThat(y).isEqualTo(POINTS[0][1], org.assertj.core.data.Offset.offset(0.0005));
    }

    @Test
    void makesPlyRelativeToTheOffset() throws IOException {
        byte[] ply = Files.readAllBytes(ensured("georeferenced_model.ply"));
        String head = new String(ply, StandardCharsets.ISO_8859_1);
        assertThat(head).contains("element vertex 3");
        int start = head.indexOf("end_header\n") + "end_header\n".length();
        ByteBuffer first = ByteBuffer.wrap(ply, start, 12).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(first.getFloat()).isEqualTo(0.25f);
        assertThat(first.getFloat()).isEqualTo(1.5f);
        assertThat(first.getFloat()).isEqualTo(180.125f);
    }

    @Test
    void leavesNothingHalfMade() throws IOException {
        Files.write(folder.resolve("odm_georeferenced_model.laz"), new byte[100]);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> ensured("georeferenced_model.csv"))
                .isInstanceOf(IOException.class);
        try (var files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactly("odm_georeferenced_model.laz");
        }
    }
}
