package org.nadir.imaging;

import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/// Decodes pictures of any size and kind for showing them, within bounded memory. What a decoder has to hold in full
/// (progressive JPEG, everything but JPEG) may be less large than what it can pass through.
final class DisplayDecoder {
    private static final long MOST_PIXELS = 600_000_000;
    private static final long MOST_PIXELS_HELD = 150_000_000;
    private static final int MOST_SCANS = 100;

    private DisplayDecoder() {}

    static RgbImage decode(Path file, long maxPixels) throws IOException {
        long size = Files.isRegularFile(file) ? Files.size(file) : 0;
        if (size > Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 4)) {
            throw new UnreadableImageException(file, "a file of " + (size >> 20) + " MB");
        }
        return decode(file, ImageDecoder.bytes(file), maxPixels);
    }

    private static RgbImage decode(Path file, byte[] bytes, long maxPixels) throws IOException {
        JpegStructure jpeg = JpegStructure.isJpeg(bytes) ? JpegStructure.of(bytes) : null;
        if (jpeg != null && !jpeg.complete()) {
            throw new UnreadableImageException(
                    file, "cut short: the end of the picture is missing");
        }
        if (jpeg != null && jpeg.scans() > MOST_SCANS) {
            throw new UnreadableImageException(file, "a JPEG of " + jpeg.scans() + " passes");
        }
        boolean flows = jpeg != null && jpeg.scans() == 1;
        try (ImageInputStream input = new ByteArrayImageInput(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new UnreadableImageException(file, "not a picture of a known kind");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(input, true, true);
                ImageReadParam how = reader.getDefaultReadParam();
                int step = step(file, reader, maxPixels, flows ? MOST_PIXELS : MOST_PIXELS_HELD);
                how.setSourceSubsampling(step, step, 0, 0);
                return jpeg != null && jpeg.components() == 4
                        ? fromPrint(reader.readRaster(0, how), jpeg.colourTransform())
                        : read(file, reader, how);
            } catch (IIOException | RuntimeException wrong) {
                throw new UnreadableImageException(
                        file, "cannot be decoded: " + wrong.getMessage(), wrong);
            } finally {
                reader.dispose();
            }
        }
    }

    private static int step(Path file, ImageReader reader, long maxPixels, long most)
            throws IOException {
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > most) {
            throw new UnreadableImageException(
                    file,
                    reader.getWidth(0) + " x " + reader.getHeight(0) + " pixels are too many");
        }
        int step = 1;
        while (pixels / ((long) step * step) > maxPixels) {
            step++;
        }
        return step;
    }

    private static RgbImage read(Path file, ImageReader reader, ImageReadParam how)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        RgbImage image = PixelCopy.stretched(reader.read(0, how));
        for (String warning : warnings) {
            if (ImageDecoder.tellsOfDamage(warning)) {
                throw new UnreadableImageException(file, "damaged: " + warning);
            }
        }
        return image;
    }

    /// Cyan, magenta, yellow and black as red, green and blue, without a profile: what ink leaves of white light. With
    /// Adobe's marker the values are stored as what is left, else as ink.
    private static RgbImage fromPrint(Raster raster, int transform) {
        int width = raster.getWidth();
        var image = new RgbImage(width, raster.getHeight());
        int[] row = new int[4 * width];
        int to = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int at = 4 * x;
                if (transform == 2) {
                    fromLuma(row, at);
                }
                int light = transform >= 0 ? row[at + 3] : 255 - row[at + 3];
                for (int c = 0; c < 3; c++) {
                    int left = transform >= 0 ? row[at + c] : 255 - row[at + c];
                    image.rgb()[to++] = (byte) ((left * light + 127) / 255);
                }
            }
        }
        return image;
    }

    /// YCbCr to its three colours, in place (ITU-R BT.601, full range).
    private static void fromLuma(int[] row, int at) {
        double luma = row[at];
        double blue = row[at + 1] - 128.0;
        double red = row[at + 2] - 128.0;
        row[at] = Math.clamp(Math.round(luma + 1.402 * red), 0, 255);
        row[at + 1] = Math.clamp(Math.round(luma - 0.344136 * blue - 0.714136 * red), 0, 255);
        row[at + 2] = Math.clamp(Math.round(luma + 1.772 * blue), 0, 255);
    }
}
