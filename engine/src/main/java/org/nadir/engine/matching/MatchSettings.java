package org.nadir.engine.matching;

/// How photos are paired and matched.
///
/// @param neighbours match only with that many nearest photos by position; 0 to choose by itself (option
///     `matcher-neighbors`)
/// @param order without positions, match only with that many photos before and after by name; 0 to choose by itself
///     (option `matcher-order`)
/// @param ratio largest distance ratio of a match: nearest over next nearest on either side
/// @param thresholdPixels largest distance from the epipolar lines, in pixels of the full-size photo
/// @param leastInliers matches that a pair needs
public record MatchSettings(
        int neighbours, int order, double ratio, double thresholdPixels, int leastInliers) {

    public MatchSettings {
        if (neighbours < 0 || order < 0 || leastInliers < 8) {
            throw new IllegalArgumentException(
                    "neighbours, order, leastInliers: "
                            + neighbours
                            + ", "
                            + order
                            + ", "
                            + leastInliers);
        }
        if (!(ratio > 0) || !(ratio <= 1) || !(thresholdPixels > 0)) {
            throw new IllegalArgumentException(
                    "ratio, thresholdPixels: " + ratio + ", " + thresholdPixels);
        }
    }

    public static MatchSettings defaults() {
        return of(0, 0);
    }

    public static MatchSettings of(int neighbours, int order) {
        return new MatchSettings(neighbours, order, 0.85, 4, 20);
    }
}
