package org.nadir.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/// A directory of tags in little-endian TIFF (TIFF 6.0), in the making.
final class TiffDirectory {

    private static final int BYTE = 1;
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(int type, int count, byte[] value) {}

    /// By tag, in the order that TIFF wants.
    private final SortedMap<Integer, Entry> entries = new TreeMap<>();

    TiffDirectory copy() {
        var copy = new TiffDirectory();
        copy.entries.putAll(entries);
        return copy;
    }

    TiffDirectory bytes(int tag, byte... values) {
        entries.put(tag, new Entry(BYTE, values.length, values));
        return this;
    }

    TiffDirectory text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        entries.put(tag, new Entry(ASCII, value.length, value));
        return this;
    }

    TiffDirectory shorts(int tag, int... values) {
        ByteBuffer bytes = littleEndian(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        entries.put(tag, new Entry(SHORT, values.length, bytes.array()));
        return this;
    }

    TiffDirectory number(int tag, int value) {
        entries.put(tag, new Entry(LONG, 1, littleEndian(4).putInt(value).array()));
        return this;
    }

    TiffDirectory ratio(int tag, double value, int denominator) {
        entries.put(tag, new Entry(RATIONAL, 1, rational(value, denominator)));
        return this;
    }

    /// Degrees, minutes and seconds with seven decimals: 3 micrometres on the ground.
    TiffDirectory degrees(int tag, double value) {
        int whole = (int) value;
        int minutes = (int) ((value - whole) * 60);
        double seconds = ((value - whole) * 60 - minutes) * 60;
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(rational(whole, 1));
        bytes.writeBytes(rational(minutes, 1));
        bytes.writeBytes(rational(seconds, 10_000_000));
        entries.put(tag, new Entry(RATIONAL, 3, bytes.toByteArray()));
        return this;
    }

    /// Bytes that the directory takes with its values.
    int size() {
        int values =
                entries.values().stream()
                        .mapToInt(e -> e.value.length > 4 ? e.value.length + e.value.length % 2 : 0)
                        .sum();
        return 2 + 12 * entries.size() + 4 + values;
    }

    /// Writes the directory at a place of a file, and its values behind it.
    void write(ByteBuffer out, int at) {
        out.position(at).putShort((short) entries.size());
        int values = at + 2 + 12 * entries.size() + 4;
        for (var tagged : entries.entrySet()) {
            Entry entry = tagged.getValue();
            out.putShort(tagged.getKey().shortValue());
            out.putShort((short) entry.type).putInt(entry.count);
            if (entry.value.length <= 4) {
                out.put(entry.value).position(out.position() + 4 - entry.value.length);
                continue;
            }
            out.putInt(values);
            out.put(values, entry.value);
            values += entry.value.length + entry.value.length % 2;
        }
        out.putInt(0);
    }

    /// The head of a file whose first directory lies right behind it, at 8.
    static ByteBuffer file(int length) {
        ByteBuffer out = littleEndian(length);
        return out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
    }

    private static byte[] rational(double value, int denominator) {
        return littleEndian(8)
                .putInt((int) Math.round(value * denominator))
                .putInt(denominator)
                .array();
    }

    private static ByteBuffer littleEndian(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
