package org.nadir.server.work;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes smaller copies of photos, with all that the camera wrote about them (EXIF, XMP).
final class PhotoShrinker {

    private static final int SOI = 0xFFD8;
    private static final int APP0 = 0xFFE0;
    private static final int APP15 = 0xFFEF;
    private static final int COM = 0xFFFE;

    private final int longestSide;

    PhotoShrinker(int longestSide) {
        this.longestSide = longestSide;
    }

    static boolean isPhoto(Path file) {
        return file.getFileName()
                .toString()
                .toLowerCase(Locale.ROOT)
                .matches(".*\\.(jpe?g|tiff?|png)");
    }

    /// Writes a copy whose longest side is the wanted one.
    ///
    /// @return new size by old size; 1 when the photo is small enough, or no picture at all, and no copy was written
    double shrink(Path photo, Path target) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(photo.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return 1;
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in);
                int longest = Math.max(reader.getWidth(0), reader.getHeight(0));
                if (longest <= longestSide) {
                    return 1;
                }
                double scale = (double) longestSide / longest;
                write(photo, reader, scale, target);
                return scale;
            } finally {
                reader.dispose();
            }
        }
    }

    private static void write(Path photo, ImageReader reader, double scale, Path target)
            throws IOException {
        BufferedImage small = scaled(reader.read(0), scale);
        boolean jpeg = reader.getFormatName().equalsIgnoreCase("jpeg");
        IIOMetadata metadata = jpeg ? null : reader.getImageMetadata(0);
        byte[] encoded = encode(small, reader, metadata, jpeg);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
            if (jpeg) {
                out.write(SOI >> 8);
                out.write(SOI & 0xff);
                copyApplicationSegments(photo, out);
                int start = endOfApplicationSegments(encoded);
                out.write(encoded, start, encoded.length - start);
            } else {
                out.write(encoded);
            }
        }
    }

    /// Halves as long as that goes, so that every pixel of the original counts, then takes the last bit bilinearly.
    private static BufferedImage scaled(BufferedImage image, double scale) {
        int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
        int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
        BufferedImage now = image;
        while (now.getWidth() >= 2 * width && now.getHeight() >= 2 * height) {
            now = drawn(now, now.getWidth() / 2, now.getHeight() / 2);
        }
        return now.getWidth() == width && now.getHeight() == height
                ? now
                : drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        int type =
                image.getType() == BufferedImage.TYPE_CUSTOM
                        ? BufferedImage.TYPE_INT_RGB
                        : image.getType();
        var target = new BufferedImage(width, height, type);
        var graphics = target.createGraphics();
        graphics.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(image, 0, 0, width, height, null);
        graphics.dispose();
        return target;
    }

    private static byte[] encode(
            BufferedImage image, ImageReader reader, @Nullable IIOMetadata metadata, boolean jpeg)
            throws IOException {
        ImageWriter writer = ImageIO.getImageWriter(reader);
        if (writer == null) {
            throw new IOException(
                    "Pictures of type " + reader.getFormatName() + " cannot be written");
        }
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (jpeg) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(1);
            }
            writer.write(null, new IIOImage(image, null, metadata), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /// Copies the APPn and comment segments that stand before the picture (JPEG, ITU-T T.81 annex B).
    private static void copyApplicationSegments(Path photo, OutputStream out) throws IOException {
        try (var in = new DataInputStream(Files.newInputStream(photo))) {
            if (in.readUnsignedShort() != SOI) {
                return;
            }
            for (int marker = in.readUnsignedShort();
                    isApplication(marker);
                    marker = in.readUnsignedShort()) {
                int length = in.readUnsignedShort();
                byte[] content = in.readNBytes(length - 2);
                out.write(marker >> 8);
                out.write(marker & 0xff);
                out.write(length >> 8);
                out.write(length & 0xff);
                out.write(content);
            }
        }
    }

    private static int endOfApplicationSegments(byte[] jpeg) {
        int at = 2;
        while (isApplication((jpeg[at] & 0xff) << 8 | jpeg[at + 1] & 0xff)) {
            at += 2 + ((jpeg[at + 2] & 0xff) << 8 | jpeg[at + 3] & 0xff);
        }
        return at;
    }

    private static boolean isApplication(int marker) {
        return (marker >= APP0 && marker <= APP15) || marker == COM;
    }
}
