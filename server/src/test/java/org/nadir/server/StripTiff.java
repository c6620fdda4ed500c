package org.nadir.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.Deflater;

/// A GeoTIFF written byte by byte after the TIFF 6.0 specification, as other programs write them: 8 bits, strips of 16 rows,
/// Deflate, no overviews. Shares no code with the writer of the program.
final class StripTiff {

    private static final int ROWS = 16;

    private StripTiff() {}

    static int value(int x, int y) {
        return (x * 7 + y * 13) % 251;
    }

    /// @param epsg 0 for a raster without a coordinate system
    static byte[] gray(int width, int height, int epsg, double west, double north) {
        int[] keys = {1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, epsg};
        return gray(width, height, epsg == 0 ? new int[0] : keys, new double[0], west, north);
    }

    /// @param keys the GeoKey directory; empty for a raster without a place
    /// @param numbers what its keys point to in tag 34736
    static byte[] gray(
            int width, int height, int[] keys, double[] numbers, double west, double north) {
        int strips = (height + ROWS - 1) / ROWS;
        var data = new ByteArrayOutputStream();
        int[] offsets = new int[strips];
        int[] counts = new int[strips];
        for (int s = 0; s < strips; s++) {
            offsets[s] = 8 + data.size();
            byte[] packed = strip(width, s * ROWS, Math.min(height, (s + 1) * ROWS));
            counts[s] = packed.length;
            data.writeBytes(packed);
        }
        if (data.size() % 2 == 1) {
            data.write(0);
        }
        int entries = keys.length == 0 ? 11 : numbers.length == 0 ? 14 : 15;
        int directory = 8 + data.size();
        int after = directory + 2 + entries * 12 + 4;
        int length = after + 8 * strips + 24 + 48 + 8 * numbers.length + 2 * keys.length;
        var out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(directory);
        out.put(data.toByteArray());
        out.putShort((short) entries);
        entry(out, 256, 4, 1, width);
        entry(out, 257, 4, 1, height);
        entry(out, 258, 3, 1, 8);
        entry(out, 259, 3, 1, 8);
        entry(out, 262, 3, 1, 1);
        entry(out, 273, 4, strips, after);
        entry(out, 277, 3, 1, 1);
        entry(out, 278, 3, 1, ROWS);
        entry(out, 279, 4, strips, after + 4 * strips);
        entry(out, 284, 3, 1, 1);
        entry(out, 339, 3, 1, 1);
        int rest = after + 8 * strips;
        if (keys.length > 0) {
            entry(out, 33550, 12, 3, rest);
            entry(out, 33922, 12, 6, rest + 24);
            entry(out, 34735, 3, keys.length, rest + 72 + 8 * numbers.length);
        }
        if (numbers.length > 0) {
            entry(out, 34736, 12, numbers.length, rest + 72);
        }
        out.putInt(0);
        for (int offset : offsets) {
            out.putInt(offset);
        }
        for (int count : counts) {
            out.putInt(count);
        }
        out.putDouble(1).putDouble(1).putDouble(0);
        out.putDouble(0).putDouble(0).putDouble(0).putDouble(west).putDouble(north).putDouble(0);
        for (double number : numbers) {
            out.putDouble(number);
        }
        for (int key : keys) {
            out.putShort((short) key);
        }
        return out.array();
    }

    private static void entry(ByteBuffer out, int tag, int type, int count, int value) {
        out.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    private static byte[] strip(int width, int from, int to) {
        var pixels = new byte[width * (to - from)];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) value(i % width, from + i / width);
        }
        var deflater = new Deflater();
        deflater.setInput(pixels);
        deflater.finish();
        var packed = new ByteArrayOutputStream();
        var block = new byte[4096];
        while (!deflater.finished()) {
            packed.write(block, 0, deflater.deflate(block));
        }
        deflater.end();
        return packed.toByteArray();
    }
}
