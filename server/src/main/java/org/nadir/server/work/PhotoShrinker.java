package org.nadir.server.work;

import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
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
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.JpegTags;
import org.nadir.imaging.RgbImage;

/// Writes smaller copies of photos, with all that the camera wrote about them (EXIF, XMP).
final class PhotoShrinker {

    private final int longestSide;

    PhotoShrinker(int longestSide) {
        this.longestSide = longestSide;
    }

    /// An elevation model to align with has the ending of a photo, but is none.
    static boolean isPhoto(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.matches(".*\\.(jpe?g|tiff?|png)") && !name.equals("align.tif");
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
        if (reader.getFormatName().equalsIgnoreCase("jpeg")) {
            byte[] original = Files.readAllBytes(photo);
            RgbImage image = ImageDecoder.decodeRgb(photo, original);
            int longest = (int) Math.round(Math.max(image.width(), image.height()) * scale);
            byte[] small = ImageEncoder.jpeg(image.within(longest), 1);
            Files.write(target, JpegTags.copied(original, small));
            return;
        }
        BufferedImage small = scaled(reader.read(0), scale);
        Files.write(target, encode(small, reader, reader.getImageMetadata(0)));
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

    private static byte[] encode(BufferedImage image, ImageReader reader, IIOMetadata metadata)
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
            writer.write(null, new IIOImage(image, null, metadata), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
