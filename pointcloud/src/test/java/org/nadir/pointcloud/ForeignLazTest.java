package org.nadir.pointcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.github.mreutegg.laszip4j.LASPoint;
import com.github.mreutegg.laszip4j.LASReader;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nadir.pointcloud.laszip.ChunkDecoder;
import org.nadir.pointcloud.laszip.ChunkEncoder;
import org.nadir.pointcloud.laszip.ChunkTable;
import org.nadir.pointcloud.laszip.PointItems;

/// A LAZ file of format 3 that another program wrote, where the system property `nadir.shared` says where to find it.
class ForeignLazTest {

    private Path file = Path.of("");

    @BeforeEach
    void findFile() {
        String shared = System.getProperty("nadir.shared", "");
        file = Path.of(shared, "data", "brighton_beach", "model.laz");
        if (shared.isEmpty() || !Files.exists(file)) {
            System.out.println(
                    "SKIPPED ForeignLazTest: set -Dnadir.shared to the folder with data/");
        }
        assumeThat(!shared.isEmpty() && Files.exists(file)).isTrue();
    }

    @Test
    void readsTheSamePointsAsLaszip4j() throws Exception {
        var batch = new PointBatch(10_000);
        long count = 0;
        try (LasReader reader = LasReader.open(file)) {
            double[] offset = reader.header().offset();
            double[] scale = reader.header().scale();
            int at = 0;
            for (LASPoint p : new LASReader(file.toFile()).getPoints()) {
                at = at == batch.size() ? 0 : at;
                if (at == 0) {
                    assertThat(reader.read(batch)).isPositive();
                }
                boolean same =
                        batch.x()[at] == p.getX() * scale[0] + offset[0]
                                && batch.y()[at] == p.getY() * scale[1] + offset[1]
                                && batch.z()[at] == p.getZ() * scale[2] + offset[2]
                                && (batch.rgb()[3 * at] & 0xFF) == p.getRed()
                                && (batch.rgb()[3 * at + 1] & 0xFF) == p.getGreen()
                                && (batch.rgb()[3 * at + 2] & 0xFF) == p.getBlue()
                                && batch.classification()[at] == p.getClassification()
                                && (batch.views()[at] & 0xFF) == p.getUserData();
                assertThat(same).as("point %d", count).isTrue();
                at++;
                count++;
            }
            assertThat(reader.read(batch)).isZero();
            assertThat(count).isEqualTo(reader.header().count());
            assertThat(reader.header().epsg()).isEqualTo(32615);
        }
    }

    /// The reference coder and ours make the same bytes of the same records.
    @Test
    void compressesTheRecordsToTheVeryBytesOfTheFile() throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        LasHeader header;
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            header = LasHeaderReader.read(in);
        }
        int dataOffset = Math.toIntExact(header.dataOffset());
        int tableAt = Math.toIntExact(LittleEndian.getLong(bytes, dataOffset));
        byte[] tableBytes = Arrays.copyOfRange(bytes, tableAt, bytes.length);
        ChunkTable table = ChunkTable.decode(tableBytes, false, 1000);
        assertThat(table.encode()).isEqualTo(Arrays.copyOf(tableBytes, table.encode().length));

        PointItems items = PointItems.ofFormat(3, 0);
        var decoder = new ChunkDecoder(items);
        var encoder = new ChunkEncoder(items);
        var records = new byte[50_000 * 34];
        int at = dataOffset + Long.BYTES;
        long left = header.count();
        for (int size : table.bytes()) {
            int count = (int) Math.min(50_000, left);
            byte[] chunk = Arrays.copyOfRange(bytes, at, at + size);
            decoder.decode(chunk, size, records, count);
            assertThat(encoder.encode(records, 0, count)).isEqualTo(size);
            assertThat(Arrays.equals(encoder.bytes(), 0, size, chunk, 0, size)).isTrue();
            at += size;
            left -= count;
        }
        assertThat(left).isZero();
    }
}
