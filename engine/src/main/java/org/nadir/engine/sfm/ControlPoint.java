package org.nadir.engine.sfm;

import java.util.List;

/// A ground control point: a place known in the world frame and marked in photos.
///
/// @param name name in the control file, or a made-up one
/// @param x east in the world frame, metres
/// @param y north
/// @param z height
/// @param horizontalSd standard deviation of x and y
/// @param verticalSd standard deviation of z
public record ControlPoint(
        String name,
        double x,
        double y,
        double z,
        double horizontalSd,
        double verticalSd,
        List<Mark> marks) {

    public ControlPoint {
        marks = List.copyOf(marks);
    }

    /// Where the point is seen in a photo, in pixels of the full-size photo.
    ///
    /// @param photoName name of the photo, as in `Photo.name()`
    public record Mark(String photoName, double u, double v) {}
}
