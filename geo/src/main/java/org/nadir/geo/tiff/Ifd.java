package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One image file directory of a file that is read. Values outside the directory are fetched when asked for.
final class Ifd {
    private static final int MAX_ENTRIES = 4096;
    private static final int MAX_DIRECTORIES = 1024;
    private static final long MAX_VALUE_BYTES = 1L << 28;

    /// @param position of the value in the file
    private record Field(int type, long count, long position) {}

    private final TiffInput input;
    private final Map<Integer, Field> fields = new HashMap<>();
    private final long next;

    private Ifd(TiffInput input, long offset) throws IOException {
        this.input = input;
        boolean big = input.isBig();
        int countBytes = big ? 8 : 2;
        int entryBytes = big ? 20 : 12;
        int word = big ? 8 : 4;
        ByteBuffer head = input.read(offset, countBytes);
        long count = big ? head.getLong(0) : head.getShort(0) & 0xFFFF;
        if (count < 1 || count > MAX_ENTRIES) {
            throw new GeoTiffException(input.file(), "directory with " + count + " entries");
        }
        ByteBuffer body = input.read(offset + countBytes, count * entryBytes + word);
        for (int i = 0; i < count; i++) {
            int at = i * entryBytes;
            int tag = body.getShort(at) & 0xFFFF;
            int type = body.getShort(at + 2) & 0xFFFF;
            long values = word(body, at + 4);
            int size = typeBytes(type);
            if (size == 0) {
                continue;
            }
            if (values < 0 || values > MAX_VALUE_BYTES / size) {
                throw new GeoTiffException(
                        input.file(), "tag " + tag + " with " + values + " values");
            }
            boolean inside = values * size <= word;
            long position =
                    inside ? offset + countBytes + at + 4 + word : word(body, at + 4 + word);
            fields.put(tag, new Field(type, values, position));
        }
        this.next = word(body, (int) count * entryBytes);
    }

    /// All directories of the main chain, in file order.
    static List<Ifd> readAll(TiffInput input) throws IOException {
        List<Ifd> all = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        for (long offset = input.firstIfd(); offset != 0; ) {
            if (!seen.add(offset) || seen.size() > MAX_DIRECTORIES) {
                throw new GeoTiffException(input.file(), "its directories form a circle");
            }
            Ifd ifd = new Ifd(input, offset);
            all.add(ifd);
            offset = ifd.next;
        }
        if (all.isEmpty()) {
            throw new GeoTiffException(input.file(), "holds no image");
        }
        return all;
    }

    boolean has(int tag) {
        return fields.containsKey(tag);
    }

    /// The first value of a whole-number tag.
    long number(int tag, long otherwise) throws IOException {
        long[] values = numbers(tag);
        return values == null || values.length == 0 ? otherwise : values[0];
    }

    /// The first value of a tag that a TIFF must have.
    long required(int tag) throws IOException {
        long[] values = numbers(tag);
        if (values == null || values.length == 0) {
            throw new GeoTiffException(input.file(), "tag " + tag + " is missing");
        }
        return values[0];
    }

    /// All values of a whole-number tag; null when absent.
    long @Nullable [] numbers(int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return null;
        }
        ByteBuffer bytes = bytes(field);
        long[] values = new long[(int) field.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    switch (field.type()) {
                        case 1, 2, 7 -> bytes.get(i) & 0xFF;
                        case 6 -> bytes.get(i);
                        case 3 -> bytes.getShort(2 * i) & 0xFFFF;
                        case 8 -> bytes.getShort(2 * i);
                        case 4, 13 -> bytes.getInt(4 * i) & 0xFFFFFFFFL;
                        case 9 -> bytes.getInt(4 * i);
                        case 16, 17, 18 -> bytes.getLong(8 * i);
                        default ->
                                throw new GeoTiffException(
                                        input.file(), "tag " + tag + " is not a whole number");
                    };
        }
        return values;
    }

    /// All values of a floating tag; null when absent.
    double @Nullable [] doubles(int tag) throws IOException {
        Field field = fields.get(tag);
        if (field == null) {
            return null;
        }
        if (field.type() != Tags.TYPE_DOUBLE && field.type() != 11) {
            throw new GeoTiffException(input.file(), "tag " + tag + " is not a floating number");
        }
        ByteBuffer bytes = bytes(field);
        double[] values = new double[(int) field.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = field.type() == 11 ? bytes.getFloat(4 * i) : bytes.getDouble(8 * i);
        }
        return values;
    }

    /// The text of a tag up to its first zero byte; null when absent.
    @Nullable String text(int tag) throws IOException {
        byte[] bytes = raw(tag);
        if (bytes == null) {
            return null;
        }
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }

    /// The value as it stands in the file; null when absent.
    byte @Nullable [] raw(int tag) throws IOException {
        Field field = fields.get(tag);
        return field == null ? null : bytes(field).array();
    }

    private ByteBuffer bytes(Field field) throws IOException {
        return input.read(field.position(), field.count() * typeBytes(field.type()));
    }

    private long word(ByteBuffer body, int at) {
        return input.isBig() ? body.getLong(at) : body.getInt(at) & 0xFFFFFFFFL;
    }

    private static int typeBytes(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            case 5, 10, 12, 16, 17, 18 -> 8;
            default -> 0;
        };
    }
}
