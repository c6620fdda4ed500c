package org.nadir.engine.features;

/// How features are found.
///
/// @param minFeatures features to aim for in each photo; fewer only where the photo has no more to give
/// @param quality size of the working image
/// @param firstOctave 0 to start at the working image's size, -1 to start at twice that (many more, weaker features)
/// @param contrastFloor weakest difference-of-Gaussians extremum that may ever become a feature, of a white-to-black
///     range of 1
/// @param edgeRatio largest ratio of principal curvatures (Lowe 2004, section 4.1)
public record FeatureSettings(
        int minFeatures,
        FeatureQuality quality,
        int firstOctave,
        double contrastFloor,
        double edgeRatio) {

    public FeatureSettings {
        if (minFeatures < 1) {
            throw new IllegalArgumentException("minFeatures must be positive: " + minFeatures);
        }
        if (firstOctave != 0 && firstOctave != -1) {
            throw new IllegalArgumentException("firstOctave must be 0 or -1: " + firstOctave);
        }
        if (!(contrastFloor > 0) || !(edgeRatio > 1)) {
            throw new IllegalArgumentException(
                    "contrastFloor and edgeRatio must be positive: "
                            + contrastFloor
                            + ", "
                            + edgeRatio);
        }
    }

    public static FeatureSettings defaults() {
        return of(10_000, FeatureQuality.HIGH);
    }

    public static FeatureSettings of(int minFeatures, FeatureQuality quality) {
        return new FeatureSettings(minFeatures, quality, 0, 0.001, 10);
    }

    /// The same, starting at twice the working image's size.
    FeatureSettings upsampled() {
        return new FeatureSettings(minFeatures, quality, -1, contrastFloor, edgeRatio);
    }
}
