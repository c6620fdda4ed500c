package org.nadir.engine.sfm;

import java.util.List;

/// A ground control point: a place known in the world frame and marked in photos.
///
/// @param name name in the control file, or a made-up one
/// @param check whether the point only measures the result and does not take part in the adjustment
/// @param x east in the world frame, metres
/// @param y north
/// @param z height, NaN when unknown
/// @param horizontalSd standard deviation of x and y
/// @param verticalSd standard deviation of z
public record ControlPoint(
        String name,
        boolean check,
        double x,
        double y,
        double z,
        double horizontalSd,
        double verticalSd,
        List<Mark> marks) {

    public ControlPoint {
        marks = List.copyOf(marks);
    }

    public boolean hasHeight() {
        return !Double.isNaN(z);
    }

    /// The same point with other marks.
    ControlPoint withMarks(List<Mark> newMarks) {
        return new ControlPoint(name, check, x, y, z, horizontalSd, verticalSd, newMarks);
    }

    /// The same point with a guessed height that counts for next to nothing.
    ControlPoint withGuessedHeight(double height) {
        return new ControlPoint(name, check, x, y, height, horizontalSd, 1000, marks);
    }

    /// Where the point is seen in a photo, in pixels of the full-size photo.
    ///
    /// @param photoName name of the photo, as in `Photo.name()`
    public record Mark(String photoName, double u, double v) {}
}
