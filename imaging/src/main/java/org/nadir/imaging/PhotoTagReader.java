package org.nadir.imaging;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.makernotes.DjiMakernoteDirectory;
import com.drew.metadata.jpeg.JpegDirectory;
import com.drew.metadata.png.PngDirectory;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the tags of a photo file. Odd or damaged tags count as absent; only a file whose size in pixels cannot be found is
/// refused. Stateless, for any thread; takes a few milliseconds.
public final class PhotoTagReader {
    private static final Pattern TIME =
            Pattern.compile(
                    "(\\d{4})[:-](\\d\\d)[:-](\\d\\d)[ T](\\d\\d):(\\d\\d):(\\d\\d)(?:\\.(\\d+))?.*");
    private static final Class<ExifIFD0Directory> IFD0 = ExifIFD0Directory.class;
    private static final Class<ExifSubIFDDirectory> EXIF = ExifSubIFDDirectory.class;

    private static final int PNG_GRAY = 0;
    private static final int PNG_GRAY_ALPHA = 4;

    private PhotoTagReader() {}

    /// Reads the tags of a file.
    ///
    /// @throws UnreadableImageException when it is no picture or its header is damaged
    public static PhotoTags read(Path file) throws IOException {
        Metadata metadata = metadata(file);
        var exif = new ExifValues(metadata);
        var xmp = new XmpValues(metadata);
        int[] size = size(file, metadata, exif);
        String make = or(exif.text(IFD0, ExifIFD0Directory.TAG_MAKE), xmp.text("tiff:Make"));
        String model = or(exif.text(IFD0, ExifIFD0Directory.TAG_MODEL), xmp.text("tiff:Model"));
        return new PhotoTags(
                size[0],
                size[1],
                size[2],
                channels(exif),
                make,
                model,
                PositionTags.read(exif, xmp),
                AttitudeTags.read(xmp, make),
                captureTime(exif),
                FocalTags.read(exif, xmp, make, model, Math.max(size[0], size[1])),
                exposure(exif),
                orientation(exif),
                speed(metadata, xmp),
                band(xmp),
                projection(xmp));
    }

    private static Metadata metadata(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return ImageMetadataReader.readMetadata(in);
        } catch (NoSuchFileException absent) {
            throw new UnreadableImageException(file, "there is no such file", absent);
        } catch (EOFException cut) {
            throw new UnreadableImageException(file, "cut short within its header", cut);
        } catch (ImageProcessingException | RuntimeException | OutOfMemoryError notAPicture) {
            // A few bytes can claim a tag of two gigabytes, for which room is asked before they are
            // read.
            throw new UnreadableImageException(
                    file, "not a picture, or its header is damaged", notAPicture);
        }
    }

    /// Width, height, bits per sample.
    private static int[] size(Path file, Metadata metadata, ExifValues exif) throws IOException {
        Integer width =
                or(
                        exif.integer(JpegDirectory.class, JpegDirectory.TAG_IMAGE_WIDTH),
                        exif.integer(PngDirectory.class, PngDirectory.TAG_IMAGE_WIDTH),
                        exif.integer(IFD0, ExifIFD0Directory.TAG_IMAGE_WIDTH));
        Integer height =
                or(
                        exif.integer(JpegDirectory.class, JpegDirectory.TAG_IMAGE_HEIGHT),
                        exif.integer(PngDirectory.class, PngDirectory.TAG_IMAGE_HEIGHT),
                        exif.integer(IFD0, ExifIFD0Directory.TAG_IMAGE_HEIGHT));
        Integer bits =
                or(
                        exif.integer(JpegDirectory.class, JpegDirectory.TAG_DATA_PRECISION),
                        exif.integer(PngDirectory.class, PngDirectory.TAG_BITS_PER_SAMPLE),
                        exif.integer(IFD0, ExifIFD0Directory.TAG_BITS_PER_SAMPLE));
        if (width == null || height == null || width <= 0 || height <= 0) {
            boolean isEmpty = !metadata.getDirectories().iterator().hasNext();
            throw new UnreadableImageException(
                    file, isEmpty ? "not a picture" : "its header does not say how large it is");
        }
        return new int[] {width, height, bits == null || bits <= 0 ? 8 : bits};
    }

    /// Numbers per pixel without opacity; 3 when the file does not say.
    private static int channels(ExifValues exif) {
        Integer png = exif.integer(PngDirectory.class, PngDirectory.TAG_COLOR_TYPE);
        if (png != null) {
            return png == PNG_GRAY || png == PNG_GRAY_ALPHA ? 1 : 3;
        }
        Integer count =
                or(
                        exif.integer(JpegDirectory.class, JpegDirectory.TAG_NUMBER_OF_COMPONENTS),
                        exif.integer(IFD0, ExifIFD0Directory.TAG_SAMPLES_PER_PIXEL));
        return count == null || count < 1 ? 3 : count;
    }

    private static @Nullable Long captureTime(ExifValues exif) {
        String text =
                or(
                        exif.text(EXIF, ExifSubIFDDirectory.TAG_DATETIME_ORIGINAL),
                        exif.text(EXIF, ExifSubIFDDirectory.TAG_DATETIME_DIGITIZED),
                        exif.text(IFD0, ExifIFD0Directory.TAG_DATETIME));
        Matcher time = TIME.matcher(text == null ? "" : text);
        if (!time.matches()) {
            return null;
        }
        String fraction =
                or(exif.text(EXIF, ExifSubIFDDirectory.TAG_SUBSECOND_TIME_ORIGINAL), time.group(7));
        try {
            long seconds =
                    LocalDateTime.of(
                                    number(time, 1),
                                    number(time, 2),
                                    number(time, 3),
                                    number(time, 4),
                                    number(time, 5),
                                    number(time, 6))
                            .toEpochSecond(ZoneOffset.UTC);
            return seconds * 1000 + milliseconds(fraction);
        } catch (DateTimeException impossible) {
            return null;
        }
    }

    private static int number(Matcher time, int group) {
        return Integer.parseInt(time.group(group));
    }

    /// The digits are a decimal fraction of a second: `5` and `50` are both half a second.
    private static long milliseconds(@Nullable String digits) {
        if (digits == null || !digits.matches("\\d{1,9}")) {
            return 0;
        }
        return Math.round(Double.parseDouble("0." + digits) * 1000);
    }

    private static PhotoTags.Exposure exposure(ExifValues exif) {
        return new PhotoTags.Exposure(
                exif.integer(EXIF, ExifSubIFDDirectory.TAG_ISO_EQUIVALENT),
                positive(exif.number(EXIF, ExifSubIFDDirectory.TAG_EXPOSURE_TIME)),
                positive(exif.number(EXIF, ExifSubIFDDirectory.TAG_FNUMBER)));
    }

    private static int orientation(ExifValues exif) {
        Integer value = exif.integer(IFD0, ExifIFD0Directory.TAG_ORIENTATION);
        return value == null || value < 1 || value > 8 ? 1 : value;
    }

    private static PhotoTags.@Nullable Speed speed(Metadata metadata, XmpValues xmp) {
        Double x = xmp.number("drone-dji:FlightXSpeed");
        Double y = xmp.number("drone-dji:FlightYSpeed");
        Double z = xmp.number("drone-dji:FlightZSpeed");
        if (x == null || y == null || z == null) {
            var exif = new ExifValues(metadata);
            Class<DjiMakernoteDirectory> maker = DjiMakernoteDirectory.class;
            x = exif.number(maker, DjiMakernoteDirectory.TAG_SPEED_X);
            y = exif.number(maker, DjiMakernoteDirectory.TAG_SPEED_Y);
            z = exif.number(maker, DjiMakernoteDirectory.TAG_SPEED_Z);
        }
        return x == null || y == null || z == null ? null : new PhotoTags.Speed(x, y, z);
    }

    /// A list of names belongs to a photo of several channels, which is no single band.
    private static PhotoTags.@Nullable Band band(XmpValues xmp) {
        boolean single = xmp.texts("Camera:BandName").size() <= 1;
        String name =
                single ? xmp.text("Camera:BandName", "FLIR:BandName", "drone-dji:BandName") : null;
        Double index = xmp.number("DLS:SensorId", "Camera:RigCameraIndex", "drone-dji:SensorIndex");
        String capture =
                xmp.text(
                        "drone-dji:CaptureUUID",
                        "MicaSense:CaptureId",
                        "Camera:ImageUniqueID",
                        "Camera:CaptureUUID");
        if (name == null && index == null && capture == null) {
            return null;
        }
        return new PhotoTags.Band(name, index == null ? null : index.intValue(), capture);
    }

    private static String projection(XmpValues xmp) {
        String lens = xmp.text("Camera:ModelType");
        boolean fisheye = lens != null && lens.toLowerCase(Locale.ROOT).equals("fisheye");
        return fisheye ? "fisheye_opencv" : "brown";
    }

    private static @Nullable Double positive(@Nullable Double value) {
        return value == null || value <= 0 ? null : value;
    }

    @SafeVarargs
    private static <T> @Nullable T or(@Nullable T... candidates) {
        for (T candidate : candidates) {
            if (candidate != null) {
                return candidate;
            }
        }
        return null;
    }
}
