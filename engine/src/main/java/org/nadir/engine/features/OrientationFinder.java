package org.nadir.engine.features;

/// Finds the dominant gradient directions around a keypoint (Lowe 2004, section 5). Keeps its buffers: one thread at a time.
final class OrientationFinder {

    static final int MOST = 2;

    private static final int BINS = 36;
    private static final int SIDE = 19;

    /// Grid step in units of the keypoint's sigma; the grid reaches three standard deviations of the weighting window.
    private static final float STEP = 0.5f;

    private static final double WINDOW = 1.5;
    private static final double SECOND_PEAK = 0.8;
    private static final int SMOOTHINGS = 4;

    private final RotatedPatch patch;
    private final float[] weights = new float[SIDE * SIDE];
    private float[] histogram = new float[BINS];
    private float[] smoothed = new float[BINS];

    OrientationFinder(ImageKernels kernels) {
        patch = new RotatedPatch(kernels, SIDE);
        double half = 0.5 * (SIDE - 1);
        for (int j = 0; j < SIDE; j++) {
            for (int i = 0; i < SIDE; i++) {
                double r2 = ((i - half) * (i - half) + (j - half) * (j - half)) * STEP * STEP;
                boolean inside = r2 <= 9 * WINDOW * WINDOW;
                weights[j * SIDE + i] =
                        inside ? (float) Math.exp(-0.5 * r2 / (WINDOW * WINDOW)) : 0;
            }
        }
    }

    /// Writes up to two directions in radians, the stronger first, and returns how many.
    int find(
            float[] level,
            int width,
            int height,
            float x,
            float y,
            float sigma,
            double[] directions) {
        patch.take(level, width, height, x, y, STEP * sigma, 1, 0);
        java.util.Arrays.fill(histogram, 0);
        for (int i = 0; i < weights.length; i++) {
            float at = patch.eighths[i] * (BINS / 8f);
            int bin = (int) at;
            float share = at - bin;
            float weight = weights[i] * patch.magnitude[i];
            histogram[bin % BINS] += weight * (1 - share);
            histogram[(bin + 1) % BINS] += weight * share;
        }
        smooth();
        return peaks(directions);
    }

    private void smooth() {
        for (int round = 0; round < SMOOTHINGS; round++) {
            for (int b = 0; b < BINS; b++) {
                smoothed[b] =
                        (histogram[(b + BINS - 1) % BINS]
                                        + histogram[b]
                                        + histogram[(b + 1) % BINS])
                                / 3;
            }
            float[] swap = histogram;
            histogram = smoothed;
            smoothed = swap;
        }
    }

    private int peaks(double[] directions) {
        int first = -1;
        int second = -1;
        for (int b = 0; b < BINS; b++) {
            boolean peak =
                    histogram[b] > histogram[(b + BINS - 1) % BINS]
                            && histogram[b] >= histogram[(b + 1) % BINS];
            if (!peak) {
                continue;
            }
            if (first < 0 || histogram[b] > histogram[first]) {
                second = first;
                first = b;
            } else if (second < 0 || histogram[b] > histogram[second]) {
                second = b;
            }
        }
        if (first < 0) {
            directions[0] = 0;
            return 1;
        }
        directions[0] = refined(first);
        if (second < 0 || histogram[second] < SECOND_PEAK * histogram[first]) {
            return 1;
        }
        directions[1] = refined(second);
        return MOST;
    }

    /// The top of the parabola through a peak and its neighbours.
    private double refined(int b) {
        double left = histogram[(b + BINS - 1) % BINS];
        double right = histogram[(b + 1) % BINS];
        double shift = 0.5 * (left - right) / (left - 2 * histogram[b] + right);
        return (b + shift) * 2 * Math.PI / BINS;
    }
}
