package org.nadir.engine.features;

import java.util.ArrayList;
import java.util.List;

/// A Gaussian scale space of octaves (Lowe 2004, section 3). Each octave has samples twice as far apart as the one before;
/// sample `i` of an octave lies at sample `2 i` of the octave before, so that sample indices, not pixel edges, line up.
///
/// Buffers are kept between images: one thread at a time.
final class ScaleSpace {

    static final int LAYERS = 3;
    static final double SIGMA = 1.6;

    /// Blur that a photo is taken to have already, in its own pixels.
    private static final double INHERENT_BLUR = 0.5;

    private static final int SMALLEST_SIDE = 12;

    /// One octave while it is at hand: all `LAYERS + 3` levels of it.
    record Octave(int index, int width, int height, float[][] levels) {}

    /// Takes each octave as soon as it is built, before its outer levels are used again.
    interface Visitor {
        void visit(Octave octave);
    }

    private final GaussianBlur blur;
    private final float[] firstTaps;
    private final float[] firstTapsUpsampled;
    private final float[][] stepTaps = new float[LAYERS + 3][];
    private final List<float[][]> kept = new ArrayList<>();
    private final List<Octave> octaves = new ArrayList<>();
    private float[] seed = new float[0];
    private float[] lowest = new float[0];
    private float[] fourth = new float[0];
    private float[] fifth = new float[0];

    ScaleSpace(ImageKernels kernels) {
        blur = new GaussianBlur(kernels);
        firstTaps = GaussianBlur.taps(Math.sqrt(SIGMA * SIGMA - INHERENT_BLUR * INHERENT_BLUR));
        double doubled = 2 * INHERENT_BLUR;
        firstTapsUpsampled = GaussianBlur.taps(Math.sqrt(SIGMA * SIGMA - doubled * doubled));
        for (int s = 1; s < LAYERS + 3; s++) {
            double before = sigmaOf(s - 1);
            double after = sigmaOf(s);
            stepTaps[s] = GaussianBlur.taps(Math.sqrt(after * after - before * before));
        }
    }

    /// Blur of a level, in samples of its octave.
    static double sigmaOf(double level) {
        return SIGMA * Math.pow(2, level / LAYERS);
    }

    /// Builds all octaves of the image, from `firstOctave` (0, or -1 for one at twice the size). Levels 1 to `LAYERS` of
    /// each stay readable through [#level] until the next call.
    void build(LumaImage image, int firstOctave, Visitor visitor) {
        octaves.clear();
        int width = firstOctave < 0 ? 2 * image.width() - 1 : image.width();
        int height = firstOctave < 0 ? 2 * image.height() - 1 : image.height();
        float[] before = new float[0];
        int widthBefore = 0;
        for (int o = 0; o == 0 || Math.min(width, height) >= SMALLEST_SIDE; o++) {
            float[][] levels = buffers(o, width * height);
            if (o == 0) {
                start(image, firstOctave, width, height, levels[0]);
            } else {
                halve(before, widthBefore, width, height, levels[0]);
            }
            for (int s = 1; s < LAYERS + 3; s++) {
                blur.apply(levels[s - 1], width, height, stepTaps[s], levels[s]);
            }
            var octave = new Octave(firstOctave + o, width, height, levels);
            octaves.add(octave);
            visitor.visit(octave);
            before = levels[LAYERS];
            widthBefore = width;
            width = (width + 1) / 2;
            height = (height + 1) / 2;
        }
    }

    /// The octaves that were built, finest first. Only levels 1 to `LAYERS` still hold what they should.
    List<Octave> octaves() {
        return octaves;
    }

    private float[][] buffers(int o, int pixels) {
        if (kept.size() == o) {
            kept.add(new float[LAYERS][0]);
        }
        float[][] own = kept.get(o);
        for (int i = 0; i < LAYERS; i++) {
            own[i] = GaussianBlur.atLeast(own[i], pixels);
        }
        lowest = GaussianBlur.atLeast(lowest, pixels);
        fourth = GaussianBlur.atLeast(fourth, pixels);
        fifth = GaussianBlur.atLeast(fifth, pixels);
        return new float[][] {lowest, own[0], own[1], own[2], fourth, fifth};
    }

    private void start(LumaImage image, int firstOctave, int width, int height, float[] target) {
        if (firstOctave == 0) {
            blur.apply(image.pixels(), width, height, firstTaps, target);
            return;
        }
        seed = GaussianBlur.atLeast(seed, width * height);
        twice(image, width, height, seed);
        blur.apply(seed, width, height, firstTapsUpsampled, target);
    }

    /// Linear interpolation half-way between samples; sample `i` of the image becomes sample `2 i`.
    private static void twice(LumaImage image, int width, int height, float[] target) {
        float[] p = image.pixels();
        int w = image.width();
        for (int y = 0; y < height; y++) {
            int above = (y >> 1) * w;
            int below = ((y + 1) >> 1) * w;
            for (int x = 0; x < width; x++) {
                int left = x >> 1;
                int right = (x + 1) >> 1;
                target[y * width + x] =
                        0.25f
                                * (p[above + left]
                                        + p[above + right]
                                        + p[below + left]
                                        + p[below + right]);
            }
        }
    }

    private static void halve(
            float[] source, int sourceWidth, int width, int height, float[] target) {
        for (int y = 0; y < height; y++) {
            int from = 2 * y * sourceWidth;
            int to = y * width;
            for (int x = 0; x < width; x++) {
                target[to + x] = source[from + 2 * x];
            }
        }
    }
}
