package org.nadir.engine.depth;

/// How large the depth maps are, relative to the photos (option `pc-quality`). Each step costs about four times the time
/// of the next lower one.
public enum DenseQuality {
    ULTRA(0.5),
    HIGH(0.25),
    MEDIUM(0.125),
    LOW(0.0675),
    LOWEST(0.03375);

    /// Longer side of the smallest depth maps, pixels, and of the level that larger ones begin with.
    public static final int SMALLEST_SIDE = 320;

    private static final long SMALL_PHOTO = 6_000_000;
    private static final long LARGE_PHOTO = 42_000_000;

    private final double share;

    DenseQuality(double share) {
        this.share = share;
    }

    /// The quality of that option value, for instance `medium`.
    public static DenseQuality ofOption(String value) {
        for (DenseQuality quality : values()) {
            if (quality.name().equalsIgnoreCase(value)) {
                return quality;
            }
        }
        throw new IllegalArgumentException("pc-quality: " + value);
    }

    /// The longer side of the depth map of a photo, in pixels; never larger than the photo, and at least 320 unless the
    /// photo itself is smaller.
    public int longSide(int photoWidth, int photoHeight) {
        long pixels = (long) photoWidth * photoHeight;
        int side = Math.max(photoWidth, photoHeight);
        double factor = pixels < SMALL_PHOTO ? 2 : pixels > LARGE_PHOTO ? 0.5 : 1;
        long wanted = Math.round(side * Math.min(1, share * factor));
        return (int) Math.min(side, Math.max(SMALLEST_SIDE, wanted));
    }
}
