package org.nadir.engine.depth;

/// Moves inverse depths to where the correlation with the source views peaks. Windows follow the current surface and leave out
/// pixels beyond depth jumps.
final class PhotometricRefiner {

    private static final int BAND = 24;
    private static final int RADIUS = 3;
    private static final int WINDOW = (2 * RADIUS + 1) * (2 * RADIUS + 1);

    private final StereoKernels kernels;
    private final FloatImage reference;
    private final StereoView[] views;
    private final FloatImage depth;
    private final float jump;
    private final int rowLength;
    private final float[] weights;
    private final FloatImage[] warped;
    private final float[][] scores;

    /// New inverse depths.
    final FloatImage refined;

    /// Correlation at the best of the tried depths, mean over the trusted views; 0 where no view sees the pixel.
    final FloatImage score;

    private PhotometricRefiner(
            StereoKernels kernels,
            FloatImage reference,
            StereoView[] views,
            FloatImage depth,
            float jump) {
        this.kernels = kernels;
        this.reference = reference;
        this.views = views;
        this.depth = depth;
        this.jump = jump;
        this.rowLength = reference.stride;
        this.weights = new float[WINDOW * rowLength + FloatImage.SLACK];
        this.warped = new FloatImage[3 * views.length];
        this.scores = new float[3 * views.length][rowLength + FloatImage.SLACK];
        for (int i = 0; i < warped.length; i++) {
            warped[i] = new FloatImage(depth.width, BAND);
        }
        this.refined = new FloatImage(depth.width, depth.height);
        this.score = new FloatImage(depth.width, depth.height);
    }

    /// Tries each pixel's depth and the ones `step` nearer and farther, and moves to the peak of the parabola through the three
    /// correlations, at most by `step`.
    ///
    /// @param jump difference in inverse depth that separates surfaces
    static PhotometricRefiner refine(
            StereoKernels kernels,
            FloatImage reference,
            StereoView[] views,
            FloatImage depth,
            float step,
            float jump) {
        var refiner = new PhotometricRefiner(kernels, reference, views, depth, jump);
        for (int y = 0; y < depth.height; y += BAND) {
            refiner.band(y, Math.min(depth.height, y + BAND), step);
        }
        refiner.refined.repeatEdges();
        refiner.score.repeatEdges();
        return refiner;
    }

    private void band(int from, int to, float step) {
        for (int v = 0; v < views.length; v++) {
            for (int j = 0; j < 3; j++) {
                warp(v, (j - 1) * step, from, to, warped[3 * v + j]);
            }
        }
        for (int y = from; y < to; y++) {
            weighWindows(y);
            for (int i = 0; i < warped.length; i++) {
                correlate(y, y - from, warped[i], scores[i]);
            }
            for (int x = 0; x < depth.width; x++) {
                settle(x, y, step);
            }
        }
    }

    private void warp(int v, float add, int from, int to, FloatImage out) {
        for (int y = from - RADIUS; y < to + RADIUS; y++) {
            int row = Math.clamp(y, 0, depth.height - 1);
            int start = out.row(y - from);
            kernels.warpRow(
                    views[v].gray(),
                    views[v].line(row),
                    depth.data,
                    depth.row(row),
                    add,
                    depth.width,
                    out.data,
                    start);
            FloatImage.repeatRowEnds(out.data, start, depth.width);
        }
    }

    /// Gaussian weights over the window, zero beyond depth jumps.
    private void weighWindows(int y) {
        int k = 0;
        int centre = depth.row(y);
        for (int dy = -RADIUS; dy <= RADIUS; dy++) {
            for (int dx = -RADIUS; dx <= RADIUS; dx++, k++) {
                float full = (float) Math.exp(-(dx * dx + dy * dy) / 8.0);
                int other = depth.row(y + dy) + dx;
                int out = k * rowLength;
                for (int x = 0; x < depth.width; x++) {
                    float difference = Math.abs(depth.data[other + x] - depth.data[centre + x]);
                    weights[out + x] = difference < jump ? full : 0;
                }
            }
        }
    }

    /// The warped band and the reference have different row numbers, so the reference band is addressed by its own centre.
    private void correlate(int y, int bandRow, FloatImage image, float[] out) {
        kernels.correlationRow(
                reference.data,
                reference.row(y),
                image.data,
                image.row(bandRow),
                reference.stride,
                weights,
                rowLength,
                depth.width,
                out,
                0);
    }

    /// Combines the views, each weighted by the fourth power of its best correlation, so that views in which the surface is
    /// hidden count little.
    private void settle(int x, int y, float step) {
        float near = 0;
        float here = 0;
        float far = 0;
        float total = 0;
        for (int v = 0; v < views.length; v++) {
            float a = scores[3 * v][x];
            float b = scores[3 * v + 1][x];
            float c = scores[3 * v + 2][x];
            float best = Math.max(a, Math.max(b, c));
            // False for NaN too.
            if (!(best > 0)) {
                continue;
            }
            float w = best * best * best * best;
            total += w;
            far += w * a;
            here += w * b;
            near += w * c;
        }
        int i = depth.row(y) + x;
        refined.data[i] = depth.data[i];
        if (total <= 0) {
            return;
        }
        score.data[i] = Math.max(here, Math.max(near, far)) / total;
        float curvature = far - 2 * here + near;
        float move =
                curvature < 0
                        ? Math.clamp(0.5f * (far - near) / curvature, -1f, 1f)
                        : near > far ? 1 : -1;
        refined.data[i] += move * step;
    }
}
