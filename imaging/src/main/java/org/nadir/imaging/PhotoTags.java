package org.nadir.imaging;

import org.jspecify.annotations.Nullable;

/// What a photo file says about itself. Anything unknown is null; nothing is made up, save the focal ratio, whose source
/// says so.
///
/// @param width columns as stored
/// @param height rows as stored
/// @param bitsPerSample 8 for ordinary photos
/// @param channels 3 for colour photos, 1 for single bands
/// @param make camera maker, trimmed
/// @param model camera model, trimmed
/// @param position where it was taken
/// @param attitude how camera and craft were turned
/// @param captureTimeMillis milliseconds since 1970 of the local time in the file, read as UTC
/// @param focal focal length relative to the sensor's longer side
/// @param exposure settings of the exposure
/// @param orientation EXIF orientation 1 to 8, 1 when unknown
/// @param speed of the craft
/// @param band spectral band of a multispectral camera
/// @param projection `fisheye_opencv` when the tags name a fisheye lens, else `brown`
public record PhotoTags(
        int width,
        int height,
        int bitsPerSample,
        int channels,
        @Nullable String make,
        @Nullable String model,
        @Nullable Position position,
        @Nullable Attitude attitude,
        @Nullable Long captureTimeMillis,
        Focal focal,
        Exposure exposure,
        int orientation,
        @Nullable Speed speed,
        @Nullable Band band,
        String projection) {

    /// The same photo with another position and attitude, for instance from a surveyor's list.
    public PhotoTags withPlace(@Nullable Position newPosition, @Nullable Attitude newAttitude) {
        return new PhotoTags(
                width,
                height,
                bitsPerSample,
                channels,
                make,
                model,
                newPosition,
                newAttitude,
                captureTimeMillis,
                focal,
                exposure,
                orientation,
                speed,
                band,
                projection);
    }

    /// The same photo with another focal length.
    public PhotoTags withFocal(Focal newFocal) {
        return new PhotoTags(
                width,
                height,
                bitsPerSample,
                channels,
                make,
                model,
                position,
                attitude,
                captureTimeMillis,
                newFocal,
                exposure,
                orientation,
                speed,
                band,
                projection);
    }

    /// The thermal image beside the same photo: one band of 16 bits.
    PhotoTags withThermal(int newWidth, int newHeight, Focal newFocal) {
        Integer index = band == null ? null : band.index;
        String capture = band == null ? null : band.captureId;
        return new PhotoTags(
                newWidth,
                newHeight,
                16,
                1,
                make,
                model,
                position,
                attitude,
                captureTimeMillis,
                newFocal,
                exposure,
                orientation,
                speed,
                new Band("LWIR", index, capture),
                projection);
    }

    /// @param longitude degrees, east positive
    /// @param latitude degrees, north positive
    /// @param altitude metres as given (usually above sea level, sometimes above the ellipsoid)
    /// @param horizontalSd standard deviation in metres as given
    /// @param verticalSd standard deviation in metres as given
    /// @param assumedHemisphere true when a hemisphere was not given and north or east was taken
    public record Position(
            double longitude,
            double latitude,
            @Nullable Double altitude,
            @Nullable Double horizontalSd,
            @Nullable Double verticalSd,
            boolean assumedHemisphere) {

        /// True for 0, 0: a receiver without a fix.
        public boolean isNullIsland() {
            return longitude == 0 && latitude == 0;
        }
    }

    /// Angles in degrees, brought to one convention: yaw 0 = top of the image to the north, 90 = east; pitch 0 = straight
    /// down, 90 = ahead; roll 0 = level.
    ///
    /// @param gimbalYaw yaw of the camera rather than the craft, where the file has both
    /// @param given the same angles as the file has them
    public record Attitude(
            double yaw, double pitch, double roll, @Nullable Double gimbalYaw, Angles given) {}

    /// Yaw, pitch and roll in degrees.
    public record Angles(double yaw, double pitch, double roll) {}

    /// @param ratio focal length / longer side of the sensor
    /// @param source where the ratio comes from
    /// @param millimetres focal length as given
    /// @param disagreement largest relative difference to the ratio that another source in the file or the sensor table
    ///     gives; 0 when there is no other
    public record Focal(
            double ratio, FocalSource source, @Nullable Double millimetres, double disagreement) {}

    /// The sources of the focal ratio, best first.
    public enum FocalSource {
        /// Focal length in 35 mm film / 36.
        EQUIVALENT_35MM,
        /// Focal length and the sensor's pixel pitch.
        FOCAL_PLANE_RESOLUTION,
        /// The angle across the picture, as thermal cameras have it.
        FIELD_OF_VIEW,
        /// Focal length and the sensor width of the camera model.
        SENSOR_TABLE,
        /// Nothing known: a common value.
        ASSUMED
    }

    /// @param seconds shutter time
    public record Exposure(
            @Nullable Integer iso, @Nullable Double seconds, @Nullable Double fNumber) {}

    /// Metres per second in the axes that the maker uses.
    public record Speed(double x, double y, double z) {}

    /// @param name for instance `NIR`; null when only the capture is known
    /// @param index of the band in the rig
    /// @param captureId the same for all bands of one shot
    public record Band(
            @Nullable String name, @Nullable Integer index, @Nullable String captureId) {}
}
