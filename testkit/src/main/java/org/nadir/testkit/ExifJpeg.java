package org.nadir.testkit;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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

/// Writes JPEG files with tags, as cameras do: EXIF inside one APP1 segment, XMP inside another.
public final class ExifJpeg {

    private static final String EXIF = "Exif\0\0";
    private static final String XMP = "http://ns.adobe.com/xap/1.0/\0";
    private static final int APP1 = 0xe1;
    private static final int START_OF_SCAN = 0xda;

    private ExifJpeg() {}

    public static void write(Path file, BufferedImage image, ExifTags tags) throws IOException {
        write(file, encode(image, 0.93f), tags, "");
    }

    /// Writes the image in `jpeg` with new tags in the place of those that it has. The coded pixels stay as they are.
    ///
    /// @param xmp attributes of the description in an XMP packet, for instance `drone-dji:GimbalPitchDegree="-90"`; nothing for
    ///     no packet
    public static void write(Path file, byte[] jpeg, ExifTags tags, String xmp) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(jpeg, 0, 2);
            segment(out, EXIF, tags.bytes());
            if (!xmp.isEmpty()) {
                segment(out, XMP, packet(xmp).getBytes(StandardCharsets.UTF_8));
            }
            int at = 2;
            while ((jpeg[at + 1] & 0xff) != START_OF_SCAN) {
                int length = 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
                if ((jpeg[at + 1] & 0xff) != APP1) {
                    out.write(jpeg, at, length);
                }
                at += length;
            }
            out.write(jpeg, at, jpeg.length - at);
        }
    }

    /// A JPEG file of an image.
    ///
    /// @param quality from 0 to 1
    public static byte[] encode(BufferedImage image, float quality) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(stream);
            ImageWriteParam settings = writer.getDefaultWriteParam();
            settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            settings.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), settings);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static void segment(OutputStream out, String name, byte[] content) throws IOException {
        byte[] head = name.getBytes(StandardCharsets.US_ASCII);
        int length = 2 + head.length + content.length;
        out.write(new byte[] {(byte) 0xff, (byte) APP1, (byte) (length >> 8), (byte) length});
        out.write(head);
        out.write(content);
    }

    private static String packet(String attributes) {
        List<String> lines = new ArrayList<>();
        lines.add("<?xpacket begin=\"\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>");
        lines.add("<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">");
        lines.add("<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">");
        lines.add("<rdf:Description rdf:about=\"\"");
        lines.add(" xmlns:drone-dji=\"http://www.dji.com/drone-dji/1.0/\"");
        lines.add(attributes + "/>");
        lines.add("</rdf:RDF></x:xmpmeta><?xpacket end=\"w\"?>");
        return String.join("\n", lines);
    }
}
