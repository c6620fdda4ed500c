package org.nadir.geo.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/// One image file directory in the making, little-endian, classic or BigTIFF.
final class IfdBuilder {

    private record Entry(int type, long count, byte[] value) {}

    private final boolean big;
    private final TreeMap<Integer, Entry> entries = new TreeMap<>();

    IfdBuilder(boolean big) {
        this.big = big;
    }

    void shorts(int tag, int... values) {
        ByteBuffer bytes = buffer(2 * values.length);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        entries.put(tag, new Entry(Tags.TYPE_SHORT, values.length, bytes.array()));
    }

    void longs(int tag, int... values) {
        ByteBuffer bytes = buffer(4 * values.length);
        for (int value : values) {
            bytes.putInt(value);
        }
        entries.put(tag, new Entry(Tags.TYPE_LONG, values.length, bytes.array()));
    }

    /// File offsets: four bytes each in classic files, eight in BigTIFF.
    void offsets(int tag, long... values) {
        ByteBuffer bytes = buffer((big ? 8 : 4) * values.length);
        for (long value : values) {
            if (big) {
                bytes.putLong(value);
            } else {
                bytes.putInt((int) value);
            }
        }
        int type = big ? Tags.TYPE_LONG8 : Tags.TYPE_LONG;
        entries.put(tag, new Entry(type, values.length, bytes.array()));
    }

    void doubles(int tag, double... values) {
        ByteBuffer bytes = buffer(8 * values.length);
        for (double value : values) {
            bytes.putDouble(value);
        }
        entries.put(tag, new Entry(Tags.TYPE_DOUBLE, values.length, bytes.array()));
    }

    void text(int tag, String value) {
        byte[] text = (value + '\0').getBytes(StandardCharsets.UTF_8);
        entries.put(tag, new Entry(Tags.TYPE_ASCII, text.length, text));
    }

    /// Bytes that [#write] fills: the directory and the values that do not fit into it. Always even.
    long size() {
        long size = directorySize();
        for (Entry entry : entries.values()) {
            size += outside(entry);
        }
        return size;
    }

    /// The finished directory.
    ///
    /// @param offset where it will stand in the file
    /// @param nextIfd offset of the next directory, 0 at the last one
    byte[] write(long offset, long nextIfd) {
        ByteBuffer out = buffer(Math.toIntExact(size()));
        long outside = offset + directorySize();
        if (big) {
            out.putLong(entries.size());
        } else {
            out.putShort((short) entries.size());
        }
        for (var tagged : entries.entrySet()) {
            Entry entry = tagged.getValue();
            out.putShort(tagged.getKey().shortValue()).putShort((short) entry.type());
            putWord(out, entry.count());
            if (outside(entry) == 0) {
                out.put(java.util.Arrays.copyOf(entry.value(), word()));
                continue;
            }
            putWord(out, outside);
            out.put(Math.toIntExact(outside - offset), entry.value());
            outside += outside(entry);
        }
        putWord(out, nextIfd);
        return out.array();
    }

    private int word() {
        return big ? 8 : 4;
    }

    private void putWord(ByteBuffer out, long value) {
        if (big) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private int directorySize() {
        return big ? 16 + 20 * entries.size() : 6 + 12 * entries.size();
    }

    private int outside(Entry entry) {
        int length = entry.value().length;
        return length <= word() ? 0 : length + (length & 1);
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
