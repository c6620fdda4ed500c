package org.nadir.server.site;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.nadir.server.http.Problem;
import org.nadir.server.storage.Folders;

/// The logo as a file. What was uploaded is never handed out: it is read as a picture and written anew, so that whatever else is
/// in such a file stays behind. The name tells the content, which lets browsers keep it for ever.
final class LogoStore {

    private static final int SIDE = 512;
    private static final long MOST_BYTES = 20 << 20;
    private static final long MOST_PIXELS = 64_000_000;

    /// Pictures with a vector format are programs of a kind; these two are not.
    private static final Set<String> FORMATS = Set.of("png", "jpeg");

    private final Path folder;

    LogoStore(Path folder) {
        this.folder = folder;
    }

    /// Takes over an uploaded picture.
    ///
    /// @return the name of the logo
    /// @throws Problem when it is no picture that can be used
    String keep(Path upload) throws IOException {
        byte[] png = png(fitting(read(upload), SIDE));
        String name = "logo-" + digest(png) + ".png";
        Files.createDirectories(folder);
        Folders.writeAtomically(folder.resolve(name), png);
        return name;
    }

    /// @param name of a logo that was kept here, and nothing that came with a request
    byte[] whole(String name) throws IOException {
        return Files.readAllBytes(folder.resolve(name));
    }

    byte[] scaled(String name, int side) throws IOException {
        return png(fitting(ImageIO.read(folder.resolve(name).toFile()), side));
    }

    void delete(String name) throws IOException {
        if (!name.isEmpty()) {
            Files.deleteIfExists(folder.resolve(name));
        }
    }

    private static BufferedImage read(Path upload) throws IOException {
        if (Files.size(upload) > MOST_BYTES) {
            throw refused("The file is too large; 20 MB are the most.");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(upload.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw refused("Choose a PNG or JPEG picture.");
            }
            ImageReader reader = readers.next();
            try {
                return read(reader, in);
            } finally {
                reader.dispose();
            }
        }
    }

    /// Large pictures are read in steps of several pixels, so that memory does not depend on their size.
    private static BufferedImage read(ImageReader reader, ImageInputStream in) {
        try {
            if (!FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) {
                throw refused("Choose a PNG or JPEG picture.");
            }
            reader.setInput(in, true, true);
            long width = reader.getWidth(0);
            long height = reader.getHeight(0);
            if (width * height > MOST_PIXELS) {
                throw refused(width + " x " + height + " pixels are too many.");
            }
            int step = (int) Math.max(1, Math.max(width, height) / (2 * SIDE));
            ImageReadParam how = reader.getDefaultReadParam();
            how.setSourceSubsampling(step, step, 0, 0);
            return reader.read(0, how);
        } catch (Problem refused) {
            throw refused;
        } catch (IOException | RuntimeException unreadable) {
            // The readers of the JDK meet broken files with many kinds of exceptions.
            throw refused("The picture cannot be read.");
        }
    }

    private static Problem refused(String sentence) {
        return Problem.field(Settings.LOGO, sentence);
    }

    /// At most so large, in its own shape. Halved step by step, which averages all pixels.
    private static BufferedImage fitting(BufferedImage image, int side) {
        double scale = Math.min(1, (double) side / Math.max(image.getWidth(), image.getHeight()));
        int width = (int) Math.max(1, Math.round(image.getWidth() * scale));
        int height = (int) Math.max(1, Math.round(image.getHeight() * scale));
        BufferedImage now = image;
        while (now.getWidth() > 2 * width || now.getHeight() > 2 * height) {
            now =
                    drawn(
                            now,
                            Math.max(width, (now.getWidth() + 1) / 2),
                            Math.max(height, (now.getHeight() + 1) / 2));
        }
        return drawn(now, width, height);
    }

    private static BufferedImage drawn(BufferedImage image, int width, int height) {
        var drawn = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D pen = drawn.createGraphics();
        pen.setRenderingHint(
                RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        pen.drawImage(image, 0, 0, width, height, null);
        pen.dispose();
        return drawn;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        return png.toByteArray();
    }

    private static String digest(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
