package org.nadir.engine.depth;

import java.util.Arrays;

/// One number per pixel (a gray value, an inverse depth) with a border of [#HALO] pixels on each side that repeats the edge, so that windows need no bounds checks, and
/// with room to the right for whole vectors. NaN marks pixels the lens did not see.
final class FloatImage {

    static final int HALO = 4;

    /// Kernels may read and write this many values beyond the end of a row.
    static final int SLACK = 32;

    final int width;
    final int height;
    final int stride;
    final float[] data;

    FloatImage(int width, int height) {
        this.width = width;
        this.height = height;
        this.stride = strideFor(width);
        this.data = new float[Math.multiplyExact(stride, height + 2 * HALO) + SLACK];
    }

    static int strideFor(int width) {
        return (width + 2 * HALO + SLACK + 15) / 16 * 16;
    }

    /// Index in `data` of the first pixel of a row; rows `-HALO ..< height + HALO` exist.
    int row(int y) {
        return (y + HALO) * stride + HALO;
    }

    float at(int x, int y) {
        return data[row(y) + x];
    }

    /// Fills the border from the pixels inside.
    void repeatEdges() {
        for (int y = 0; y < height; y++) {
            repeatRowEnds(data, row(y), width);
        }
        for (int y = 1; y <= HALO; y++) {
            System.arraycopy(data, row(0) - HALO, data, row(-y) - HALO, stride);
            System.arraycopy(
                    data, row(height - 1) - HALO, data, row(height - 1 + y) - HALO, stride);
        }
    }

    /// Repeats the first and last of the `width` values at `start` over the halo on both sides.
    static void repeatRowEnds(float[] data, int start, int width) {
        Arrays.fill(data, start - HALO, start, data[start]);
        Arrays.fill(data, start + width, start + width + HALO, data[start + width - 1]);
    }

    /// The image of half the size, each pixel the mean of 2x2.
    FloatImage halved() {
        var half = new FloatImage(width / 2, height / 2);
        for (int y = 0; y < half.height; y++) {
            int from = row(2 * y);
            int to = half.row(y);
            for (int x = 0; x < half.width; x++) {
                int i = from + 2 * x;
                half.data[to + x] =
                        0.25f * (data[i] + data[i + 1] + data[i + stride] + data[i + stride + 1]);
            }
        }
        half.repeatEdges();
        return half;
    }
}
