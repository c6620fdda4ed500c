package org.nadir.imaging;

import com.drew.metadata.exif.GpsDirectory;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Coordinate;

/// Finds where a photo was taken: EXIF GPS, then DJI's XMP values over it.
final class PositionTags {

    private PositionTags() {}

    static PhotoTags.@Nullable Position read(ExifValues exif, XmpValues xmp) {
        Coordinate dji = place(xmp.number("drone-dji:Longitude"), xmp.number("drone-dji:Latitude"));
        boolean byDji = dji != null && (dji.x() != 0 || dji.y() != 0);
        Coordinate place = byDji ? dji : exifPlace(exif);
        if (place == null) {
            return null;
        }
        return new PhotoTags.Position(
                place.x(),
                place.y(),
                altitude(exif, xmp),
                horizontalSd(xmp),
                positive(xmp.number("drone-dji:RtkStdHgt", "Camera:GPSZAccuracy")),
                !byDji && lacksHemisphere(exif));
    }

    private static @Nullable Coordinate exifPlace(ExifValues exif) {
        Double longitude = exif.sexagesimal(GpsDirectory.class, GpsDirectory.TAG_LONGITUDE);
        Double latitude = exif.sexagesimal(GpsDirectory.class, GpsDirectory.TAG_LATITUDE);
        return place(
                signed(
                        longitude,
                        exif.text(GpsDirectory.class, GpsDirectory.TAG_LONGITUDE_REF),
                        "W"),
                signed(
                        latitude,
                        exif.text(GpsDirectory.class, GpsDirectory.TAG_LATITUDE_REF),
                        "S"));
    }

    private static boolean lacksHemisphere(ExifValues exif) {
        return exif.text(GpsDirectory.class, GpsDirectory.TAG_LONGITUDE_REF) == null
                || exif.text(GpsDirectory.class, GpsDirectory.TAG_LATITUDE_REF) == null;
    }

    private static @Nullable Coordinate place(
            @Nullable Double longitude, @Nullable Double latitude) {
        if (longitude == null || latitude == null) {
            return null;
        }
        boolean onEarth = Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90;
        return onEarth ? new Coordinate(longitude, latitude) : null;
    }

    private static @Nullable Double signed(
            @Nullable Double degrees, @Nullable String ref, String negative) {
        if (degrees == null || ref == null) {
            return degrees;
        }
        boolean turned = ref.toUpperCase(Locale.ROOT).startsWith(negative);
        return turned ? Double.valueOf(-degrees) : degrees;
    }

    private static @Nullable Double altitude(ExifValues exif, XmpValues xmp) {
        Double dji = xmp.number("drone-dji:AbsoluteAltitude");
        if (dji != null) {
            return dji;
        }
        Double altitude = exif.number(GpsDirectory.class, GpsDirectory.TAG_ALTITUDE);
        Integer below = exif.integer(GpsDirectory.class, GpsDirectory.TAG_ALTITUDE_REF);
        if (altitude == null || below == null || below <= 0) {
            return altitude;
        }
        return -altitude;
    }

    private static @Nullable Double horizontalSd(XmpValues xmp) {
        Double east = positive(xmp.number("drone-dji:RtkStdLon"));
        Double north = positive(xmp.number("drone-dji:RtkStdLat"));
        if (east != null && north != null) {
            return Math.max(east, north);
        }
        return positive(xmp.number("Camera:GPSXYAccuracy"));
    }

    private static @Nullable Double positive(@Nullable Double value) {
        return value == null || value <= 0 ? null : value;
    }
}
