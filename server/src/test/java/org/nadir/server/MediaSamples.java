package org.nadir.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;

/// Small media files with tags, written by the formats' specifications.
final class MediaSamples {

    private MediaSamples() {}

    /// A grey JPEG with these XMP properties: `name="value"` pairs of the prefixes drone-dji and GPano.
    static byte[] photo(int width, int height, String xmp) {
        return tagged(ImageEncoder.jpeg(new RgbImage(width, height), 0.5), xmp);
    }

    static byte[] tagged(byte[] jpeg, String xmp) {
        byte[] packet =
                ("http://ns.adobe.com/xap/1.0/\0"
                                + "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF"
                                + " xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
                                + "<rdf:Description rdf:about=\"\""
                                + " xmlns:drone-dji=\"http://www.dji.com/drone-dji/1.0/\""
                                + " xmlns:GPano=\"http://ns.google.com/photos/1.0/panorama/\" "
                                + xmp
                                + "/></rdf:RDF></x:xmpmeta>")
                        .getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(jpeg.length + 4 + packet.length)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFE1)
                .putShort((short) (2 + packet.length))
                .put(packet)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }

    static String place(double longitude, double latitude, double altitude) {
        return "drone-dji:Longitude=\""
                + longitude
                + "\" drone-dji:Latitude=\""
                + latitude
                + "\" drone-dji:AbsoluteAltitude=\""
                + altitude
                + "\"";
    }

    /// An MP4 without pictures that says where it was begun, in QuickTime's way.
    static byte[] video(String iso6709) {
        byte[] text = iso6709.getBytes(StandardCharsets.ISO_8859_1);
        byte[] place =
                ByteBuffer.allocate(4 + text.length)
                        .putShort((short) text.length)
                        .putShort((short) 0x15C7)
                        .put(text)
                        .array();
        return join(
                box("ftyp", "isom\0\0\2\0isom".getBytes(StandardCharsets.ISO_8859_1)),
                box("mdat", new byte[5000]),
                box("moov", box("udta", box("\u00a9xyz", place))));
    }

    static byte[] box(String type, byte[] body) {
        return ByteBuffer.allocate(8 + body.length)
                .putInt(8 + body.length)
                .put(type.getBytes(StandardCharsets.ISO_8859_1))
                .put(body)
                .array();
    }

    static byte[] join(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
