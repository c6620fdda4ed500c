package org.nadir.engine.matching;

import java.util.Arrays;
import org.nadir.engine.features.FeatureSet;

/// Matches of a pair while they are collected, one per position: of features that share a position (found with two
/// directions) the first stands for all, so that a point in a photo has the same name in all pairs.
final class KeptMatches {

    private final FeatureSet a;
    private final FeatureSet b;
    private final boolean[] usedA;
    private final boolean[] usedB;
    private int[] featureA = new int[256];
    private int[] featureB = new int[256];
    private int count;

    KeptMatches(FeatureSet a, FeatureSet b) {
        this.a = a;
        this.b = b;
        usedA = new boolean[a.count()];
        usedB = new boolean[b.count()];
    }

    int count() {
        return count;
    }

    void addAll(TentativeMatches matches, int[] indices) {
        for (int m : indices) {
            add(matches.featureA()[m], matches.featureB()[m]);
        }
    }

    /// Adds a match unless either position is taken.
    void add(int inA, int inB) {
        int i = first(a, inA);
        int j = first(b, inB);
        if (usedA[i] || usedB[j]) {
            return;
        }
        usedA[i] = true;
        usedB[j] = true;
        if (count == featureA.length) {
            featureA = Arrays.copyOf(featureA, 2 * count);
            featureB = Arrays.copyOf(featureB, 2 * count);
        }
        featureA[count] = i;
        featureB[count] = j;
        count++;
    }

    private static int first(FeatureSet features, int feature) {
        int i = feature;
        while (i > 0
                && features.u()[i - 1] == features.u()[feature]
                && features.v()[i - 1] == features.v()[feature]) {
            i--;
        }
        return i;
    }

    MatchedPair toPair(int photoA, int photoB, double homographyShare) {
        return new MatchedPair(
                photoA,
                photoB,
                Arrays.copyOf(featureA, count),
                Arrays.copyOf(featureB, count),
                homographyShare);
    }
}
