package org.nadir.engine.matching;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.nadir.engine.features.FeatureSet;

/// Typical descriptors, found by k-means with a fixed seed: the words in which photos are compared as wholes.
///
/// @param words `size` times 128 numbers
record Vocabulary(int size, int[] words) {

    private static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;
    private static final int ROUNDS = 8;

    /// Learns words from descriptors (128 unsigned bytes each). Fewer words than asked for when there are not enough.
    static Vocabulary learn(byte[] descriptors, int wanted, long seed) {
        int n = descriptors.length / LENGTH;
        int size = Math.min(n, wanted);
        var words = new int[size * LENGTH];
        var order = new int[n];
        Arrays.setAll(order, i -> i);
        var random = new SplittableRandom(seed);
        for (int w = 0; w < size; w++) {
            int other = w + random.nextInt(n - w);
            int chosen = order[other];
            order[other] = order[w];
            order[w] = chosen;
            for (int k = 0; k < LENGTH; k++) {
                words[w * LENGTH + k] = descriptors[chosen * LENGTH + k] & 255;
            }
        }
        var vocabulary = new Vocabulary(size, words);
        for (int round = 0; round < ROUNDS; round++) {
            vocabulary.improve(descriptors, n);
        }
        return vocabulary;
    }

    private void improve(byte[] descriptors, int n) {
        var sums = new long[words.length];
        var counts = new int[size];
        var descriptor = new int[LENGTH];
        for (int i = 0; i < n; i++) {
            unpack(descriptors, i, descriptor);
            int word = nearest(descriptor);
            counts[word]++;
            for (int k = 0; k < LENGTH; k++) {
                sums[word * LENGTH + k] += descriptor[k];
            }
        }
        for (int w = 0; w < size; w++) {
            for (int k = 0; k < LENGTH && counts[w] > 0; k++) {
                words[w * LENGTH + k] = (int) ((sums[w * LENGTH + k] + counts[w] / 2) / counts[w]);
            }
        }
    }

    static void unpack(byte[] descriptors, int i, int[] descriptor) {
        for (int k = 0; k < LENGTH; k++) {
            descriptor[k] = descriptors[i * LENGTH + k] & 255;
        }
    }

    int nearest(int[] descriptor) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int w = 0; w < size; w++) {
            int sum = 0;
            int at = w * LENGTH;
            for (int k = 0; k < LENGTH; k++) {
                int difference = descriptor[k] - words[at + k];
                sum += difference * difference;
            }
            if (sum < least) {
                least = sum;
                best = w;
            }
        }
        return best;
    }
}
