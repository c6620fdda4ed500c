package org.nadir.imaging;

import com.drew.metadata.exif.GpsDirectory;
import org.jspecify.annotations.Nullable;

/// Finds where a photo was taken: EXIF GPS, then DJI's XMP values over it.
final class PositionTags {

    private PositionTags() {}

    static PhotoTags.@Nullable Position read(ExifValues exif, XmpValues xmp) {
        Double latitude = exif.sexagesimal(GpsDirectory.class, GpsDirectory.TAG_LATITUDE);
        Double longitude = exif.sexagesimal(GpsDirectory.class, GpsDirectory.TAG_LONGITUDE);
        String latitudeRef = exif.text(GpsDirectory.class, GpsDirectory.TAG_LATITUDE_REF);
        String longitudeRef = exif.text(GpsDirectory.class, GpsDirectory.TAG_LONGITUDE_REF);
        boolean assumed = latitudeRef == null || longitudeRef == null;
        latitude = signed(latitude, latitudeRef, "S");
        longitude = signed(longitude, longitudeRef, "W");
        Double djiLatitude = xmp.number("drone-dji:Latitude");
        Double djiLongitude = xmp.number("drone-dji:Longitude");
        if (isPlace(djiLongitude, djiLatitude) && (djiLatitude != 0 || djiLongitude != 0)) {
            latitude = djiLatitude;
            longitude = djiLongitude;
            assumed = false;
        }
        if (!isPlace(longitude, latitude)) {
            return null;
        }
        return new PhotoTags.Position(
                longitude,
                latitude,
                altitude(exif, xmp),
                horizontalSd(xmp),
                positive(xmp.number("drone-dji:RtkStdHgt", "Camera:GPSZAccuracy")),
                assumed);
    }

    private static boolean isPlace(@Nullable Double longitude, @Nullable Double latitude) {
        return longitude != null
                && latitude != null
                && Math.abs(longitude) <= 180
                && Math.abs(latitude) <= 90;
    }

    private static @Nullable Double signed(
            @Nullable Double degrees, @Nullable String ref, String negative) {
        if (degrees == null || ref == null) {
            return degrees;
        }
        return ref.toUpperCase(java.util.Locale.ROOT).startsWith(negative) ? -degrees : degrees;
    }

    private static @Nullable Double altitude(ExifValues exif, XmpValues xmp) {
        Double dji = xmp.number("drone-dji:AbsoluteAltitude");
        if (dji != null) {
            return dji;
        }
        Double altitude = exif.number(GpsDirectory.class, GpsDirectory.TAG_ALTITUDE);
        Integer below = exif.integer(GpsDirectory.class, GpsDirectory.TAG_ALTITUDE_REF);
        return altitude == null || below == null || below <= 0 ? altitude : -altitude;
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
