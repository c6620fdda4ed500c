package org.nadir.engine.ortho;

import java.util.Arrays;

/// Blends overlapping images in a window band by band (Burt and Adelson 1983): each band of detail crosses the seam over
/// about its own wavelength, so that brightness passes over softly while edges stay single and sharp.
///
/// Sizes and places are multiples of `2^LEVELS`. An image reaches into the window at most [#REACH] pixels beyond where its
/// mask is set; images may be left out farther away.
final class Multiband {

    /// Bands of detail besides the base.
    static final int LEVELS = 3;

    /// Pixels over which a seam can have an effect.
    static final int REACH = 4 << LEVELS;

    private final int width;
    private final int height;
    private final float[][][] sums = new float[LEVELS + 1][3][];
    private final float[][] weights = new float[LEVELS + 1][];
    private final float[][][] images = new float[LEVELS + 1][3][];
    private final float[][] shares = new float[LEVELS + 1][];
    private final float[][] expanded = new float[LEVELS][];
    private final float[] line;

    /// @param width of the window
    Multiband(int width, int height) {
        if (width % (1 << LEVELS) != 0 || height % (1 << LEVELS) != 0) {
            throw new IllegalArgumentException("Window of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.line = new float[width];
        for (int level = 0; level <= LEVELS; level++) {
            int n = (width >> level) * (height >> level);
            weights[level] = new float[n];
            for (int k = 0; k < 3; k++) {
                sums[level][k] = new float[n];
                images[level][k] = level == 0 ? new float[0] : new float[n];
            }
            shares[level] = level == 0 ? new float[0] : new float[n];
            if (level < LEVELS) {
                expanded[level] = new float[n];
            }
        }
    }

    /// Forgets all images.
    void clear() {
        for (int level = 0; level <= LEVELS; level++) {
            Arrays.fill(weights[level], 0);
            for (int k = 0; k < 3; k++) {
                Arrays.fill(sums[level][k], 0);
            }
        }
    }

    /// Adds an image that covers the box from `(left, top)` on; its rows follow one another, of arrays that may be longer.
    ///
    /// @param channels red, green, blue
    /// @param mask 1 where the image is the chosen one, else 0
    void add(int left, int top, int w, int h, float[][] channels, float[] mask) {
        float[][] image = channels;
        float[] share = mask;
        for (int level = 0; level <= LEVELS; level++) {
            int lw = w >> level;
            int lh = h >> level;
            int to = (top >> level) * (width >> level) + (left >> level);
            boolean base = level == LEVELS;
            for (int k = 0; k < 3; k++) {
                if (base) {
                    accumulate(sums[level][k], to, width >> level, lw, lh, image[k], share);
                    continue;
                }
                reduced(image[k], lw, lh, images[level + 1][k], line);
                float[] coarse = expanded[level];
                expanded(images[level + 1][k], lw / 2, lh / 2, coarse, line);
                details(sums[level][k], to, width >> level, lw, lh, image[k], coarse, share);
            }
            addTo(weights[level], to, width >> level, lw, lh, share);
            if (!base) {
                reduced(share, lw, lh, shares[level + 1], line);
                image = images[level + 1];
                share = shares[level + 1];
            }
        }
    }

    /// Adds what an image has beyond its coarser version, by share.
    private static void details(
            float[] into,
            int at,
            int stride,
            int w,
            int h,
            float[] image,
            float[] coarse,
            float[] share) {
        for (int row = 0; row < h; row++) {
            int to = at + row * stride;
            int from = row * w;
            for (int i = 0; i < w; i++) {
                into[to + i] += share[from + i] * (image[from + i] - coarse[from + i]);
            }
        }
    }

    private static void accumulate(
            float[] into, int at, int stride, int w, int h, float[] image, float[] share) {
        for (int row = 0; row < h; row++) {
            int to = at + row * stride;
            int from = row * w;
            for (int i = 0; i < w; i++) {
                into[to + i] += share[from + i] * image[from + i];
            }
        }
    }

    private static void addTo(float[] into, int at, int stride, int w, int h, float[] share) {
        for (int row = 0; row < h; row++) {
            int to = at + row * stride;
            int from = row * w;
            for (int i = 0; i < w; i++) {
                into[to + i] += share[from + i];
            }
        }
    }

    /// The blended channel; the sums are used up, and the array is good until the next call.
    float[] channel(int k) {
        float[] value = divided(sums[LEVELS][k], weights[LEVELS]);
        for (int level = LEVELS - 1; level >= 0; level--) {
            float[] finer = expanded[level];
            expanded(value, width >> level + 1, height >> level + 1, finer, line);
            float[] detail = divided(sums[level][k], weights[level]);
            for (int i = 0; i < finer.length; i++) {
                finer[i] += detail[i];
            }
            value = finer;
        }
        return value;
    }

    private static float[] divided(float[] sum, float[] weight) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] = weight[i] > 1e-6f ? sum[i] / weight[i] : 0;
        }
        return sum;
    }

    /// Half the size, after smoothing with 1 4 6 4 1 in both directions; edges repeated. Places: the new pixel `i` is
    /// centred on the old pixel `2i`.
    private static void reduced(float[] image, int w, int h, float[] out, float[] line) {
        int halfWidth = w / 2;
        int halfHeight = h / 2;
        for (int row = 0; row < halfHeight; row++) {
            int a = Math.max(0, 2 * row - 2) * w;
            int b = Math.max(0, 2 * row - 1) * w;
            int c = 2 * row * w;
            int d = Math.min(h - 1, 2 * row + 1) * w;
            int e = Math.min(h - 1, 2 * row + 2) * w;
            for (int i = 0; i < w; i++) {
                line[i] =
                        image[a + i]
                                + image[e + i]
                                + 4 * (image[b + i] + image[d + i])
                                + 6 * image[c + i];
            }
            int to = row * halfWidth;
            for (int i = 1; i + 1 < halfWidth; i++) {
                out[to + i] =
                        (line[2 * i - 2]
                                        + line[2 * i + 2]
                                        + 4 * (line[2 * i - 1] + line[2 * i + 1])
                                        + 6 * line[2 * i])
                                * (1 / 256f);
            }
            edge(line, w, 0, out, to);
            edge(line, w, halfWidth - 1, out, to);
        }
    }

    private static void edge(float[] line, int w, int i, float[] out, int to) {
        float sum = 6 * line[2 * i];
        sum += 4 * (line[Math.max(0, 2 * i - 1)] + line[Math.min(w - 1, 2 * i + 1)]);
        sum += line[Math.max(0, 2 * i - 2)] + line[Math.min(w - 1, 2 * i + 2)];
        out[to + i] = sum * (1 / 256f);
    }

    /// Twice the size: the counterpart of [#reduced].
    private static void expanded(float[] image, int w, int h, float[] out, float[] line) {
        int twice = 2 * w;
        for (int row = 0; row < 2 * h; row++) {
            int r = row >> 1;
            if ((row & 1) == 0) {
                int a = Math.max(0, r - 1) * w;
                int b = r * w;
                int c = Math.min(h - 1, r + 1) * w;
                for (int i = 0; i < w; i++) {
                    line[i] = (image[a + i] + 6 * image[b + i] + image[c + i]) * (1 / 8f);
                }
            } else {
                int a = r * w;
                int b = Math.min(h - 1, r + 1) * w;
                for (int i = 0; i < w; i++) {
                    line[i] = (image[a + i] + image[b + i]) * 0.5f;
                }
            }
            int to = row * twice;
            for (int i = 0; i < w; i++) {
                float before = line[Math.max(0, i - 1)];
                float after = line[Math.min(w - 1, i + 1)];
                out[to + 2 * i] = (before + 6 * line[i] + after) * (1 / 8f);
                out[to + 2 * i + 1] = (line[i] + after) * 0.5f;
            }
        }
    }
}
