package org.nadir.engine.features;

import java.util.Arrays;

/// Blurs gray planes with a Gaussian, rows and columns in one pass over the image; outside its borders the image goes on
/// with its border pixels. Keeps its buffers: one thread at a time.
final class GaussianBlur {

    /// Where the kernel is cut off, in standard deviations.
    private static final double REACH = 4;

    private final ImageKernels kernels;
    private float[] ring = new float[0];
    private float[] padded = new float[0];

    GaussianBlur(ImageKernels kernels) {
        this.kernels = kernels;
    }

    /// Half of a symmetric, normalised Gaussian kernel, from the centre outwards.
    static float[] taps(double sigma) {
        int radius = (int) Math.ceil(REACH * sigma);
        var weights = new double[radius + 1];
        double sum = 0;
        for (int i = 0; i <= radius; i++) {
            weights[i] = Math.exp(-0.5 * i * i / (sigma * sigma));
            sum += i == 0 ? weights[i] : 2 * weights[i];
        }
        var taps = new float[radius + 1];
        for (int i = 0; i <= radius; i++) {
            taps[i] = (float) (weights[i] / sum);
        }
        return taps;
    }

    /// Writes the blurred `source` into `target`, which must be another array.
    void apply(float[] source, int width, int height, float[] taps, float[] target) {
        int radius = taps.length - 1;
        int rows = 2 * radius + 1;
        ring = atLeast(ring, rows * width);
        padded = atLeast(padded, width + 2 * radius);
        var offsets = new int[rows];
        int ready = 0;
        for (int y = 0; y < height; y++) {
            for (; ready < height && ready <= y + radius; ready++) {
                pad(source, ready * width, width, radius);
                kernels.blurRow(padded, taps, ring, ready % rows * width, width);
            }
            for (int i = 0; i < rows; i++) {
                offsets[i] = Math.clamp(y - radius + i, 0, height - 1) % rows * width;
            }
            kernels.blurColumns(ring, offsets, taps, target, y * width, width);
        }
    }

    private void pad(float[] source, int offset, int width, int radius) {
        System.arraycopy(source, offset, padded, radius, width);
        Arrays.fill(padded, 0, radius, source[offset]);
        Arrays.fill(padded, radius + width, width + 2 * radius, source[offset + width - 1]);
    }

    static float[] atLeast(float[] buffer, int length) {
        return buffer.length >= length ? buffer : new float[length];
    }
}
