package org.nadir.pointcloud.laszip;

import java.util.Arrays;
import org.nadir.pointcloud.LittleEndian;

/// Sizes of a file's chunks, and of their point counts where those vary.
///
/// @param bytes compressed bytes of each chunk
/// @param points points of each chunk; empty when all have the size that the file's laszip VLR says
public record ChunkTable(int[] bytes, int[] points) {

    private static final int HEAD = 8;

    /// The table as it stands in a file: version 0, number of chunks, then the coded sizes.
    public byte[] encode() {
        var encoder = new ArithmeticEncoder();
        var model = new IntegerModel(32, 2);
        encoder.start();
        int lastBytes = 0;
        int lastPoints = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (points.length > 0) {
                model.encode(encoder, lastPoints, points[i], 0);
                lastPoints = points[i];
            }
            model.encode(encoder, lastBytes, bytes[i], 1);
            lastBytes = bytes[i];
        }
        encoder.finish();
        var table = new byte[HEAD + encoder.size()];
        LittleEndian.putInt(table, 4, bytes.length);
        System.arraycopy(encoder.bytes(), 0, table, HEAD, encoder.size());
        return table;
    }

    /// Reads a table from the bytes that begin with it.
    ///
    /// @param maxChunks more chunks than this are taken for damage
    /// @throws IndexOutOfBoundsException when the bytes end too early
    public static ChunkTable decode(byte[] table, boolean variable, int maxChunks) {
        int chunks = table.length < HEAD ? -1 : LittleEndian.getInt(table, 4);
        if (chunks < 0 || chunks > maxChunks || LittleEndian.getInt(table, 0) != 0) {
            throw new IndexOutOfBoundsException("chunk table of " + chunks + " chunks");
        }
        var bytes = new int[chunks];
        var points = new int[variable ? chunks : 0];
        if (chunks == 0) {
            return new ChunkTable(bytes, points);
        }
        var decoder = new ArithmeticDecoder();
        var model = new IntegerModel(32, 2);
        decoder.start(table, HEAD, table.length);
        int lastBytes = 0;
        int lastPoints = 0;
        for (int i = 0; i < chunks; i++) {
            if (variable) {
                lastPoints = model.decode(decoder, lastPoints, 0);
                points[i] = lastPoints;
            }
            lastBytes = model.decode(decoder, lastBytes, 1);
            bytes[i] = lastBytes;
        }
        return new ChunkTable(bytes, points);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChunkTable table
                && Arrays.equals(bytes, table.bytes)
                && Arrays.equals(points, table.points);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(bytes) + Arrays.hashCode(points);
    }

    @Override
    public String toString() {
        return "ChunkTable[" + bytes.length + " chunks]";
    }
}
