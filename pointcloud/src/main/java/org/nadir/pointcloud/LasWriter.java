package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Writes LAS 1.2, point format 2 (position, class, views in the user data, colour), streaming.
public final class LasWriter {

    private static final long MAX_COUNT = 0xFFFFFFFFL;

    private LasWriter() {}

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
        file.append(head(reference, records));
        var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
        var bytes = new byte[batch.capacity() * LasHead.RECORD_LENGTH];
        while (points.read(batch) > 0) {
            records.fill(batch, bytes);
            checkCount(records.statistics());
            file.append(bytes, 0, batch.size() * LasHead.RECORD_LENGTH);
        }
        file.overwrite(0, head(reference, records));
    }

    private static byte[] head(LasReference reference, LasRecords records) {
        return LasHead.bytes(reference, records.statistics(), List.of(), 0);
    }

    static void checkCount(LasStatistics statistics) throws IOException {
        if (statistics.count() > MAX_COUNT) {
            throw new IOException("LAS 1.2 takes at most " + MAX_COUNT + " points");
        }
    }
}
