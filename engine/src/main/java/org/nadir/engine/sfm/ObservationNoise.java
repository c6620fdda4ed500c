package org.nadir.engine.sfm;

/// How far observations of tie points scatter, beside each other: the standard deviation of a usual one is 1.
///
/// The rule for features was measured on nadir photos of 4,000 x 2,250 pixels: mean residuals of 0.59, 0.63, 0.67, 0.71,
/// 0.74 and 0.81 px at radii of 4, 5, 6.3, 8, 10 and 16 px. Their squares grow by the same amount, 0.155 px², with each
/// doubling of the radius.
final class ObservationNoise {

    /// Radius of a usual feature, share of the longer side: 4 px at 4,000.
    private static final double USUAL_RADIUS = 0.001;

    /// Growth of the variance with each doubling of the radius.
    private static final double GROWTH = 0.155 / (0.59 * 0.59);

    /// Radii at which the rule was measured end here, and it goes on as a constant.
    private static final double MOST_DOUBLINGS = 2;

    private static final double LEAST_DOUBLINGS = -1;

    /// After refinement usual observations are refined ones: those of others scatter by so much more, as mean residuals of 0.44
    /// and 0.70 px on the same photos show.
    static final double UNREFINED = 1.6;

    /// What a refined observation scatters by for other reasons than the gray values (lens, shutter, relief), share of the
    /// longer side: 0.4 px at 4,000.
    private static final double REFINED_FLOOR = 0.0001;

    private ObservationNoise() {}

    /// @param placeSd standard deviation of a refined place from its gray values, share of the photo's longer side
    static double ofPlace(double placeSd) {
        return Math.hypot(1, placeSd / REFINED_FLOOR);
    }

    /// @param radius of the feature, as a share of the photo's longer side
    static double ofFeature(double radius) {
        double doublings = Math.log(Math.max(radius, 1e-9) / USUAL_RADIUS) / Math.log(2);
        return Math.sqrt(1 + GROWTH * Math.clamp(doublings, LEAST_DOUBLINGS, MOST_DOUBLINGS));
    }
}
