package org.nadir.imaging;

import com.drew.metadata.exif.ExifSubIFDDirectory;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the focal length as a multiple of the sensor's longer side, which is its width: that of a photo which somebody
/// turned upright lies along its columns.
///
/// The pixel pitch in the tags keeps its value when a program shrinks the photo, so it goes with the width that the tags
/// name rather than the width of the file; when it still contradicts the table of sensors, the table is believed.
final class FocalTags {
    private static final double FILM_WIDTH = 36;
    private static final double ASSUMED_RATIO = 0.85;
    private static final double CONTRADICTION = 0.1;
    private static final Pattern LENS = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*mm");

    /// Millimetres of FocalPlaneResolutionUnit 2 (inch), 3 (cm), 4 (mm) and 5 (µm).
    private static final double[] UNIT_MILLIMETRES = {0, 0, 25.4, 10, 1, 0.001};

    private FocalTags() {}

    static PhotoTags.Focal read(
            ExifValues exif,
            XmpValues xmp,
            @Nullable String make,
            @Nullable String model,
            int longerSide) {
        Class<ExifSubIFDDirectory> tags = ExifSubIFDDirectory.class;
        Double millimetres = positive(exif.number(tags, ExifSubIFDDirectory.TAG_FOCAL_LENGTH));
        if (millimetres == null) {
            millimetres = fromLens(xmp.text("aux:Lens"));
        }
        Double film =
                positive(exif.number(tags, ExifSubIFDDirectory.TAG_35MM_FILM_EQUIV_FOCAL_LENGTH));
        Double byFilm = film == null ? null : film / FILM_WIDTH;
        Double byPitch = ratio(millimetres, sensorWidth(exif, longerSide));
        Double byTable = ratio(millimetres, SensorTable.width(make, model));
        boolean band = xmp.text("Camera:BandName", "FLIR:BandName") != null;
        if (band && byPitch != null) {
            // A rig has sensors of several sizes under one name; the table knows one of them.
            byTable = null;
        }
        return choose(byFilm, byPitch, byTable, millimetres);
    }

    private static PhotoTags.Focal choose(
            @Nullable Double byFilm,
            @Nullable Double byPitch,
            @Nullable Double byTable,
            @Nullable Double millimetres) {
        double ratio = ASSUMED_RATIO;
        PhotoTags.FocalSource source = PhotoTags.FocalSource.ASSUMED;
        if (byFilm != null) {
            ratio = byFilm;
            source = PhotoTags.FocalSource.EQUIVALENT_35MM;
        } else if (byPitch != null
                && (byTable == null || differ(byPitch, byTable) < CONTRADICTION)) {
            ratio = byPitch;
            source = PhotoTags.FocalSource.FOCAL_PLANE_RESOLUTION;
        } else if (byTable != null) {
            ratio = byTable;
            source = PhotoTags.FocalSource.SENSOR_TABLE;
        }
        double disagreement =
                source == PhotoTags.FocalSource.ASSUMED
                        ? 0
                        : Math.max(differ(ratio, byPitch), differ(ratio, byTable));
        return new PhotoTags.Focal(ratio, source, millimetres, disagreement);
    }

    private static double differ(double ratio, @Nullable Double other) {
        return other == null ? 0 : Math.abs(other / ratio - 1);
    }

    private static @Nullable Double sensorWidth(ExifValues exif, int longerSide) {
        Class<ExifSubIFDDirectory> tags = ExifSubIFDDirectory.class;
        Double perUnit =
                positive(exif.number(tags, ExifSubIFDDirectory.TAG_FOCAL_PLANE_X_RESOLUTION));
        Integer unit = exif.integer(tags, ExifSubIFDDirectory.TAG_FOCAL_PLANE_RESOLUTION_UNIT);
        int index = unit == null ? 2 : unit;
        if (perUnit == null || index < 2 || index >= UNIT_MILLIMETRES.length) {
            return null;
        }
        Integer width = exif.integer(tags, ExifSubIFDDirectory.TAG_EXIF_IMAGE_WIDTH);
        Integer height = exif.integer(tags, ExifSubIFDDirectory.TAG_EXIF_IMAGE_HEIGHT);
        int named = Math.max(width == null ? 0 : width, height == null ? 0 : height);
        int pixels = named <= 0 ? longerSide : named;
        return pixels / perUnit * UNIT_MILLIMETRES[index];
    }

    private static @Nullable Double ratio(@Nullable Double focal, @Nullable Double sensorWidth) {
        return focal == null || sensorWidth == null || sensorWidth <= 0
                ? null
                : focal / sensorWidth;
    }

    private static @Nullable Double fromLens(@Nullable String lens) {
        if (lens == null) {
            return null;
        }
        Matcher number = LENS.matcher(lens);
        return number.find() ? positive(Double.valueOf(number.group(1))) : null;
    }

    private static @Nullable Double positive(@Nullable Double value) {
        return value == null || value <= 0 ? null : value;
    }
}
