package org.nadir.imaging;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.Metadata;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/// How a panorama covers the sphere around the camera: by its GPano tags, or by its proportions.
///
/// @param projection what straight columns and rows of the picture are
/// @param width pixels of this picture
/// @param height pixels of this picture
/// @param fullWidth pixels that the whole turn would have
/// @param fullHeight pixels from straight up to straight down (equirectangular); the picture's own height otherwise
/// @param left columns of the whole turn before this picture
/// @param top rows above this picture
public record PanoramaTags(
        Projection projection,
        int width,
        int height,
        double fullWidth,
        double fullHeight,
        double left,
        double top) {

    /// The surface that the picture lies on.
    public enum Projection {
        EQUIRECTANGULAR,
        CYLINDRICAL
    }

    /// Reads the tags of a photo.
    ///
    /// @param width as the picture is seen, turned upright
    /// @param height as the picture is seen
    /// @return empty when it is no panorama: neither tagged as one nor twice as wide as high
    public static Optional<PanoramaTags> read(Path file, int width, int height) throws IOException {
        var xmp = new XmpValues(metadata(file));
        String named = xmp.text("GPano:ProjectionType");
        String projection = named == null ? "" : named.toLowerCase(Locale.ROOT);
        if (projection.equals("cylindrical")) {
            return Optional.of(cylinder(width, height));
        }
        if (projection.equals("equirectangular")) {
            return Optional.of(tagged(xmp, width, height));
        }
        return width >= 2L * height ? Optional.of(plain(width, height)) : Optional.empty();
    }

    private static Metadata metadata(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return ImageMetadataReader.readMetadata(in);
        } catch (ImageProcessingException | RuntimeException | OutOfMemoryError none) {
            return new Metadata();
        }
    }

    /// A whole turn with square pixels, the horizon in the middle.
    static PanoramaTags plain(int width, int height) {
        double full = width / 2.0;
        return new PanoramaTags(
                Projection.EQUIRECTANGULAR, width, height, width, full, 0, (full - height) / 2);
    }

    private static PanoramaTags cylinder(int width, int height) {
        return new PanoramaTags(Projection.CYLINDRICAL, width, height, width, height, 0, 0);
    }

    private static PanoramaTags tagged(XmpValues xmp, int width, int height) {
        Double fullWidth = xmp.number("GPano:FullPanoWidthPixels");
        Double fullHeight = xmp.number("GPano:FullPanoHeightPixels");
        Double left = xmp.number("GPano:CroppedAreaLeftPixels");
        Double top = xmp.number("GPano:CroppedAreaTopPixels");
        Double tagWidth = xmp.number("GPano:CroppedAreaImageWidthPixels");
        if (fullWidth == null || fullHeight == null || fullWidth < 1 || fullHeight < 1) {
            return plain(width, height);
        }
        // The picture may have been made smaller after it was tagged.
        double scale = tagWidth == null || tagWidth < 1 ? 1 : width / tagWidth;
        return new PanoramaTags(
                Projection.EQUIRECTANGULAR,
                width,
                height,
                fullWidth * scale,
                fullHeight * scale,
                left == null ? 0 : left * scale,
                top == null ? 0 : top * scale);
    }

    /// Whether the left and the right edge of the picture meet.
    boolean closes() {
        return left == 0 && Math.abs(fullWidth - width) < 1;
    }

    /// Continuous column at which a direction is seen; longitude 0 is ahead, growing to the right, radians.
    double column(double longitude) {
        return (longitude / (2 * Math.PI) + 0.5) * fullWidth - left;
    }

    /// Continuous row at which a direction is seen; latitude 0 is the horizon, growing upwards, radians.
    double row(double latitude) {
        return switch (projection) {
            case EQUIRECTANGULAR -> (0.5 - latitude / Math.PI) * fullHeight - top;
            case CYLINDRICAL -> height / 2.0 - fullWidth / (2 * Math.PI) * Math.tan(latitude);
        };
    }
}
