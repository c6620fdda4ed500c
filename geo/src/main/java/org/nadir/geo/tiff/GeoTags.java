package org.nadir.geo.tiff;

import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;

/// Reads what a directory says about the place of the image on the earth.
final class GeoTags {
    private static final int PIXEL_IS_POINT = 2;
    private static final int VERTICAL_CRS = 4096;
    private static final int VERTICAL_UNITS = 4099;
    private static final int NAVD88_FEET = 8228;
    private static final int NAVD88_SURVEY_FEET = 6360;
    private static final int FOOT = 9002;
    private static final int SURVEY_FOOT = 9003;
    private static final double INTERNATIONAL_FOOT = 0.3048;
    private static final double US_SURVEY_FOOT = 1200.0 / 3937;

    private GeoTags() {}

    /// EPSG code of the coordinate system; 0 when there is none or it has no code.
    static int epsg(Ifd ifd) throws IOException {
        int projected = key(ifd, GeoKeys.PROJECTED_CRS);
        if (projected > 0 && projected < GeoKeys.USER_DEFINED) {
            return projected;
        }
        int geodetic = key(ifd, GeoKeys.GEODETIC_CRS);
        boolean geographic = key(ifd, GeoKeys.MODEL_TYPE) == 2;
        return geographic && geodetic > 0 && geodetic < GeoKeys.USER_DEFINED ? geodetic : 0;
    }

    /// Whether there is a coordinate system, with a code or spelled out.
    static boolean hasCrs(Ifd ifd) throws IOException {
        return key(ifd, GeoKeys.PROJECTED_CRS) > 0 || key(ifd, GeoKeys.GEODETIC_CRS) > 0;
    }

    /// The north-up grid; null when there is none, or it is rotated or upside down.
    static @Nullable RasterLayout layout(Ifd ifd, int width, int height) throws IOException {
        double[] scale = ifd.doubles(Tags.MODEL_PIXEL_SCALE);
        double[] tie = ifd.doubles(Tags.MODEL_TIEPOINT);
        double shift = key(ifd, GeoKeys.RASTER_TYPE) == PIXEL_IS_POINT ? 0.5 : 0;
        if (scale != null && tie != null && scale.length >= 2 && tie.length >= 6) {
            double left = tie[3] - (tie[0] + shift) * scale[0];
            double top = tie[4] + (tie[1] + shift) * scale[1];
            return layout(left, top, scale[0], scale[1], width, height);
        }
        double[] matrix = ifd.doubles(Tags.MODEL_TRANSFORMATION);
        if (matrix == null || matrix.length < 8 || matrix[1] != 0 || matrix[4] != 0) {
            return null;
        }
        double left = matrix[3] - shift * matrix[0];
        double top = matrix[7] - shift * matrix[5];
        return layout(left, top, matrix[0], -matrix[5], width, height);
    }

    private static @Nullable RasterLayout layout(
            double left, double top, double pixelWidth, double pixelHeight, int width, int height) {
        boolean usable =
                pixelWidth > 0
                        && pixelHeight > 0
                        && Double.isFinite(left + top + pixelWidth + pixelHeight);
        return usable ? new RasterLayout(left, top, pixelWidth, pixelHeight, width, height) : null;
    }

    /// Metres per unit of the heights: by the vertical unit of the coordinate system, else by GDAL's unit of the band; 1 when
    /// neither is known.
    static double unitMetres(Ifd ifd) throws IOException {
        int unit = key(ifd, VERTICAL_UNITS);
        int heights = key(ifd, VERTICAL_CRS);
        if (unit == FOOT || heights == NAVD88_FEET) {
            return INTERNATIONAL_FOOT;
        }
        if (unit == SURVEY_FOOT || heights == NAVD88_SURVEY_FEET) {
            return US_SURVEY_FOOT;
        }
        String xml = ifd.text(Tags.GDAL_METADATA);
        return switch (xml == null ? "" : GdalMetadata.unit(xml).toLowerCase(Locale.ROOT)) {
            case "ft", "foot", "feet", "international foot" -> INTERNATIONAL_FOOT;
            case "us-ft", "us survey foot", "ftus" -> US_SURVEY_FOOT;
            default -> 1;
        };
    }

    /// A GeoKey with a short value; 0 when absent.
    private static int key(Ifd ifd, int id) throws IOException {
        long[] keys = ifd.numbers(Tags.GEO_KEY_DIRECTORY);
        if (keys == null) {
            return 0;
        }
        for (int i = 4; i + 3 < keys.length; i += 4) {
            if (keys[i] == id && keys[i + 1] == 0) {
                return (int) keys[i + 3];
            }
        }
        return 0;
    }
}
