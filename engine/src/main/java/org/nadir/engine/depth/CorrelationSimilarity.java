package org.nadir.engine.depth;

import java.util.Arrays;

/// Correlation over 7x7 windows with Gaussian weights, on the scale of census distances: coefficient 1 costs nothing, 0 costs half
/// of [StereoKernels#CENSUS_BITS].
final class CorrelationSimilarity implements Similarity {

    private static final int RADIUS = 3;
    private static final int SIDE = 2 * RADIUS + 1;
    private static final double SIGMA = 2;

    private final StereoKernels kernels;
    private final FloatImage reference;
    private final float[] weights;
    private final float[] correlation;

    CorrelationSimilarity(StereoKernels kernels, FloatImage reference) {
        this.kernels = kernels;
        this.reference = reference;
        this.correlation = new float[reference.stride + FloatImage.SLACK];
        this.weights = new float[SIDE * SIDE * reference.stride + FloatImage.SLACK];
        for (int k = 0; k < SIDE * SIDE; k++) {
            int dx = k % SIDE - RADIUS;
            int dy = k / SIDE - RADIUS;
            float weight = (float) Math.exp(-(dx * dx + dy * dy) / (2 * SIGMA * SIGMA));
            Arrays.fill(weights, k * reference.stride, (k + 1) * reference.stride, weight);
        }
    }

    @Override
    public int radius() {
        return RADIUS;
    }

    @Override
    public void row(int y, FloatImage warped, int warpedRow, int[] out) {
        kernels.correlationRow(
                reference.data,
                reference.row(y),
                warped.data,
                warped.row(warpedRow),
                reference.stride,
                weights,
                reference.stride,
                reference.width,
                correlation,
                0);
        for (int x = 0; x < reference.width; x++) {
            float c = correlation[x];
            out[x] =
                    Float.isNaN(c)
                            ? StereoKernels.NOT_SEEN
                            : Math.clamp(
                                    Math.round(StereoKernels.CENSUS_BITS / 2 * (1 - c)),
                                    0,
                                    StereoKernels.CENSUS_BITS);
        }
    }
}
