package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;

import java.util.Arrays;

/// Where the fields of a raw record lie, and how to read them into a batch.
///
/// @param classification byte of the class
/// @param classMask bits of that byte that are the class
/// @param userData byte of the user data
/// @param colour first byte of the colours; −1 when there are none
/// @param colourShift bits that colours are shifted down by
record RecordFields(
        LasHeader header,
        int classification,
        int classMask,
        int userData,
        int colour,
        int colourShift) {

    /// First byte of the colours in point formats 0 to 10.
    private static final int[] COLOURS = {-1, -1, 20, 28, -1, 28, -1, 30, 30, -1, 30};

    /// Looks at the first records to learn how colours are scaled.
    static RecordFields of(LasHeader header, byte[] records, int count) {
        int format = header.pointFormat();
        int colour = COLOURS[format];
        int shift = 0;
        for (int i = 0; colour >= 0 && i < count; i++) {
            int at = i * header.recordLength() + colour;
            // An upper byte that is not zero means 16-bit colours.
            if ((records[at + 1] | records[at + 3] | records[at + 5]) != 0) {
                shift = 8;
            }
        }
        return format < 6
                ? new RecordFields(header, 15, 31, 17, colour, shift)
                : new RecordFields(header, 16, 255, 17, colour, shift);
    }

    /// Reads `count` records that begin at `from` into the batch's places from `to` on.
    void read(byte[] records, int from, int count, PointBatch batch, int to) {
        double[] scale = header.scale();
        double[] offset = header.offset();
        int length = header.recordLength();
        for (int i = to, at = from; i < to + count; i++, at += length) {
            batch.x()[i] = getInt(records, at) * scale[0] + offset[0];
            batch.y()[i] = getInt(records, at + 4) * scale[1] + offset[1];
            batch.z()[i] = getInt(records, at + 8) * scale[2] + offset[2];
            batch.classification()[i] = (byte) (records[at + classification] & classMask);
            batch.views()[i] = records[at + userData];
            if (colour >= 0) {
                readColour(records, at + colour, batch.rgb(), 3 * i);
            }
        }
        Arrays.fill(batch.normals(), 3 * to, 3 * (to + count), 0);
        if (colour < 0) {
            Arrays.fill(batch.rgb(), 3 * to, 3 * (to + count), (byte) 0);
        }
    }

    private void readColour(byte[] records, int at, byte[] rgb, int to) {
        rgb[to] = (byte) (getUnsignedShort(records, at) >>> colourShift);
        rgb[to + 1] = (byte) (getUnsignedShort(records, at + 2) >>> colourShift);
        rgb[to + 2] = (byte) (getUnsignedShort(records, at + 4) >>> colourShift);
    }
}
