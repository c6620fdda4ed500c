package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.nadir.pointcloud.laszip.ChunkEncoder;
import org.nadir.pointcloud.laszip.ChunkTable;
import org.nadir.pointcloud.laszip.PointItems;

/// Writes LAZ: the file of [LasWriter] with its points compressed in chunks of 50,000.
public final class LazWriter {

    private static final int CHUNK_SIZE = 50_000;

    private LazWriter() {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @return number of points
    /// @throws IOException naming the file, also when a coordinate does not fit the reference's integers
    public static long write(Path target, PointSource points, LasReference reference)
            throws IOException {
        var records = new LasRecords(reference);
        NewFile.write(target, file -> write(file, points, reference, records));
        return records.statistics().count();
    }

    private static void write(
            NewFile file, PointSource points, LasReference reference, LasRecords records)
            throws IOException {
        List<PointItems> items = List.of(PointItems.ofFormat(LasHead.POINT_FORMAT, 0));
        byte[] head = LasHead.bytes(reference, records.statistics(), items, CHUNK_SIZE);
        file.append(head);
        file.append(new byte[Long.BYTES]);
        int[] sizes = writeChunks(file, points, records, new ChunkEncoder(items.getFirst()));

        var tablePosition = new byte[Long.BYTES];
        LittleEndian.putLong(tablePosition, 0, file.position());
        file.append(new ChunkTable(sizes, new int[0]).encode());
        file.overwrite(0, LasHead.bytes(reference, records.statistics(), items, CHUNK_SIZE));
        file.overwrite(head.length, tablePosition);
    }

    private static int[] writeChunks(
            NewFile file, PointSource points, LasRecords records, ChunkEncoder encoder)
            throws IOException {
        var batch = new PointBatch(CHUNK_SIZE);
        var bytes = new byte[CHUNK_SIZE * LasHead.RECORD_LENGTH];
        var sizes = new int[64];
        int chunks = 0;
        boolean full = true;
        while (points.read(batch) > 0) {
            if (!full) {
                throw new IOException("the point source gave a part-filled batch before its end");
            }
            full = batch.size() == CHUNK_SIZE;
            records.fill(batch, bytes);
            LasWriter.checkCount(records.statistics());
            if (chunks == sizes.length) {
                sizes = Arrays.copyOf(sizes, 2 * chunks);
            }
            sizes[chunks] = encoder.encode(bytes, 0, batch.size());
            file.append(encoder.bytes(), 0, sizes[chunks++]);
        }
        return Arrays.copyOf(sizes, chunks);
    }
}
