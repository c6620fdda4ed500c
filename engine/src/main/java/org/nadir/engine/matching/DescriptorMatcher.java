package org.nadir.engine.matching;

import java.util.Arrays;
import org.nadir.engine.features.FeatureSet;

/// Finds mutually nearest descriptors by comparing all with all. May be used by several threads.
final class DescriptorMatcher {

    private final ScoreKernel kernel;

    DescriptorMatcher(ScoreKernel kernel) {
        this.kernel = kernel;
    }

    /// The matches whose distance ratio (Lowe 2004, section 7.1), asked on both sides, is below `mostRatio`.
    TentativeMatches match(FeatureSet a, FeatureSet b, double mostRatio) {
        var forA = new TopTwo(a.count());
        var forB = new TopTwo(b.count());
        kernel.score(
                ShortDescriptors.of(a.descriptors()),
                ShortDescriptors.of(b.descriptors()),
                forA,
                forB);
        return mutual(a, b, forA, forB, mostRatio, Integer.MAX_VALUE);
    }

    /// Of the best two for each feature those that are each other's best and distinctive.
    ///
    /// @param farthest largest squared distance of a match
    static TentativeMatches mutual(
            FeatureSet a, FeatureSet b, TopTwo forA, TopTwo forB, double mostRatio, int farthest) {
        var order = new long[a.count()];
        int count = 0;
        for (int i = 0; i < a.count(); i++) {
            int j = forA.bestIndex[i];
            if (j >= 0
                    && forB.bestIndex[j] == i
                    && squaredDistance(a.descriptors(), i, b.descriptors(), j) <= farthest) {
                float ratio = ratio(a, b, i, j, forA.secondIndex[i], forB.secondIndex[j]);
                if (ratio < mostRatio) {
                    order[count++] = (long) Float.floatToIntBits(ratio) << 32 | i;
                }
            }
        }
        Arrays.sort(order, 0, count);
        var matches = new TentativeMatches(new int[count], new int[count], new float[count]);
        for (int m = 0; m < count; m++) {
            int i = (int) order[m];
            matches.featureA()[m] = i;
            matches.featureB()[m] = forA.bestIndex[i];
            matches.ratio()[m] = Float.intBitsToFloat((int) (order[m] >>> 32));
        }
        return matches;
    }

    /// The match's distance over the smaller distance to a runner-up, from the full descriptors.
    private static float ratio(FeatureSet a, FeatureSet b, int i, int j, int secondB, int secondA) {
        int next = Integer.MAX_VALUE;
        if (secondB >= 0) {
            next = squaredDistance(a.descriptors(), i, b.descriptors(), secondB);
        }
        if (secondA >= 0) {
            next = Math.min(next, squaredDistance(a.descriptors(), secondA, b.descriptors(), j));
        }
        int own = squaredDistance(a.descriptors(), i, b.descriptors(), j);
        return next == 0 ? 1 : (float) Math.sqrt(Math.min(1, (double) own / next));
    }

    static int squaredDistance(byte[] a, int i, byte[] b, int j) {
        int atA = i * FeatureSet.DESCRIPTOR_LENGTH;
        int atB = j * FeatureSet.DESCRIPTOR_LENGTH;
        int sum = 0;
        for (int k = 0; k < FeatureSet.DESCRIPTOR_LENGTH; k++) {
            int difference = (a[atA + k] & 255) - (b[atB + k] & 255);
            sum += difference * difference;
        }
        return sum;
    }
}
