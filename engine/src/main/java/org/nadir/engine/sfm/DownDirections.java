package org.nadir.engine.sfm;

import org.jspecify.annotations.Nullable;

/// Which way is down in each camera of a block: what the tags say of gimbals, or else the belief that cameras that all look
/// the same way look straight down.
///
/// Heights of consumer receivers drift with the weather and the warmth of the craft, so that the tilt they give to a block is
/// good to one standard deviation of a height over the extent of the block, however many photos there are: 5° for a block of
/// 100 m. A gimbal is level to about one degree. [#limit] says from where on the two contradict each other so that the better
/// one has to decide.
///
/// In the adjustment each photo's height counts as if it were independent of the others'. So that the two have their proper
/// shares there, the belief in the level counts for each photo by its standard deviation times the extent of the block over
/// the standard deviation of its positions, which is the square root of twelve for a block that is covered evenly.
///
/// @param inCamera unit vectors, three numbers a photo; zeros where unknown
/// @param up upwards in the frame of the block
/// @param spread root mean square angle by which the photos differ on it, radians
/// @param measured whether it comes from tags
@SuppressWarnings("ArrayRecordComponent")
record DownDirections(double[] inCamera, double[] up, double spread, boolean measured) {

    private static final double GIMBAL_SD = Math.toRadians(1);

    /// One in eighty gimbals is off by more than this many standard deviations.
    private static final double SIGMAS = 2.5;

    /// A contradiction by more than this is no matter of precision: heights drift by a hundred metres, gimbals do not.
    private static final double GROSS = Math.toRadians(6);

    /// Extent over standard deviation of an even distribution.
    private static final double EVEN = Math.sqrt(12);

    /// Cameras that differ from each other by less than this look the same way.
    private static final double PARALLEL = Math.toRadians(15);

    /// Tags that contradict the block by more than this are about something else, for instance the craft.
    private static final double AGREEING = Math.toRadians(5);

    /// Null where neither tags nor views tell.
    static @Nullable DownDirections of(Reconstruction block) {
        DownDirections tagged = tagged(block);
        return tagged != null ? tagged : alongViews(block);
    }

    private static @Nullable DownDirections tagged(Reconstruction block) {
        var down = new double[3 * block.photos.size()];
        int known = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            double[] attitude = block.photos.get(p).roughAttitude();
            if (block.placed[p] && attitude != null) {
                for (int c = 0; c < 3; c++) {
                    // Minus the world's z axis in the camera.
                    down[3 * p + c] = -attitude[3 * c + 2];
                }
                known++;
            }
        }
        if (known < 2 || 2 * known < block.placedCount()) {
            return null;
        }
        DownDirections directions = of(block, down, true);
        return directions == null || directions.spread > AGREEING ? null : directions;
    }

    private static @Nullable DownDirections alongViews(Reconstruction block) {
        var down = new double[3 * block.photos.size()];
        for (int p = 0; p < block.photos.size(); p++) {
            down[3 * p + 2] = block.placed[p] ? 1 : 0;
        }
        DownDirections directions = of(block, down, false);
        return directions == null || directions.spread > PARALLEL ? null : directions;
    }

    private static @Nullable DownDirections of(
            Reconstruction block, double[] down, boolean measured) {
        var up = new double[3];
        var each = new double[down.length];
        int n = 0;
        for (int p = 0; p < block.photos.size(); p++) {
            if (down[3 * p] == 0 && down[3 * p + 1] == 0 && down[3 * p + 2] == 0) {
                continue;
            }
            n++;
            for (int c = 0; c < 3; c++) {
                for (int k = 0; k < 3; k++) {
                    each[3 * p + c] -= block.rotation[9 * p + 3 * k + c] * down[3 * p + k];
                }
                up[c] += each[3 * p + c];
            }
        }
        double length = Math.hypot(Math.hypot(up[0], up[1]), up[2]);
        if (!(length > 0.1 * n)) {
            return null;
        }
        double squares = 0;
        for (int c = 0; c < 3; c++) {
            up[c] /= length;
        }
        for (int i = 0; i < each.length; i += 3) {
            double dot = each[i] * up[0] + each[i + 1] * up[1] + each[i + 2] * up[2];
            double angle = dot == 0 ? 0 : Math.acos(Math.clamp(dot, -1, 1));
            squares += angle * angle;
        }
        return new DownDirections(down, up, Math.sqrt(squares / n), measured);
    }

    /// How far up is from z after a change of frame, radians.
    double tilt(Similarity similarity) {
        double[] r = similarity.rotation();
        return Math.acos(Math.clamp(r[6] * up[0] + r[7] * up[1] + r[8] * up[2], -1, 1));
    }

    /// Whether a photo's direction is known.
    boolean knows(int photo) {
        return inCamera[3 * photo] != 0
                || inCamera[3 * photo + 1] != 0
                || inCamera[3 * photo + 2] != 0;
    }

    /// Standard deviation of all directions together, radians. Cameras without a gimbal are off together by about half of what
    /// they differ by.
    private double commonSd() {
        return Math.max(GIMBAL_SD, 0.5 * spread);
    }

    /// The tilt from which on heights are no longer believed, radians.
    ///
    /// @param tiltOfHeights standard deviation of the tilt that measured heights give
    double limit(double tiltOfHeights) {
        return commonSd() < tiltOfHeights ? Math.min(GROSS, SIGMAS * commonSd()) : GROSS;
    }

    /// Standard deviation of one photo's direction in the adjustment, radians.
    double sd() {
        return EVEN * commonSd();
    }
}
