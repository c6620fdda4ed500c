package org.nadir.engine.report;

import java.util.List;

/// The ellipse of one standard deviation of a position in plan.
///
/// @param major longer half axis, metres
/// @param minor shorter half axis, metres
/// @param angle of the longer axis from x towards y, radians
/// @param vertical standard deviation of the height, metres
record ErrorEllipse(double major, double minor, double angle, double vertical) {

    /// @param covariance xx, xy, xz, yy, yz, zz
    static ErrorEllipse of(List<Double> covariance) {
        double xx = covariance.get(0);
        double xy = covariance.get(1);
        double yy = covariance.get(3);
        double mean = (xx + yy) / 2;
        double half = Math.hypot((xx - yy) / 2, xy);
        return new ErrorEllipse(
                Math.sqrt(mean + half),
                Math.sqrt(Math.max(0, mean - half)),
                Math.atan2(2 * xy, xx - yy) / 2,
                Math.sqrt(covariance.get(5)));
    }
}
