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
public record Photo(
        String name,
        Path file,
        Camera camera,
        @Nullable Position position,
        double @Nullable [] attitude,
        long captureTimeMillis) {

    /// A measured position with its standard deviations, in metres.
    public record Position(double x, double y, double z, double horizontalSd, double verticalSd) {}
}
