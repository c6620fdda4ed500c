package org.nadir.engine.depth;

import org.nadir.engine.work.Cancellation;

/// Matching costs of each pixel at a ladder of inverse depths of its own: label `k` of pixel `p` stands for
/// `base(p) + k · step`.
///
/// The source views are resampled into the reference along the base surface shifted by each label, so windows follow the
/// slope of the base and views may be rotated at will.
final class CostVolume {

    private static final int BAND = 24;

    final int width;
    final int height;
    final int labels;
    final FloatImage base;
    final float step;

    /// `labels` costs per pixel, row by row; 0 to 4 · [StereoKernels#CENSUS_BITS].
    final short[] cost;

    private CostVolume(FloatImage base, float step, int labels) {
        this.width = base.width;
        this.height = base.height;
        this.labels = labels;
        this.base = base;
        this.step = step;
        this.cost = new short[Math.multiplyExact(Math.multiplyExact(width, height), labels)];
    }

    /// Sweeps the labels over the whole image.
    ///
    /// @param similarity compares a warped view with the reference; costs 0 to [StereoKernels#CENSUS_BITS]
    /// @param labels multiple of 16
    static CostVolume sweep(
            StereoKernels kernels,
            Similarity similarity,
            StereoView[] views,
            FloatImage base,
            float step,
            int labels,
            Cancellation cancellation) {
        var volume = new CostVolume(base, step, labels);
        var sweep = volume.new Sweep(kernels, similarity, views);
        for (int y = 0; y < volume.height; y += BAND) {
            cancellation.check();
            sweep.band(y, Math.min(volume.height, y + BAND));
        }
        return volume;
    }

    /// The buffers of one sweep, used band after band.
    private final class Sweep {
        private final StereoKernels kernels;
        private final StereoView[] views;
        private final Similarity similarity;
        private final FloatImage[] warped;
        private final int[][] viewCost;
        private final short[][] planes;
        private final int rowLength;

        Sweep(StereoKernels kernels, Similarity similarity, StereoView[] views) {
            this.kernels = kernels;
            this.similarity = similarity;
            this.views = views;
            this.rowLength = base.stride;
            this.warped = new FloatImage[views.length];
            for (int v = 0; v < views.length; v++) {
                warped[v] = new FloatImage(width, BAND);
            }
            this.viewCost = new int[views.length][rowLength + FloatImage.SLACK];
            this.planes = new short[labels][rowLength * BAND + FloatImage.SLACK];
        }

        void band(int from, int to) {
            for (int k = 0; k < labels; k++) {
                for (int v = 0; v < views.length; v++) {
                    warp(v, k * step, from, to);
                }
                for (int y = from; y < to; y++) {
                    for (int v = 0; v < views.length; v++) {
                        similarity.row(y, warped[v], y - from, viewCost[v]);
                    }
                    kernels.bestHalfRow(
                            viewCost, views.length, width, planes[k], (y - from) * rowLength);
                }
            }
            for (int y = from; y < to; y++) {
                interleave((y - from) * rowLength, y * width * labels);
            }
        }

        private void warp(int v, float add, int from, int to) {
            FloatImage out = warped[v];
            for (int y = from - similarity.radius(); y < to + similarity.radius(); y++) {
                int row = Math.clamp(y, 0, height - 1);
                int start = out.row(y - from);
                kernels.warpRow(
                        views[v].gray(),
                        views[v].line(row),
                        base.data,
                        base.row(row),
                        add,
                        width,
                        out.data,
                        start);
                FloatImage.repeatRowEnds(out.data, start, width);
            }
        }

        private void interleave(int planeStart, int costStart) {
            for (int k = 0; k < labels; k++) {
                short[] plane = planes[k];
                int to = costStart + k;
                for (int x = 0; x < width; x++, to += labels) {
                    cost[to] = plane[planeStart + x];
                }
            }
        }
    }
}
