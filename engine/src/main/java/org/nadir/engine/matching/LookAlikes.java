package org.nadir.engine.matching;

import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.work.Workers;

/// Photos that look alike as wholes, by vectors of locally aggregated descriptors (Jégou et al. 2010) with each word's part
/// brought to the same length (Arandjelović & Zisserman 2013).
final class LookAlikes {

    private static final int WORDS = 64;
    private static final int LEARN_FROM = 25_000;
    private static final int FEATURES_PER_PHOTO = 2_000;
    private static final long SEED = 20_130_623;
    private static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;

    private LookAlikes() {}

    /// Adds each of the photos in `from` with the `count` photos of all that look most like it.
    static void add(
            List<FeatureSet> features,
            int[] from,
            int count,
            Workers workers,
            SortedSet<PhotoPair> pairs) {
        Vocabulary vocabulary = Vocabulary.learn(sample(features), WORDS, SEED);
        float[][] vectors =
                workers.map(features.size(), i -> aggregate(features.get(i), vocabulary))
                        .toArray(float[][]::new);
        List<int[]> alike = workers.map(from.length, k -> mostAlike(from[k], vectors, count));
        for (int k = 0; k < from.length; k++) {
            for (int other : alike.get(k)) {
                pairs.add(PhotoPair.of(from[k], other));
            }
        }
    }

    private static int[] mostAlike(int photo, float[][] vectors, int count) {
        long[] byLikeness = new long[vectors.length];
        for (int j = 0; j < vectors.length; j++) {
            float likeness = j == photo ? -2 : dot(vectors[photo], vectors[j]);
            long unlikeness = Float.floatToIntBits(2 - likeness);
            byLikeness[j] = unlikeness << 32 | j;
        }
        Arrays.sort(byLikeness);
        return Arrays.stream(byLikeness)
                .limit(Math.min(count, vectors.length - 1))
                .mapToInt(likeness -> (int) likeness)
                .toArray();
    }

    /// The same number of descriptors from each photo, evenly from all over it.
    private static byte[] sample(List<FeatureSet> features) {
        int share = Math.max(1, LEARN_FROM / Math.max(1, features.size()));
        int total = features.stream().mapToInt(f -> Math.min(share, f.count())).sum();
        var sample = new byte[total * LENGTH];
        int to = 0;
        for (FeatureSet f : features) {
            int taken = Math.min(share, f.count());
            for (int s = 0; s < taken; s++) {
                int i = (int) ((long) s * f.count() / taken);
                System.arraycopy(f.descriptors(), i * LENGTH, sample, to, LENGTH);
                to += LENGTH;
            }
        }
        return sample;
    }

    /// For each word the sum of what its descriptors differ from it, brought to length one; then the whole likewise.
    private static float[] aggregate(FeatureSet features, Vocabulary vocabulary) {
        var vector = new float[vocabulary.size() * LENGTH];
        var descriptor = new int[LENGTH];
        int taken = Math.min(FEATURES_PER_PHOTO, features.count());
        for (int s = 0; s < taken; s++) {
            Vocabulary.unpack(
                    features.descriptors(),
                    (int) ((long) s * features.count() / taken),
                    descriptor);
            int at = vocabulary.nearest(descriptor) * LENGTH;
            for (int k = 0; k < LENGTH; k++) {
                vector[at + k] += descriptor[k] - vocabulary.words()[at + k];
            }
        }
        for (int w = 0; w < vocabulary.size(); w++) {
            normalise(vector, w * LENGTH, LENGTH);
        }
        normalise(vector, 0, vector.length);
        return vector;
    }

    private static void normalise(float[] vector, int from, int length) {
        double squares = 0;
        for (int k = from; k < from + length; k++) {
            squares += vector[k] * vector[k];
        }
        float scale = squares > 0 ? (float) (1 / Math.sqrt(squares)) : 0;
        for (int k = from; k < from + length; k++) {
            vector[k] *= scale;
        }
    }

    private static float dot(float[] a, float[] b) {
        // Four sums, so that additions need not wait for each other.
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int k = 0; k + 3 < a.length; k += 4) {
            s0 += a[k] * b[k];
            s1 += a[k + 1] * b[k + 1];
            s2 += a[k + 2] * b[k + 2];
            s3 += a[k + 3] * b[k + 3];
        }
        return Math.clamp(s0 + s1 + s2 + s3, -1, 1);
    }
}
