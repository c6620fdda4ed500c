package org.nadir.pointcloud;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
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

    /// Writes finished records as a file of one chunk. Made for many small files: a crash may leave one cut off.
    static void writeRecords(
            Path target, byte[] records, int count, LasReference reference, ChunkEncoder encoder)
            throws IOException {
        var statistics = new LasStatistics();
        for (int at = 0; at < count * LasHead.RECORD_LENGTH; at += LasHead.RECORD_LENGTH) {
            statistics.add(
                    LittleEndian.getInt(records, at),
                    LittleEndian.getInt(records, at + 4),
                    LittleEndian.getInt(records, at + 8));
        }
        List<PointItems> items = List.of(PointItems.ofFormat(LasHead.POINT_FORMAT, 0));
        byte[] head = LasHead.bytes(reference, statistics, items, Math.max(CHUNK_SIZE, count));
        int size = encoder.encode(records, 0, count);
        var tablePosition = new byte[Long.BYTES];
        LittleEndian.putLong(tablePosition, 0, head.length + Long.BYTES + (long) size);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            out.write(head);
            out.write(tablePosition);
            out.write(encoder.bytes(), 0, size);
            out.write(new ChunkTable(new int[] {size}, new int[0]).encode());
        }
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
