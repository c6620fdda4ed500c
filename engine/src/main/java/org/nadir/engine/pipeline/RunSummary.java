package org.nadir.engine.pipeline;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// What came out of a run, for the table that people see at its end.
///
/// @param reprojectionPixels mean reprojection error in pixels of the full-size photos
/// @param gsdCentimetres ground sampling distance; NaN without georeference
/// @param areaSquareMetres covered area; NaN without georeference
/// @param stageSeconds wall time per stage, in order
/// @param peakMegabytes largest resident memory of the process; 0 where the system does not tell
/// @param products files that were made
public record RunSummary(
        int photos,
        int placed,
        double reprojectionPixels,
        double gsdCentimetres,
        double areaSquareMetres,
        long tiePoints,
        long densePoints,
        double seconds,
        Map<String, Double> stageSeconds,
        long peakMegabytes,
        List<Path> products) {

    public RunSummary {
        products = List.copyOf(products);
    }
}
