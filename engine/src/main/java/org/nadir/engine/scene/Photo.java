package org.nadir.engine.scene;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;

/// A usable input photo: its file, the camera it starts from, and what its tags say of position and attitude.
///
/// @param name file name without folder, the photo's key everywhere
/// @param camera initial camera; photos of one camera group share the same `camera.id()`
/// @param position where the tags say it was taken, in the world frame; null when unknown
/// @param attitude camera-from-world rotation (row-major, 9 numbers) from the tags; null when unknown
/// @param captureTimeMillis milliseconds since 1970, 0 when unknown
/// @param roughAttitude as `attitude`, but only good to some degrees: a start, not a measurement
/// @param motion how far the camera went while the photo was read out, row after row; null for a still camera
public record Photo(
        String name,
        Path file,
        Camera camera,
        @Nullable Position position,
        double @Nullable [] attitude,
        long captureTimeMillis,
        @Nullable Motion motion,
        double @Nullable [] roughAttitude) {

    /// A photo of a still camera.
    public Photo(
            String name,
            Path file,
            Camera camera,
            @Nullable Position position,
            double @Nullable [] attitude,
            long captureTimeMillis) {
        this(name, file, camera, position, attitude, captureTimeMillis, null, attitude);
    }

    public Photo withMotion(@Nullable Motion newMotion) {
        return new Photo(
                name,
                file,
                camera,
                position,
                attitude,
                captureTimeMillis,
                newMotion,
                roughAttitude);
    }

    public Photo withRoughAttitude(double @Nullable [] newRoughAttitude) {
        return new Photo(
                name,
                file,
                camera,
                position,
                attitude,
                captureTimeMillis,
                motion,
                newRoughAttitude);
    }

    /// Movement of the camera from the moment of the first row to that of the last one, metres in the world frame. The pose of
    /// a photo is that of the middle row.
    public record Motion(double x, double y, double z) {}

    /// A measured position with its standard deviations, in metres.
    public record Position(double x, double y, double z, double horizontalSd, double verticalSd) {}
}
