package org.nadir.engine.depth;

/// Compares rows of a warped source view with the reference. Holds buffers: one thread.
sealed interface Similarity permits CensusSimilarity, CorrelationSimilarity {

    /// Rows above and below that [#row] looks at.
    int radius();

    /// Writes the cost of each pixel of reference row `y`: 0 (alike) to [StereoKernels#CENSUS_BITS], half of it for strangers,
    /// [StereoKernels#NOT_SEEN] where the view shows nothing.
    ///
    /// @param warped the view, resampled into the reference
    /// @param warpedRow the row of `warped` that belongs to `y`
    void row(int y, FloatImage warped, int warpedRow, int[] out);
}
