package org.nadir.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

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
        TiffDirectory exif = exif(tags);
        TiffDirectory gps = gps(tags);
        int pixels = 2 * values.length;
        TiffDirectory image = image(width, height, tags, packet(xmp));
        // Room for the pointers, whose values are known once the sizes are.
        image.number(0x111, 0).number(0x117, pixels).number(0x8769, 0).number(0x8825, 0);
        int exifAt = 8 + image.size();
        int gpsAt = exifAt + exif.size();
        int pixelsAt = gpsAt + gps.size();
        image.number(0x111, pixelsAt).number(0x8769, exifAt).number(0x8825, gpsAt);
        ByteBuffer out = TiffDirectory.file(pixelsAt + pixels);
        image.write(out, 8);
        exif.write(out, exifAt);
        gps.write(out, gpsAt);
        out.position(pixelsAt);
        out.asShortBuffer().put(values);
        Files.write(file, out.array());
    }

    private static TiffDirectory image(int width, int height, Tags tags, byte[] packet) {
        var image = new TiffDirectory();
        image.number(0x100, width).number(0x101, height);
        image.shorts(0x102, 16).shorts(0x103, 1).shorts(0x106, 1);
        image.text(0x10f, tags.make).text(0x110, tags.model);
        image.shorts(0x115, 1).number(0x116, height).bytes(700, packet);
        if (tags.blackLevel > 0) {
            int level = tags.blackLevel;
            image.shorts(0xc61a, level, level, level, level);
        }
        return image;
    }

    private static TiffDirectory exif(Tags tags) {
        var exif = new TiffDirectory();
        exif.ratio(0x829a, tags.exposureSeconds, 1_000_000).shorts(0x8827, tags.iso);
        exif.text(0x9003, tags.time).text(0x9291, tags.subSecond);
        exif.ratio(0x920a, tags.focalMillimetres, 10_000);
        return exif.ratio(0xa20e, tags.pixelsPerMillimetre, 10_000).shorts(0xa210, 4);
    }

    private static TiffDirectory gps(Tags tags) {
        var gps = new TiffDirectory();
        gps.bytes(0, (byte) 2, (byte) 3, (byte) 0, (byte) 0);
        gps.text(1, tags.latitude < 0 ? "S" : "N").degrees(2, Math.abs(tags.latitude));
        gps.text(3, tags.longitude < 0 ? "W" : "E").degrees(4, Math.abs(tags.longitude));
        return gps.bytes(5, (byte) 0).ratio(6, tags.altitude, 1000);
    }

    private static byte[] packet(Map<String, String> properties) {
        var xml = new StringBuilder("<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
        xml.append("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">");
        xml.append("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">");
        xml.append("<rdf:Description rdf:about=\"\"");
        SPACES.forEach((prefix, uri) -> xml.append(" xmlns:%s=\"%s\"".formatted(prefix, uri)));
        xml.append('>');
        properties.forEach((name, value) -> {
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
