package org.nadir.engine.sfm;

/// Seeks the surroundings of references in another photo: first at the coarse size, which is safer, then at the fine one,
/// which is more exact. One instance a thread.
final class PatchSearch {

    /// Farthest move, share of a feature's radius: 1.6 pixels at a radius of 4.
    private static final double REACH = 0.4;

    /// Farthest move from the coarse place to the fine one.
    private static final double FINE_REACH = 0.15;

    /// Places of a correlation from 0.6 to 0.8 left residuals as small as those above it (on nadir photos of 9 megapixels):
    /// the standard deviation tells good places from bad ones better.
    private static final double LEAST_CORRELATION = 0.6;

    /// Places less certain than this are not used, samples.
    private static final double LARGEST_SD = 0.15;

    /// Largest change of size between two photos.
    private static final double LARGEST_ZOOM = 2;

    private static final double[] UP = {0, 0, 1};

    /// Where the observation was found, full-size pixels.
    double u;

    double v;

    /// Standard deviation of the place in pixels, from how well the gray values agree.
    double sd;

    private final Reconstruction block;
    private final ReferencePatches references;
    private final PatchAligner aligner = new PatchAligner();
    private final PatchWarp warp;
    private final double[] mean = new double[3];
    private final double[] scratch = new double[3];
    private final double[] derivative = new double[4];

    PatchSearch(Reconstruction block, ReferencePatches references) {
        this.block = block;
        this.references = references;
        this.warp = new PatchWarp(block);
    }

    /// Seeks observation `i`, which is not a reference, in its photo. False when it is not found for sure.
    boolean find(int i, PhotoPyramid pyramid) {
        u = block.tracks.u(i);
        v = block.tracks.v(i);
        double radius = block.tracks.radius(i);
        if (search(i, pyramid, false, true, REACH * radius)) {
            search(i, pyramid, true, false, FINE_REACH * radius);
            return true;
        }
        return search(i, pyramid, true, true, REACH * radius);
    }

    /// Searches from the present place and moves it when that succeeds.
    ///
    /// @param anew whether the plane is chosen anew, or the last one taken
    private boolean search(int i, PhotoPyramid pyramid, boolean fine, boolean anew, double reach) {
        int t = block.tracks.track(i);
        int r = references.of(t);
        if (!references.give(t, fine, aligner)) {
            return false;
        }
        int level = references.level(r, fine);
        double offU = middle(block.tracks.u(r), level) - block.tracks.u(r);
        double offV = middle(block.tracks.v(r), level) - block.tracks.v(r);
        if (anew && !chooseWarp(i, r, pyramid, level, offU, offV)) {
            return false;
        }
        double aside = derivative[0] * offU + derivative[1] * offV;
        double down = derivative[2] * offU + derivative[3] * offV;
        boolean found =
                aligner.align(pyramid, level, u + aside, v + down, derivative, reach)
                        && aligner.correlation >= LEAST_CORRELATION
                        && aligner.sd <= LARGEST_SD;
        if (found) {
            u = aligner.u - aside;
            v = aligner.v - down;
            sd = aligner.sd * (1 << level);
        }
        return found;
    }

    /// Centre of the pixel of a level that holds a full-size coordinate.
    private static double middle(double coordinate, int level) {
        double unit = 1 << level;
        return (Math.floor(coordinate / unit) + 0.5) * unit;
    }

    /// Takes the better of two planes: level ground, and the plane that faces the cameras. Which way up is does not matter
    /// where it is unknown: then the second wins.
    private boolean chooseWarp(
            int i, int r, PhotoPyramid pyramid, int level, double offU, double offV) {
        ReferencePatches.meanView(block, block.tracks.track(i), mean, scratch);
        double facing = correlation(i, r, mean, pyramid, level, offU, offV);
        System.arraycopy(warp.derivative, 0, derivative, 0, 4);
        double levelled = correlation(i, r, UP, pyramid, level, offU, offV);
        if (levelled > facing) {
            System.arraycopy(warp.derivative, 0, derivative, 0, 4);
        }
        return Math.max(facing, levelled) > 0;
    }

    private double correlation(
            int i,
            int r,
            double[] normal,
            PhotoPyramid pyramid,
            int level,
            double offU,
            double offV) {
        Tracks tracks = block.tracks;
        if (!warp.set(tracks.track(i), tracks.photo(r), tracks.photo(i), normal)) {
            return -1;
        }
        double[] d = warp.derivative;
        double zoom = Math.sqrt(Math.abs(d[0] * d[3] - d[1] * d[2]));
        if (!(zoom <= LARGEST_ZOOM && zoom >= 1 / LARGEST_ZOOM)) {
            return -1;
        }
        return aligner.correlationAt(
                pyramid, level, u + d[0] * offU + d[1] * offV, v + d[2] * offU + d[3] * offV, d);
    }
}
