package org.nadir.engine.edges;

/// The two surfaces that meet at a step, each continued as a plane over a small block of cells. Heights are
/// `upper + upperRight · dx + upperDown · dy`, with `dx` cells to the right and `dy` cells down from the block's centre.
///
/// @param upperDeviation by how much the heights of the surface that the plane was fitted to deviate from it, metres (RMS)
/// @param lowerDeviation the same of the lower one
/// @param outRight plan direction from the upper to the lower surface, of length 1: to the right
/// @param outDown and down
record TwoPlanes(
        double upper,
        double upperRight,
        double upperDown,
        double lower,
        double lowerRight,
        double lowerDown,
        double upperDeviation,
        double lowerDeviation,
        double outRight,
        double outDown) {

    double upperAt(double dx, double dy) {
        return upper + upperRight * dx + upperDown * dy;
    }

    double lowerAt(double dx, double dy) {
        return lower + lowerRight * dx + lowerDown * dy;
    }

    /// Height between the surfaces.
    double middleAt(double dx, double dy) {
        return 0.5 * (upperAt(dx, dy) + lowerAt(dx, dy));
    }

    /// Whether a height is that of one of the surfaces, give or take `most`; also when it is not known.
    boolean isNear(double z, double dx, double dy, double most) {
        return !(Math.abs(z - upperAt(dx, dy)) > most && Math.abs(z - lowerAt(dx, dy)) > most);
    }

    double step() {
        return upper - lower;
    }

    /// The same surfaces with their heights at another place, cells from the present one.
    TwoPlanes movedBy(double dx, double dy) {
        return new TwoPlanes(
                upperAt(dx, dy),
                upperRight,
                upperDown,
                lowerAt(dx, dy),
                lowerRight,
                lowerDown,
                upperDeviation,
                lowerDeviation,
                outRight,
                outDown);
    }
}
