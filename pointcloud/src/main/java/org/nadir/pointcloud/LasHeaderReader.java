package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.getDouble;
import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads the header and the variable length records, and refuses what cannot be true.
final class LasHeaderReader {

    private static final int SMALLEST = 227;
    private static final int SIZE_1_4 = 375;
    private static final int RECORD_HEAD = 54;

    /// Least bytes of a record of each point format.
    private static final int[] RECORD_LENGTHS = {20, 28, 26, 34, 57, 63, 30, 36, 38, 59, 67};

    private LasHeaderReader() {}

    static LasHeader read(RandomAccessFile file) throws IOException {
        byte[] h = readAt(file, 0, (int) Math.min(SIZE_1_4, file.length()));
        if (h.length < SMALLEST || h[0] != 'L' || h[1] != 'A' || h[2] != 'S' || h[3] != 'F') {
            throw new IOException("not a LAS file");
        }
        int minor = h[25];
        int headerSize = getUnsignedShort(h, 94);
        long dataOffset = getInt(h, 96) & 0xFFFFFFFFL;
        if (h[24] != 1 || minor < 0 || minor > 4 || headerSize < SMALLEST) {
            throw new IOException("LAS version " + h[24] + "." + minor + " is not known");
        }
        if (dataOffset < headerSize || dataOffset > file.length()) {
            throw new IOException(
                    "the points should begin at " + dataOffset + ", outside the file");
        }
        boolean large = minor >= 4 && headerSize >= SIZE_1_4 && h.length >= SIZE_1_4;
        long count = large ? LittleEndian.getLong(h, 247) : getInt(h, 107) & 0xFFFFFFFFL;
        int format = h[104] & 0x3F;
        int length = getUnsignedShort(h, 105);
        if (format >= RECORD_LENGTHS.length || length < RECORD_LENGTHS[format] || count < 0) {
            throw new IOException(
                    count + " points of format " + format + " with " + length + " bytes each");
        }
        var header =
                new LasHeader(
                        minor,
                        format,
                        (h[104] & LasHead.COMPRESSED) != 0,
                        length,
                        dataOffset,
                        count,
                        triple(h, 131, 8),
                        triple(h, 155, 8),
                        triple(h, 187, 16),
                        triple(h, 179, 16),
                        records(file, headerSize, getInt(h, 100) & 0xFFFFFFFFL, dataOffset));
        checkRoom(file, header);
        return header;
    }

    static byte[] readAt(RandomAccessFile file, long at, int count) throws IOException {
        var bytes = new byte[count];
        file.seek(at);
        file.readFully(bytes);
        return bytes;
    }

    private static void checkRoom(RandomAccessFile file, LasHeader header) throws IOException {
        if (header.compressed()) {
            return;
        }
        long room = (file.length() - header.dataOffset()) / header.recordLength();
        if (room < header.count()) {
            throw new IOException(
                    "cut off: " + header.count() + " points announced, " + room + " there");
        }
    }

    private static List<LasHeader.Record> records(
            RandomAccessFile file, long start, long count, long end) throws IOException {
        var records = new ArrayList<LasHeader.Record>();
        long at = start;
        for (long i = 0; i < count; i++) {
            if (at + RECORD_HEAD > end) {
                throw new IOException("variable length record " + i + " runs into the points");
            }
            byte[] head = readAt(file, at, RECORD_HEAD);
            int length = getUnsignedShort(head, 20);
            if (at + RECORD_HEAD + length > end) {
                throw new IOException("variable length record " + i + " runs into the points");
            }
            records.add(
                    new LasHeader.Record(
                            text(head, 2, 16),
                            getUnsignedShort(head, 18),
                            readAt(file, at + RECORD_HEAD, length)));
            at += RECORD_HEAD + length;
        }
        return records;
    }

    private static String text(byte[] bytes, int at, int room) {
        int end = at;
        while (end < at + room && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    }

    private static double[] triple(byte[] bytes, int at, int step) {
        return new double[] {
            getDouble(bytes, at), getDouble(bytes, at + step), getDouble(bytes, at + 2 * step)
        };
    }
}
