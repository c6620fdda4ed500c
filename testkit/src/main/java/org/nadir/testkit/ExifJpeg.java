package org.nadir.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// Writes JPEG files with the EXIF tags of a drone (TIFF 6.0 directories inside an APP1 segment, EXIF 2.3).
public final class ExifJpeg {

    static final int ASCII = 2;
    static final int SHORT = 3;
    static final int LONG = 4;
    static final int RATIONAL = 5;
    static final int BYTE = 1;

    record Entry(int tag, int type, int count, byte[] value) {}

    private ExifJpeg() {}

    public static void write(Path file, BufferedImage image, byte[] exif) throws IOException {
        byte[] jpeg = encode(image);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(jpeg, 0, 2);
            int length = exif.length + 8;
            out.write(new byte[] {(byte) 0xff, (byte) 0xe1, (byte) (length >> 8), (byte) length});
            out.write("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
            out.write(exif);
            out.write(jpeg, 2, jpeg.length - 2);
        }
    }

    /// The TIFF structure with camera, time (`yyyy:MM:dd HH:mm:ss`), 35 mm focal length and GPS position.
    public static byte[] tags(
            String make,
            String model,
            String time,
            long focal35,
            double longitude,
            double latitude,
            double altitude) {
        List<Entry> camera = new ArrayList<>();
        camera.add(text(0x10f, make));
        camera.add(text(0x110, model));
        List<Entry> exif = new ArrayList<>();
        exif.add(text(0x9003, time));
        exif.add(shortValue(0xa405, (int) focal35));
        List<Entry> gps = new ArrayList<>();
        gps.add(new Entry(0, BYTE, 4, new byte[] {2, 3, 0, 0}));
        gps.add(text(1, latitude < 0 ? "S" : "N"));
        gps.add(degrees(2, Math.abs(latitude)));
        gps.add(text(3, longitude < 0 ? "W" : "E"));
        gps.add(degrees(4, Math.abs(longitude)));
        gps.add(new Entry(5, BYTE, 1, new byte[] {(byte) (altitude < 0 ? 1 : 0)}));
        gps.add(new Entry(6, RATIONAL, 1, rational(Math.round(Math.abs(altitude) * 1000), 1000)));
        int first = 8;
        int exifAt = first + size(camera, 2);
        int gpsAt = exifAt + size(exif, 0);
        camera.add(longValue(0x8769, exifAt));
        camera.add(longValue(0x8825, gpsAt));
        ByteBuffer out = ByteBuffer.allocate(gpsAt + size(gps, 0)).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(first);
        put(out, first, camera);
        put(out, exifAt, exif);
        put(out, gpsAt, gps);
        return out.array();
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam quality = writer.getDefaultWriteParam();
            quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            quality.setCompressionQuality(0.93f);
            writer.write(null, new IIOImage(image, null, null), quality);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    static Entry text(int tag, String text) {
        byte[] value = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return new Entry(tag, ASCII, value.length, value);
    }

    static Entry shortValue(int tag, int value) {
        return new Entry(tag, SHORT, 1, new byte[] {(byte) value, (byte) (value >> 8)});
    }

    static Entry longValue(int tag, int value) {
        return new Entry(
                tag,
                LONG,
                1,
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    }

    /// Degrees, minutes and seconds with seven decimals: 3 micrometres on the ground.
    static Entry degrees(int tag, double value) {
        int whole = (int) value;
        int minutes = (int) ((value - whole) * 60);
        double seconds = ((value - whole) * 60 - minutes) * 60;
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes(rational(whole, 1));
        bytes.writeBytes(rational(minutes, 1));
        bytes.writeBytes(rational(Math.round(seconds * 10_000_000), 10_000_000));
        return new Entry(tag, RATIONAL, 3, bytes.toByteArray());
    }

    static byte[] rational(long numerator, long denominator) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt((int) numerator)
                .putInt((int) denominator)
                .array();
    }

    static int size(List<Entry> entries, int more) {
        int values =
                entries.stream()
                        .mapToInt(e -> e.value.length > 4 ? e.value.length + e.value.length % 2 : 0)
                        .sum();
        return 2 + 12 * (entries.size() + more) + 4 + values;
    }

    static void put(ByteBuffer out, int at, List<Entry> entries) {
        out.position(at).putShort((short) entries.size());
        int values = at + 2 + 12 * entries.size() + 4;
        for (Entry entry : entries) {
            out.putShort((short) entry.tag).putShort((short) entry.type).putInt(entry.count);
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
