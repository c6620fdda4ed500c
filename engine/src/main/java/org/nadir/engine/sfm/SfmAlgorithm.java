package org.nadir.engine.sfm;

/// How the poses of photos are first found; the final adjustment is the same.
public enum SfmAlgorithm {

    /// Photo by photo from a pair.
    INCREMENTAL,

    /// All at once from measured positions and attitudes.
    TRIANGULATION,

    /// All at once from measured positions, with headings from the matches, for photos that look straight down on land that is
    /// nearly flat.
    PLANAR
}
