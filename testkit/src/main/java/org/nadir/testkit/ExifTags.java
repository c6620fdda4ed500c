package org.nadir.testkit;

import java.nio.ByteBuffer;

/// The EXIF tags of a photo in the making (TIFF 6.0 directories, EXIF 2.3): what is not set is not there.
public final class ExifTags {

    private final TiffDirectory image = new TiffDirectory();
    private final TiffDirectory exif = new TiffDirectory();
    private final TiffDirectory gps = new TiffDirectory();

    public ExifTags camera(String make, String model) {
        image.text(0x10f, make);
        image.text(0x110, model);
        return this;
    }

    /// @param value 1 to 8
    public ExifTags orientation(int value) {
        image.shorts(0x112, value);
        return this;
    }

    /// @param time `yyyy:MM:dd HH:mm:ss`
    public ExifTags time(String time) {
        exif.text(0x9003, time);
        return this;
    }

    /// Focal length on film of 36 mm.
    public ExifTags film(double millimetres) {
        exif.shorts(0xa405, (int) Math.round(millimetres));
        return this;
    }

    public ExifTags focal(double millimetres) {
        exif.ratio(0x920a, millimetres, 100);
        return this;
    }

    /// Pixels per millimetre of the sensor.
    public ExifTags focalPlaneResolution(double perMillimetre) {
        exif.ratio(0xa20e, perMillimetre, 1000);
        exif.shorts(0xa210, 4);
        return this;
    }

    /// Degrees, east and north positive, and metres.
    public ExifTags position(double longitude, double latitude, double altitude) {
        gps.bytes(0, (byte) 2, (byte) 3, (byte) 0, (byte) 0);
        gps.text(1, latitude < 0 ? "S" : "N");
        gps.degrees(2, Math.abs(latitude));
        gps.text(3, longitude < 0 ? "W" : "E");
        gps.degrees(4, Math.abs(longitude));
        gps.bytes(5, (byte) (altitude < 0 ? 1 : 0));
        gps.ratio(6, Math.abs(altitude), 1000);
        return this;
    }

    /// The TIFF structure.
    public byte[] bytes() {
        // Room for the pointers, whose values are known once the sizes are.
        TiffDirectory first = image.copy().number(0x8769, 0).number(0x8825, 0);
        int exifAt = 8 + first.size();
        int gpsAt = exifAt + exif.size();
        first.number(0x8769, exifAt).number(0x8825, gpsAt);
        ByteBuffer out = TiffDirectory.file(gpsAt + gps.size());
        first.write(out, 8);
        exif.write(out, exifAt);
        gps.write(out, gpsAt);
        return out.array();
    }
}
