package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putShort;

import java.io.IOException;

/// Turns points into raw records of LAS point format 2. Colours of 0 to 255 go into the 16-bit fields as they are, and the
/// number of views into the user data, as point clouds of photogrammetry often have it.
final class LasRecords {

    /// First of one return.
    private static final byte SINGLE_RETURN = 1 | 1 << 3;

    /// The rest of the byte are flags.
    private static final int CLASS_BITS = 31;

    private final LasReference reference;
    private final LasStatistics statistics = new LasStatistics();

    LasRecords(LasReference reference) {
        this.reference = reference;
    }

    LasStatistics statistics() {
        return statistics;
    }

    /// Writes the batch's points into `records`.
    void fill(PointBatch batch, byte[] records) throws IOException {
        byte[] rgb = batch.rgb();
        for (int i = 0, at = 0; i < batch.size(); i++, at += LasHead.RECORD_LENGTH) {
            int x = stored(batch.x()[i], reference.offsetX(), reference.scale());
            int y = stored(batch.y()[i], reference.offsetY(), reference.scale());
            int z = stored(batch.z()[i], reference.offsetZ(), reference.scaleZ());
            statistics.add(x, y, z);
            putInt(records, at, x);
            putInt(records, at + 4, y);
            putInt(records, at + 8, z);
            putShort(records, at + 12, 0);
            records[at + 14] = SINGLE_RETURN;
            records[at + 15] = (byte) (batch.classification()[i] & CLASS_BITS);
            records[at + 16] = 0;
            records[at + 17] = batch.views()[i];
            putShort(records, at + 18, 0);
            putShort(records, at + 20, rgb[3 * i] & 0xFF);
            putShort(records, at + 22, rgb[3 * i + 1] & 0xFF);
            putShort(records, at + 24, rgb[3 * i + 2] & 0xFF);
        }
    }

    private static int stored(double coordinate, double offset, double scale) throws IOException {
        double steps = Math.rint((coordinate - offset) / scale);
        if (!(Math.abs(steps) <= Integer.MAX_VALUE)) {
            throw new IOException(
                    "Coordinate "
                            + coordinate
                            + " does not fit LAS offset "
                            + offset
                            + " and scale "
                            + scale);
        }
        return (int) steps;
    }
}
