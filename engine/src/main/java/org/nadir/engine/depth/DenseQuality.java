package org.nadir.engine.depth;

import org.nadir.engine.camera.Camera;

/// How large the depth maps are, relative to the photos (option `pc-quality`). Each step has up to four times as many pixels as
/// the next lower one.
///
/// The option names shares of the photo's longer side: 1/2, 1/4, 1/8 and so on. Fine depth maps have twice that size where this is no
/// more than [#FINEST_SIDE] pixels, because edges and crowns gain most from it; `lowest`, chosen for its speed, keeps to the share.
public enum DenseQuality {
    ULTRA(0.5),
    HIGH(0.25),
    MEDIUM(0.125),
    LOW(0.0675),
    LOWEST(0.03375);

    /// Longer side of the smallest depth maps, pixels, and of the level that larger ones begin with.
    public static final int SMALLEST_SIDE = 320;

    /// Longer side up to which depth maps are larger than the option says: beyond it memory and time grow, while an edge gains little.
    private static final int FINEST_SIDE = 2048;

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

    /// The longer side of a photo's depth map of the option's own size, in pixels; never larger than the photo, and at least 320
    /// unless the photo itself is smaller.
    int longSide(int photoWidth, int photoHeight) {
        long pixels = (long) photoWidth * photoHeight;
        int side = Math.max(photoWidth, photoHeight);
        double factor = pixels < SMALL_PHOTO ? 2 : pixels > LARGE_PHOTO ? 0.5 : 1;
        long wanted = Math.round(side * Math.min(1, share * factor));
        return (int) Math.min(side, Math.max(SMALLEST_SIDE, wanted));
    }

    /// The longer side of a photo's depth map, in pixels.
    public int longSide(Camera photo, boolean fine) {
        return fine
                ? fineSide(photo.width(), photo.height())
                : longSide(photo.width(), photo.height());
    }

    /// The longer side of a photo's fine depth map, in pixels.
    int fineSide(int photoWidth, int photoHeight) {
        int named = longSide(photoWidth, photoHeight);
        if (this == LOWEST) {
            return named;
        }
        int side = Math.max(photoWidth, photoHeight);
        return Math.min(side, Math.max(named, Math.min(2 * named, FINEST_SIDE)));
    }
}
