package org.nadir.engine.features;

import java.util.Locale;

/// At what share of a photo's size features are looked for: the option `feature-quality`.
public enum FeatureQuality {
    ULTRA(1),
    HIGH(0.5),
    MEDIUM(0.25),
    LOW(0.125),
    LOWEST(0.0675);

    private static final int SMALLEST_SIDE = 320;
    private static final int LARGEST_SIDE = 4480;
    private static final double FEW_PIXELS = 2e6;
    private static final double MANY_PIXELS = 42e6;

    private final double factor;

    FeatureQuality(double factor) {
        this.factor = factor;
    }

    /// The quality of an option's value, for instance `high`.
    public static FeatureQuality of(String option) {
        return valueOf(option.toUpperCase(Locale.ROOT));
    }

    /// The longer side of the working image for a photo of this size; never more than the photo's own.
    public int workSide(int width, int height) {
        double pixels = (double) width * height;
        double share =
                pixels < FEW_PIXELS ? 2 * factor : pixels > MANY_PIXELS ? 0.5 * factor : factor;
        int side = Math.max(width, height);
        long wanted = Math.clamp(Math.round(share * side), SMALLEST_SIDE, LARGEST_SIDE);
        return (int) Math.min(wanted, side);
    }
}
