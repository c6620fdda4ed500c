package org.nadir.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;

/// The EXIF tags of a photo in the making (TIFF 6.0 directories, EXIF 2.3): what is not set is not there.
public final class ExifTags {

    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int BYTE = 1;

    @SuppressWarnings("ArrayRecordComponent")
    private record Entry(int type, int count, byte[] value) {}

    /// Directories by tag, in the order that TIFF wants.
    private final SortedMap<Integer, Entry> image = new TreeMap<>();

    private final SortedMap<Integer, Entry> exif = new TreeMap<>();
    private final SortedMap<Integer, Entry> gps = new TreeMap<>();

    public ExifTags camera(String make, String model) {
        image.put(0x10f, text(make));
        image.put(0x110, text(model));
        return this;
    }

    /// @param value 1 to 8
    public ExifTags orientation(int value) {
        image.put(0x112, shortValue(value));
        return this;
    }

    /// @param time `yyyy:MM:dd HH:mm:ss`
    public ExifTags time(String time) {
        exif.put(0x9003, text(time));
        return this;
    }

    /// Focal length on film of 36 mm.
    public ExifTags film(double millimetres) {
        exif.put(0xa405, shortValue((int) Math.round(millimetres)));
        return this;
    }

    public ExifTags focal(double millimetres) {
        exif.put(0x920a, new Entry(RATIONAL, 1, rational(millimetres, 100)));
        return this;
    }

    /// Pixels per millimetre of the sensor.
    public ExifTags focalPlaneResolution(double perMillimetre) {
        exif.put(0xa20e, new Entry(RATIONAL, 1, rational(perMillimetre, 1000)));
        exif.put(0xa210, shortValue(4));
        return this;
    }

    /// Degrees, east and north positive, and metres.
    public ExifTags position(double longitude, double latitude, double altitude) {
        gps.put(0, new Entry(BYTE, 4, new byte[] {2, 3, 0, 0}));
        gps.put(1, text(latitude < 0 ? "S" : "N"));
        gps.put(2, degrees(Math.abs(latitude)));
        gps.put(3, text(longitude < 0 ? "W" : "E"));
        gps.put(4, degrees(Math.abs(longitude)));
        gps.put(5, new Entry(BYTE, 1, new byte[] {(byte) (altitude < 0 ? 1 : 0)}));
        gps.put(6, new Entry(RATIONAL, 1, rational(Math.abs(altitude), 1000)));
        return this;
    }

    /// The TIFF structure.
    public byte[] bytes() {
        SortedMap<Integer, Entry> first = new TreeMap<>(image);
        // Room for the pointers, whose values are known once the sizes are.
        first.put(0x8769, longValue(0));
        first.put(0x8825, longValue(0));
        int exifAt = 8 + size(first);
        int gpsAt = exifAt + size(exif);
        first.put(0x8769, longValue(exifAt));
        first.put(0x8825, longValue(gpsAt));
        ByteBuffer out = ByteBuffer.allocate(gpsAt + size(gps)).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        put(out, 8, first);
        put(out, exifAt, exif);
        put(out, gpsAt, gps);
        return out.array();
    }

    private static Entry text(String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return new Entry(ASCII, value.length, value);
    }

    private static Entry shortValue(int value) {
        return new Entry(SHORT, 1, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    private static Entry longValue(int value) {
        return new Entry(
                LONG,
                1,
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    /// Degrees, minutes and seconds with seven decimals: 3 micrometres on the ground.
    private static Entry degrees(double value) {
        int whole = (int) value;
        int minutes = (int) ((value - whole) * 60);
        double seconds = ((value - whole) * 60 - minutes) * 60;
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(rational(whole, 1));
        bytes.writeBytes(rational(minutes, 1));
        bytes.writeBytes(rational(seconds, 10_000_000));
        return new Entry(RATIONAL, 3, bytes.toByteArray());
    }

    private static byte[] rational(double value, int denominator) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) Math.round(value * denominator))
                .putInt(denominator)
                .array();
    }

    private static int size(SortedMap<Integer, Entry> entries) {
        int values =
                entries.values().stream()
                        .mapToInt(e -> e.value.length > 4 ? e.value.length + e.value.length % 2 : 0)
                        .sum();
        return 2 + 12 * entries.size() + 4 + values;
    }

    private static void put(ByteBuffer out, int at, SortedMap<Integer, Entry> entries) {
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
}
