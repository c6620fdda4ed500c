package org.nadir.engine.depth;

/// Correlation over 7x7 windows with Gaussian weights, on the scale of census distances: coefficient 1 costs nothing, 0 costs half
/// of [StereoKernels#CENSUS_BITS].
final class CorrelationSimilarity implements Similarity {

    private static final int RADIUS = 3;
    private static final double SIGMA = 2;

    /// Added to variances, so that noise does not decide where the gray is even.
    private static final float FLOOR = 0.25f;

    private final StereoKernels kernels;
    private final FloatImage reference;
    private final float[] taps = new float[2 * RADIUS + 1];
    private final float[] scratch;
    private final float[] means;

    /// Mean and variance of the window around each pixel of the reference, row by row.
    private final float[] mean;

    private final float[] variance;

    CorrelationSimilarity(StereoKernels kernels, FloatImage reference) {
        this.kernels = kernels;
        this.reference = reference;
        this.scratch = new float[3 * reference.stride + FloatImage.SLACK];
        this.means = new float[3 * reference.stride + FloatImage.SLACK];
        this.mean = new float[reference.width * reference.height];
        this.variance = new float[mean.length];
        double sum = 0;
        for (int k = -RADIUS; k <= RADIUS; k++) {
            sum += Math.exp(-k * k / (2 * SIGMA * SIGMA));
        }
        for (int k = -RADIUS; k <= RADIUS; k++) {
            taps[k + RADIUS] = (float) (Math.exp(-k * k / (2 * SIGMA * SIGMA)) / sum);
        }
        for (int y = 0; y < reference.height; y++) {
            describe(y);
        }
    }

    private void describe(int y) {
        windowMeans(y, reference, y);
        for (int x = 0; x < reference.width; x++) {
            int at = y * reference.width + x;
            mean[at] = means[x];
            variance[at] = means[reference.stride + x] - means[x] * means[x] + FLOOR;
        }
    }

    private void windowMeans(int y, FloatImage other, int otherRow) {
        kernels.windowMeansRow(
                reference.data,
                reference.row(y),
                other.data,
                other.row(otherRow),
                reference.stride,
                taps,
                reference.width,
                scratch,
                means);
    }

    @Override
    public int radius() {
        return RADIUS;
    }

    @Override
    public void row(int y, FloatImage warped, int warpedRow, int[] out) {
        windowMeans(y, warped, warpedRow);
        int squares = reference.stride;
        int products = 2 * reference.stride;
        int at = y * reference.width;
        for (int x = 0; x < reference.width; x++) {
            float m = means[x];
            float v = means[squares + x] - m * m + FLOOR;
            float covariance = means[products + x] - mean[at + x] * m;
            float c = covariance / (float) Math.sqrt(variance[at + x] * v);
            // Rounded; a coefficient is not greater than 1 but for rounding.
            int cost = (int) (StereoKernels.CENSUS_BITS / 2 * (1 - c) + 0.5f);
            out[x] = c == c ? Math.min(cost, StereoKernels.CENSUS_BITS) : StereoKernels.NOT_SEEN;
        }
    }
}
