package org.nadir.testkit;

import static org.nadir.testkit.ExifJpeg.BYTE;
import static org.nadir.testkit.ExifJpeg.RATIONAL;
import static org.nadir.testkit.ExifJpeg.SHORT;
import static org.nadir.testkit.ExifJpeg.longValue;
import static org.nadir.testkit.ExifJpeg.rational;
import static org.nadir.testkit.ExifJpeg.shortValue;
import static org.nadir.testkit.ExifJpeg.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nadir.testkit.ExifJpeg.Entry;

/// Writes the uncompressed TIFF files of cameras for single bands: one channel of 16 bits, EXIF, GPS and XMP (TIFF 6.0,
/// EXIF 2.3, XMP part 3 §3.3).
public final class BandTiff {

    /// Makes of XMP properties by their prefix.
    private static final Map<String, String> SPACES =
            Map.of(
                    "Camera", "http://pix4d.com/camera/1.0",
                    "MicaSense", "http://micasense.com/MicaSense/1.0/",
                    "DLS", "http://micasense.com/DLS/1.0/",
                    "FLIR", "http://ns.flir.com/xmp/1.0/",
                    "drone-dji", "http://www.dji.com/drone-dji/1.0/");

    private BandTiff() {}

    /// What the EXIF tags say.
    ///
    /// @param time `yyyy:MM:dd HH:mm:ss`
    /// @param subSecond digits after the seconds
    /// @param focalMillimetres focal length
    /// @param pixelsPerMillimetre of the sensor
    public record Tags(
            String make,
            String model,
            String time,
            String subSecond,
            double exposureSeconds,
            int iso,
            int blackLevel,
            double focalMillimetres,
            double pixelsPerMillimetre,
            double longitude,
            double latitude,
            double altitude) {}

    /// @param values row by row, the lower 16 bits of each
    /// @param xmp properties as `prefix:Name`; a text with `|` becomes a sequence
    public static void write(
            Path file, int width, int height, short[] values, Tags tags, Map<String, String> xmp)
            throws IOException {
        byte[] packet = packet(xmp);
        List<Entry> exif = exif(tags);
        List<Entry> gps = gps(tags);
        int pixels = 2 * values.length;
        List<Entry> image = image(width, height, tags, packet, pixels, new int[3]);
        int exifAt = 8 + ExifJpeg.size(image, 0);
        int gpsAt = exifAt + ExifJpeg.size(exif, 0);
        int pixelsAt = gpsAt + ExifJpeg.size(gps, 0);
        image = image(width, height, tags, packet, pixels, new int[] {pixelsAt, exifAt, gpsAt});
        ByteBuffer out = ByteBuffer.allocate(pixelsAt + pixels).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        ExifJpeg.put(out, 8, image);
        ExifJpeg.put(out, exifAt, exif);
        ExifJpeg.put(out, gpsAt, gps);
        out.position(pixelsAt);
        out.asShortBuffer().put(values);
        Files.write(file, out.array());
    }

    private static List<Entry> image(
            int width, int height, Tags tags, byte[] packet, int pixels, int[] at) {
        List<Entry> entries = new ArrayList<>();
        entries.add(longValue(0x100, width));
        entries.add(longValue(0x101, height));
        entries.add(shortValue(0x102, 16));
        entries.add(shortValue(0x103, 1));
        entries.add(shortValue(0x106, 1));
        entries.add(text(0x10f, tags.make));
        entries.add(text(0x110, tags.model));
        entries.add(longValue(0x111, at[0]));
        entries.add(shortValue(0x115, 1));
        entries.add(longValue(0x116, height));
        entries.add(longValue(0x117, pixels));
        entries.add(new Entry(700, BYTE, packet.length, packet));
        entries.add(longValue(0x8769, at[1]));
        entries.add(longValue(0x8825, at[2]));
        if (tags.blackLevel > 0) {
            var levels = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < 4; i++) {
                levels.putShort((short) tags.blackLevel);
            }
            entries.add(new Entry(0xc61a, SHORT, 4, levels.array()));
        }
        return entries;
    }

    private static List<Entry> exif(Tags tags) {
        List<Entry> entries = new ArrayList<>();
        entries.add(ratio(0x829a, tags.exposureSeconds, 1_000_000));
        entries.add(shortValue(0x8827, tags.iso));
        entries.add(text(0x9003, tags.time));
        entries.add(text(0x9291, tags.subSecond));
        entries.add(ratio(0x920a, tags.focalMillimetres, 10_000));
        entries.sort((a, b) -> Integer.compare(a.tag(), b.tag()));
        entries.add(ratio(0xa20e, tags.pixelsPerMillimetre, 10_000));
        entries.add(shortValue(0xa210, 4));
        return entries;
    }

    private static List<Entry> gps(Tags tags) {
        List<Entry> entries = new ArrayList<>();
        entries.add(new Entry(0, BYTE, 4, new byte[] {2, 3, 0, 0}));
        entries.add(text(1, tags.latitude < 0 ? "S" : "N"));
        entries.add(ExifJpeg.degrees(2, Math.abs(tags.latitude)));
        entries.add(text(3, tags.longitude < 0 ? "W" : "E"));
        entries.add(ExifJpeg.degrees(4, Math.abs(tags.longitude)));
        entries.add(new Entry(5, BYTE, 1, new byte[] {0}));
        entries.add(ratio(6, tags.altitude, 1000));
        return entries;
    }

    private static Entry ratio(int tag, double value, int parts) {
        return new Entry(tag, RATIONAL, 1, rational(Math.round(value * parts), parts));
    }

    private static byte[] packet(Map<String, String> properties) {
        var xml = new StringBuilder("<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
        xml.append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">");
        xml.append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">");
        xml.append("<rdf:Description rdf:about=\"\"");
        SPACES.forEach((prefix, uri) -> xml.append(" xmlns:%s=\"%s\"".formatted(prefix, uri)));
        xml.append('>');
        properties.forEach(
                (name, value) -> {
                    xml.append('<').append(name).append('>');
                    if (value.contains("|")) {
                        xml.append("<rdf:Seq>");
                        for (String item : value.split("\\|")) {
                            xml.append("<rdf:li>").append(item).append("</rdf:li>");
                        }
                        xml.append("</rdf:Seq>");
                    } else {
                        xml.append(value);
                    }
                    xml.append("</").append(name).append('>');
                });
        xml.append("</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");
        return xml.toString().getBytes(StandardCharsets.UTF_8);
    }
}
