package org.nadir.engine.sfm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// For each point of a block the reference observation, and its surroundings at two sizes: the coarse one shows twice as much
/// of the ground, the fine one has twice the detail.
final class ReferencePatches {

    /// Features of this radius are compared at full size, of twice that at half size, and so on; pixels.
    private static final double FULL_SIZE_RADIUS = 4;

    private static final int COARSEST = PhotoPyramid.LEVELS - 1;
    private static final int BYTES = 2 * PatchAligner.TEMPLATE_BYTES;

    private final Reconstruction block;
    private final int[] reference;
    private final int[] place;
    private final byte[] @Nullable [] pixels;

    ReferencePatches(Reconstruction block) {
        this.block = block;
        reference = new int[block.tracks.count()];
        place = new int[block.tracks.count()];
        pixels = new byte[block.photos.size()][];
        Arrays.fill(reference, -1);
        var mean = new double[3];
        var scratch = new double[3];
        for (int t = 0; t < reference.length; t++) {
            if (block.hasPoint[t]) {
                reference[t] = mostLikeTheMean(t, mean, scratch);
            }
        }
    }

    /// The observation that looks from nearest to the mean direction: the others are the least distorted beside it.
    private int mostLikeTheMean(int t, double[] mean, double[] scratch) {
        meanView(block, t, mean, scratch);
        int chosen = -1;
        double best = Double.NEGATIVE_INFINITY;
        for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
            if (!block.active[i]) {
                continue;
            }
            view(block, i, scratch);
            double along = mean[0] * scratch[0] + mean[1] * scratch[1] + mean[2] * scratch[2];
            // Of two views neither is nearer: rounding must not choose.
            if (along > best + 1e-9) {
                best = along;
                chosen = i;
            }
        }
        return chosen;
    }

    /// Sum of the unit vectors from the point of a track to the cameras that see it.
    static void meanView(Reconstruction block, int t, double[] mean, double[] scratch) {
        Arrays.fill(mean, 0);
        for (int i = block.tracks.start(t); i < block.tracks.start(t + 1); i++) {
            if (block.active[i]) {
                view(block, i, scratch);
                for (int c = 0; c < 3; c++) {
                    mean[c] += scratch[c];
                }
            }
        }
    }

    private static void view(Reconstruction block, int observation, double[] direction) {
        int t = block.tracks.track(observation);
        int photo = block.tracks.photo(observation);
        double squares = 0;
        for (int c = 0; c < 3; c++) {
            direction[c] = block.centre[3 * photo + c] - block.point[3 * t + c];
            squares += direction[c] * direction[c];
        }
        double scale = 1 / Math.sqrt(squares);
        for (int c = 0; c < 3; c++) {
            direction[c] *= scale;
        }
    }

    /// The reference of a track; −1 when it has no point.
    int of(int t) {
        return reference[t];
    }

    /// The level of the pyramid at which the surroundings of a reference are compared.
    int level(int observation, boolean fine) {
        double octaves =
                Math.log(block.tracks.radius(observation) / FULL_SIZE_RADIUS) / Math.log(2);
        int level = Math.clamp(Math.round(octaves), 0, COARSEST - 1);
        return fine ? level : level + 1;
    }

    /// Cuts the surroundings of all references that lie in a photo. Photos may be cut by different threads.
    void cut(int photo, PhotoPyramid pyramid) {
        Tracks tracks = block.tracks;
        int count = 0;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            int i = tracks.ofPhoto(k);
            count += reference[tracks.track(i)] == i ? 1 : 0;
        }
        var cut = new byte[Math.multiplyExact(count, BYTES)];
        int n = 0;
        for (int k = tracks.photoStart(photo); k < tracks.photoStart(photo + 1); k++) {
            int i = tracks.ofPhoto(k);
            int t = tracks.track(i);
            if (reference[t] == i) {
                place[t] = copy(pyramid, i, cut, n * BYTES) ? n++ : -1;
            }
        }
        pixels[photo] = cut;
    }

    private boolean copy(PhotoPyramid pyramid, int i, byte[] to, int at) {
        float u = block.tracks.u(i);
        float v = block.tracks.v(i);
        int side = PatchAligner.TEMPLATE_SIDE;
        return pyramid.copySquare(level(i, true), u, v, side, to, at)
                && pyramid.copySquare(
                        level(i, false), u, v, side, to, at + PatchAligner.TEMPLATE_BYTES);
    }

    /// Hands the surroundings of a track's reference to an aligner. False when they cannot be used.
    boolean give(int t, boolean fine, PatchAligner aligner) {
        byte[] cut = pixels[block.tracks.photo(reference[t])];
        if (cut == null || place[t] < 0) {
            return false;
        }
        return aligner.take(cut, place[t] * BYTES + (fine ? 0 : PatchAligner.TEMPLATE_BYTES));
    }
}
