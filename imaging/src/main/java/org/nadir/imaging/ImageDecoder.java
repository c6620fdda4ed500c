package org.nadir.imaging;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;

/// Decodes JPEG, PNG, TIFF and BMP files in full. Pixels come as stored, without the EXIF orientation; opacity is dropped;
/// samples of 16 bits are cut to their upper 8. A picture that is damaged or cut short is refused rather than given with
/// grey parts. Stateless, for any thread; holds the file and the pixels in memory while it works.
public final class ImageDecoder {

    private ImageDecoder() {}

    /// Decodes a file in colour.
    ///
    /// @throws UnreadableImageException when it is no picture, damaged, cut short or of a kind that is not read
    public static RgbImage decodeRgb(Path file) throws IOException {
        return PixelCopy.rgb(decode(file, bytes(file), false));
    }

    /// Decodes a file in colour, to be looked at: samples of more than 8 bits are spread from the smallest to the largest one
    /// that occurs, so that pictures that use a part of their range are not just dark.
    ///
    /// @throws UnreadableImageException as [#decodeRgb]
    public static RgbImage decodeStretched(Path file) throws IOException {
        return PixelCopy.stretched(decode(file, bytes(file), false));
    }

    /// Decodes a file to luma, ITU-R BT.601. Cheaper than colour for JPEG, whose luma is stored as such.
    ///
    /// @throws UnreadableImageException as [#decodeRgb]
    public static GrayImage decodeGray(Path file) throws IOException {
        return PixelCopy.gray(decode(file, bytes(file), true));
    }

    /// Decodes a photo for finding and matching what it shows: colour photos and those of 8 bits as [#decodeRgb]; photos of one
    /// channel and more than 8 bits, as cameras for single bands and for heat write them, stretched by their own
    /// quantiles ([RobustStretch]). Of a [ThermalJpeg] it is the thermal image, not the picture that was made of it.
    ///
    /// @throws UnreadableImageException as [#decodeRgb]
    public static RgbImage decodePhoto(Path file) throws IOException {
        byte[] bytes = bytes(file);
        Plane heat = ThermalJpeg.stored(bytes);
        if (heat != null) {
            return inGray(heat);
        }
        BufferedImage image = decode(file, bytes, false);
        return PixelCopy.isDeepSingleBand(image)
                ? inGray(PixelCopy.plane(image, 0))
                : PixelCopy.rgb(image);
    }

    private static RgbImage inGray(Plane plane) {
        GrayImage gray = RobustStretch.gray(plane);
        var colour = new RgbImage(gray.width(), gray.height());
        for (int i = 0; i < gray.gray().length; i++) {
            byte value = gray.gray()[i];
            colour.rgb()[3 * i] = value;
            colour.rgb()[3 * i + 1] = value;
            colour.rgb()[3 * i + 2] = value;
        }
        return colour;
    }

    /// As [#decodePhoto], in luma.
    ///
    /// @throws UnreadableImageException as [#decodeRgb]
    public static GrayImage decodePhotoGray(Path file) throws IOException {
        byte[] bytes = bytes(file);
        Plane heat = ThermalJpeg.stored(bytes);
        if (heat != null) {
            return RobustStretch.gray(heat);
        }
        BufferedImage image = decode(file, bytes, true);
        return PixelCopy.isDeepSingleBand(image)
                ? RobustStretch.gray(PixelCopy.plane(image, 0))
                : PixelCopy.gray(image);
    }

    /// One channel of a file as the numbers that are stored, whatever their kind; of a [ThermalJpeg] those of the sensor.
    ///
    /// @param channel from 0 on; red is the first of a colour photo
    /// @throws UnreadableImageException as [#decodeRgb], and when there is no such channel
    public static Plane decodePlane(Path file, int channel) throws IOException {
        byte[] bytes = bytes(file);
        Plane heat = channel == 0 ? ThermalJpeg.stored(bytes) : null;
        if (heat != null) {
            return heat;
        }
        BufferedImage image = decode(file, bytes, false);
        if (channel < 0 || channel >= image.getRaster().getNumBands()) {
            throw new UnreadableImageException(file, "has no channel " + channel);
        }
        return PixelCopy.plane(image, channel);
    }

    /// Decodes a file for showing it, however large it is: of a picture with more than `maxPixels`, whole rows and columns are
    /// left out while it is decoded, so memory stays bounded. Samples of more than 8 bits are stretched from the least to
    /// the largest that occurs, and printing colours become red, green and blue.
    ///
    /// @throws UnreadableImageException as [#decodeRgb], and for pictures beyond what can be decoded in bounded memory
    public static RgbImage decodeForDisplay(Path file, long maxPixels) throws IOException {
        return DisplayDecoder.decode(file, maxPixels);
    }

    /// Decodes the bytes of a picture in colour; `name` stands for it in messages.
    public static RgbImage decodeRgb(Path name, byte[] bytes) throws IOException {
        return PixelCopy.rgb(decode(name, bytes, false));
    }

    static byte[] bytes(Path file) throws IOException {
        try {
            return Files.readAllBytes(file);
        } catch (NoSuchFileException absent) {
            throw new UnreadableImageException(file, "there is no such file", absent);
        } catch (OutOfMemoryError tooLarge) {
            throw new UnreadableImageException(file, "larger than a picture can be", tooLarge);
        }
    }

    static BufferedImage decode(Path file, byte[] bytes, boolean gray) throws IOException {
        boolean jpeg = JpegStructure.isJpeg(bytes);
        if (jpeg) {
            checkJpeg(file, JpegStructure.of(bytes));
        }
        try (ImageInputStream input = new ByteArrayImageInput(bytes)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            if (!readers.hasNext()) {
                throw new UnreadableImageException(file, "not a picture of a known kind");
            }
            ImageReader reader = readers.next();
            try {
                return decode(file, reader, input, gray && jpeg);
            } finally {
                reader.dispose();
            }
        }
    }

    private static BufferedImage decode(
            Path file, ImageReader reader, ImageInputStream input, boolean gray)
            throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try {
            reader.setInput(input, true, true);
            ImageReadParam how = reader.getDefaultReadParam();
            if (gray) {
                askForGray(reader, how);
            }
            BufferedImage image = reader.read(0, how);
            for (String warning : warnings) {
                if (tellsOfDamage(warning)) {
                    throw new UnreadableImageException(file, "damaged: " + warning);
                }
            }
            return image;
        } catch (UnreadableImageException known) {
            throw known;
        } catch (IIOException | RuntimeException wrong) {
            throw new UnreadableImageException(
                    file, "cannot be decoded: " + wrong.getMessage(), wrong);
        } catch (IOException wrong) {
            throw new UnreadableImageException(file, "cut short or damaged", wrong);
        }
    }

    private static void checkJpeg(Path file, JpegStructure structure)
            throws UnreadableImageException {
        if (structure.components() == 4) {
            throw new UnreadableImageException(
                    file, "a JPEG in four printing colours (CMYK); save it as RGB");
        }
        if (!structure.complete()) {
            throw new UnreadableImageException(
                    file, "cut short: the end of the picture is missing");
        }
    }

    private static void askForGray(ImageReader reader, ImageReadParam how) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        while (types.hasNext()) {
            ImageTypeSpecifier type = types.next();
            if (type.getBufferedImageType() == BufferedImage.TYPE_BYTE_GRAY) {
                how.setDestinationType(type);
                return;
            }
        }
    }

    /// The native decoder's words for pixels that are wrong; stray bytes between markers and odd profiles do no harm.
    static boolean tellsOfDamage(String warning) {
        String text = warning.toLowerCase(Locale.ROOT);
        return text.contains("premature end")
                || text.contains("bad huffman")
                || text.contains("truncated")
                || text.contains("invalid progressive")
                || text.contains("found marker");
    }
}
