package org.nadir.engine.survey;

import java.util.List;

/// A ground control point as a surveyor's file has it, in the coordinates of that file.
///
/// @param name label of the file, or a made-up one; no two points of a file share it
/// @param check whether the file keeps it as a check point, to measure with and not to adjust by
/// @param z height, NaN when unknown
public record SurveyPoint(
        String name, boolean check, double x, double y, double z, List<Mark> marks) {

    public SurveyPoint {
        marks = List.copyOf(marks);
    }

    public boolean hasHeight() {
        return !Double.isNaN(z);
    }

    /// Where a photo shows the point.
    ///
    /// @param line of the file
    /// @param photo name as the photo has it
    /// @param u pixels from the left edge of the stored photo
    /// @param v pixels from its upper edge
    public record Mark(int line, String photo, double u, double v) {}
}
