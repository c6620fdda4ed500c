package org.nadir.imaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Builds small JPEG files with chosen tags: a TIFF structure by the EXIF 2.3 specification in one APP1 segment, XMP in
/// another.
final class TaggedJpeg {
    private final Map<Integer, Object> ifd0 = new TreeMap<>();
    private final Map<Integer, Object> exif = new TreeMap<>();
    private final Map<Integer, Object> gps = new TreeMap<>();
    private final List<String> xmp = new ArrayList<>();
    private int width = 40;
    private int height = 30;

    TaggedJpeg size(int columns, int rows) {
        width = columns;
        height = rows;
        return this;
    }

    /// Values: String, Integer (a short), or double[] (rationals; NaN is 0/0).
    TaggedJpeg ifd0(int tag, Object value) {
        ifd0.put(tag, value);
        return this;
    }

    TaggedJpeg exif(int tag, Object value) {
        exif.put(tag, value);
        return this;
    }

    TaggedJpeg gps(int tag, Object value) {
        gps.put(tag, value);
        return this;
    }

    TaggedJpeg xmp(String name, String value) {
        xmp.add(name + "=\"" + value + "\"");
        return this;
    }

    Path write(Path file) throws IOException {
        return Files.write(file, bytes());
    }

    byte[] bytes() throws IOException {
        byte[] plain = ImageEncoder.jpeg(new RgbImage(width, height), 0.5);
        var out = new ByteArrayOutputStream();
        out.write(plain, 0, 2);
        if (!ifd0.isEmpty() || !exif.isEmpty() || !gps.isEmpty()) {
            segment(out, "Exif\0\0".getBytes(StandardCharsets.US_ASCII), tiff());
        }
        if (!xmp.isEmpty()) {
            segment(
                    out,
                    "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.US_ASCII),
                    xmpPacket().getBytes(StandardCharsets.UTF_8));
        }
        out.write(plain, 2, plain.length - 2);
        return out.toByteArray();
    }

    private static void segment(ByteArrayOutputStream out, byte[] name, byte[] body)
            throws IOException {
        int length = 2 + name.length + body.length;
        out.write(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
        out.write(name);
        out.write(body);
    }

    private String xmpPacket() {
        return """
        <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
        <rdf:Description rdf:about="" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/"
        xmlns:Camera="http://pix4d.com/camera/1.0/" xmlns:tiff="http://ns.adobe.com/tiff/1.0/"
        xmlns:aux="http://ns.adobe.com/exif/1.0/aux/" xmlns:DLS="http://micasense.com/DLS/1.0/"
        xmlns:MicaSense="http://micasense.com/MicaSense/1.0/" %s/>
        </rdf:RDF></x:xmpmeta>\
        """
                .formatted(String.join(" ", xmp));
    }

    private byte[] tiff() {
        ByteBuffer out = ByteBuffer.allocate(8192).order(ByteOrder.BIG_ENDIAN);
        out.putShort((short) 0x4D4D).putShort((short) 42).putInt(8);
        int exifAt = 8 + directorySize(ifd0, 2) + outside(ifd0);
        int gpsAt = exifAt + directorySize(exif, 0) + outside(exif);
        directory(out, 8, ifd0, Map.of(0x8769, exifAt, 0x8825, gpsAt));
        directory(out, exifAt, exif, Map.of());
        directory(out, gpsAt, gps, Map.of());
        int end = gpsAt + directorySize(gps, 0) + outside(gps);
        return java.util.Arrays.copyOf(out.array(), end);
    }

    private static int directorySize(Map<Integer, Object> values, int pointers) {
        return 2 + 12 * (values.size() + pointers) + 4;
    }

    private static int outside(Map<Integer, Object> values) {
        return values.values().stream()
                .map(TaggedJpeg::encoded)
                .mapToInt(b -> b.length > 4 ? b.length : 0)
                .sum();
    }

    private static void directory(
            ByteBuffer out, int at, Map<Integer, Object> values, Map<Integer, Integer> pointers) {
        Map<Integer, Object> all = new TreeMap<>(values);
        all.putAll(pointers);
        out.position(at);
        out.putShort((short) all.size());
        int free = at + directorySize(values, pointers.size());
        for (var entry : all.entrySet()) {
            boolean pointer = pointers.containsKey(entry.getKey());
            byte[] bytes = encoded(entry.getValue());
            out.putShort(entry.getKey().shortValue());
            out.putShort((short) (pointer ? 4 : type(entry.getValue())));
            out.putInt(count(entry.getValue()));
            if (pointer) {
                out.putInt((Integer) entry.getValue());
            } else if (bytes.length <= 4) {
                out.put(java.util.Arrays.copyOf(bytes, 4));
            } else {
                out.putInt(free);
                out.put(free, bytes);
                free += bytes.length;
            }
        }
        out.putInt(0);
    }

    private static int type(Object value) {
        return value instanceof String ? 2 : value instanceof Integer ? 3 : 10;
    }

    private static int count(Object value) {
        return switch (value) {
            case String text -> text.length() + 1;
            case double[] numbers -> numbers.length;
            default -> 1;
        };
    }

    private static byte[] encoded(Object value) {
        return switch (value) {
            case String text ->
                    (text + (text.length() % 2 == 0 ? "\0\0" : "\0"))
                            .getBytes(StandardCharsets.US_ASCII);
            case Integer number -> ByteBuffer.allocate(2).putShort(number.shortValue()).array();
            case double[] numbers -> {
                ByteBuffer out = ByteBuffer.allocate(8 * numbers.length);
                for (double number : numbers) {
                    out.putInt(Double.isNaN(number) ? 0 : (int) Math.round(number * 100_000));
                    out.putInt(Double.isNaN(number) ? 0 : 100_000);
                }
                yield out.array();
            }
            default -> throw new IllegalArgumentException(value.toString());
        };
    }
}
