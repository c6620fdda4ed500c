package org.nadir.engine.depth;

/// What can be chosen about the dense cloud.
///
/// @param quality size of the depth maps (`pc-quality`)
/// @param fine whether they have up to twice that size
/// @param outlierDeviations points whose mean distance to 16 neighbours exceeds the average by this many standard
///     deviations are dropped (`pc-filter`); 0 = keep all
/// @param sampleRadius smallest distance between points in metres (`pc-sample`); 0 = keep all
/// @param skipGeometric keep depths that no other depth map confirms (`pc-skip-geometric`)
/// @param sourceViews photos each photo is compared with
public record DenseSettings(
        DenseQuality quality,
        boolean fine,
        double outlierDeviations,
        double sampleRadius,
        boolean skipGeometric,
        int sourceViews) {

    public static final DenseSettings DEFAULT =
            new DenseSettings(DenseQuality.MEDIUM, true, 5, 0, false, 5);

    public DenseSettings {
        if (!(outlierDeviations >= 0) || !(sampleRadius >= 0)) {
            throw new IllegalArgumentException(
                    "pc-filter and pc-sample must not be negative: "
                            + outlierDeviations
                            + ", "
                            + sampleRadius);
        }
        if (sourceViews < 1 || sourceViews > 8) {
            throw new IllegalArgumentException("source views out of 1..8: " + sourceViews);
        }
    }

    public DenseSettings withQuality(DenseQuality newQuality) {
        return new DenseSettings(
                newQuality, fine, outlierDeviations, sampleRadius, skipGeometric, sourceViews);
    }
}
