package org.nadir.engine.features;

import java.util.Arrays;
import org.nadir.engine.work.Cancellation;

/// Scale-invariant features (Lowe 2004) with RootSIFT descriptors. Keeps its buffers between images: one extractor per
/// thread. The result depends on the image and the settings alone.
public final class SiftExtractor {

    private final FeatureSettings settings;
    private final ScaleSpace scaleSpace;
    private final ExtremumDetector detector;
    private final OrientationFinder orientations;
    private final DescriptorWriter descriptors;
    private final Keypoints keypoints = new Keypoints();

    public SiftExtractor(FeatureSettings settings) {
        this(settings, ImageKernels.best());
    }

    SiftExtractor(FeatureSettings settings, ImageKernels kernels) {
        this.settings = settings;
        scaleSpace = new ScaleSpace(kernels);
        detector = new ExtremumDetector(kernels, settings);
        orientations = new OrientationFinder(kernels);
        descriptors = new DescriptorWriter(kernels);
    }

    /// The features of an image, in its own pixels.
    public FeatureSet extract(LumaImage image) {
        return extract(
                image,
                image.width(),
                image.height(),
                FeatureMask.everywhere(),
                Cancellation.never());
    }

    /// The features of a photo of `fullWidth x fullHeight` pixels from a reduced image of it. Positions and radii are in
    /// full-size pixels; colours are gray. Features that share a position (two dominant directions) are neighbours in the
    /// result.
    public FeatureSet extract(
            LumaImage image,
            int fullWidth,
            int fullHeight,
            FeatureMask mask,
            Cancellation cancellation) {
        keypoints.clear();
        scaleSpace.build(
                image,
                settings.firstOctave(),
                octave -> {
                    cancellation.check();
                    detector.detect(octave, keypoints);
                    cancellation.check();
                });
        double scaleX = (double) fullWidth / image.width();
        double scaleY = (double) fullHeight / image.height();
        int[] allowed = allowed(scaleX, scaleY, mask);
        int[] chosen =
                GridSelection.choose(
                        keypoints, allowed, image.width(), image.height(), settings.minFeatures());
        var result = new Collected(OrientationFinder.MOST * chosen.length);
        var directions = new double[OrientationFinder.MOST];
        for (int k : chosen) {
            cancellation.check();
            ScaleSpace.Octave octave =
                    scaleSpace.octaves().get(keypoints.octave(k) - settings.firstOctave());
            describe(image, octave, k, scaleX, scaleY, directions, result);
        }
        return result.toFeatureSet();
    }

    private int[] allowed(double scaleX, double scaleY, FeatureMask mask) {
        var indices = new int[keypoints.size()];
        int n = 0;
        for (int k = 0; k < indices.length; k++) {
            if (mask.allows(
                    position(keypoints.column(k), k, scaleX),
                    position(keypoints.row(k), k, scaleY))) {
                indices[n++] = k;
            }
        }
        return Arrays.copyOf(indices, n);
    }

    /// Sample 0 of every octave is sample 0 of the image, whose centre lies at 0.5.
    private double position(float sample, int k, double scale) {
        return (Math.scalb((double) sample, keypoints.octave(k)) + 0.5) * scale;
    }

    private void describe(
            LumaImage image,
            ScaleSpace.Octave octave,
            int k,
            double scaleX,
            double scaleY,
            double[] directions,
            Collected result) {
        float[] level = octave.levels()[keypoints.level(k)];
        float x = keypoints.column(k);
        float y = keypoints.row(k);
        float sigma = keypoints.sigma(k);
        int count =
                orientations.find(level, octave.width(), octave.height(), x, y, sigma, directions);
        for (int d = 0; d < count; d++) {
            int at = result.count * FeatureSet.DESCRIPTOR_LENGTH;
            descriptors.write(
                    level,
                    octave.width(),
                    octave.height(),
                    x,
                    y,
                    sigma,
                    directions[d],
                    result.descriptors,
                    at);
            result.add(
                    image,
                    position(x, k, scaleX),
                    position(y, k, scaleY),
                    Math.scalb(sigma, keypoints.octave(k)) * scaleX,
                    scaleX,
                    scaleY);
        }
    }

    /// Arrays of a feature set while it grows.
    private static final class Collected {
        private int count;
        private final float[] u;
        private final float[] v;
        private final float[] scale;
        private final byte[] rgb;
        private final byte[] descriptors;

        Collected(int capacity) {
            u = new float[capacity];
            v = new float[capacity];
            scale = new float[capacity];
            rgb = new byte[3 * capacity];
            descriptors = new byte[Math.multiplyExact(FeatureSet.DESCRIPTOR_LENGTH, capacity)];
        }

        void add(
                LumaImage image,
                double atU,
                double atV,
                double radius,
                double scaleX,
                double scaleY) {
            u[count] = (float) atU;
            v[count] = (float) atV;
            scale[count] = (float) radius;
            int x = Math.clamp((long) (atU / scaleX), 0, image.width() - 1);
            int y = Math.clamp((long) (atV / scaleY), 0, image.height() - 1);
            float gray = image.pixels()[y * image.width() + x];
            Arrays.fill(
                    rgb,
                    3 * count,
                    3 * count + 3,
                    (byte) Math.clamp(Math.round(255 * gray), 0, 255));
            count++;
        }

        FeatureSet toFeatureSet() {
            return new FeatureSet(
                    Arrays.copyOf(u, count),
                    Arrays.copyOf(v, count),
                    Arrays.copyOf(scale, count),
                    Arrays.copyOf(rgb, 3 * count),
                    Arrays.copyOf(descriptors, FeatureSet.DESCRIPTOR_LENGTH * count));
        }
    }
}
