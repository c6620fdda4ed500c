package org.nadir.engine.sfm;

import java.util.List;

/// What one adjustment is told of the ground control points, and where it leaves them.
final class ControlUse {

    static final ControlUse NONE = new ControlUse(List.of(), 1, false);

    /// The points that take part, with the marks that take part: all of placed photos, two at least a point.
    final List<ControlPoint> points;

    /// Standard deviation of a mark, pixels.
    final double markSd;

    /// Whether measured positions of photos are left out because control points fix the frame better.
    final boolean replacesGps;

    /// Adjusted positions, three numbers a point; filled by the adjustment.
    final double[] adjusted;

    ControlUse(List<ControlPoint> points, double markSd, boolean replacesGps) {
        this.points = points;
        this.markSd = markSd;
        this.replacesGps = replacesGps;
        this.adjusted = new double[3 * points.size()];
    }
}
