package org.nadir.engine.matching;

/// Feature correspondences between two photos that agree with one relative pose (or one homography).
///
/// @param photoA index of the first photo
/// @param photoB index of the second photo, larger than `photoA`
/// @param featureA feature index in photo A for each match
/// @param featureB feature index in photo B for each match
/// @param homographyShare share of the matches that also fit a single homography; near 1 for planar scenes and for pure
///     rotation
public record MatchedPair(
        int photoA, int photoB, int[] featureA, int[] featureB, double homographyShare) {

    public MatchedPair {
        if (photoA >= photoB || featureA.length != featureB.length) {
            throw new IllegalArgumentException(
                    "Pair " + photoA + "-" + photoB + " is not in order");
        }
    }

    public int count() {
        return featureA.length;
    }
}
