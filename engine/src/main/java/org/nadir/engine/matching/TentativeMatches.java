package org.nadir.engine.matching;

import java.util.Arrays;

/// Mutually nearest features of two photos, before any geometry; ordered from the most to the least distinctive.
///
/// @param featureA feature index in photo A for each match
/// @param featureB feature index in photo B for each match
/// @param ratio distance of the match over the distance of the next-best candidate on either side, from 0 to 1
record TentativeMatches(int[] featureA, int[] featureB, float[] ratio) {

    int count() {
        return featureA.length;
    }

    /// Matches of parts of the features, named by their indices among all.
    ///
    /// @param inA index among all for each feature of the part of A
    TentativeMatches from(int[] inA, int[] inB) {
        return new TentativeMatches(
                Arrays.stream(featureA).map(i -> inA[i]).toArray(),
                Arrays.stream(featureB).map(j -> inB[j]).toArray(),
                ratio);
    }
}
