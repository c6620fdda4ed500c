package org.nadir.engine.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.GeoReference;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.sfm.SfmStatistics;
import org.nadir.engine.sfm.SfmStatistics.AxisErrors;

/// Everything that the document tells.
///
/// @param photos all photos, placed or not
/// @param tiePoints errors of tie points relative to each other, see [TiePointErrors]; null when none could be measured
/// @param overlap null when no surface is known
/// @param stages in the order of the pipeline
/// @param options what the person chose
/// @param alignment how the result was moved to fit a reference, in sentences; empty when it was not
/// @param identicalPhotos which photos are there under several names, as a sentence; empty when none are
public record ReportContent(
        Summary summary,
        List<Photo> photos,
        SparseScene scene,
        SfmStatistics statistics,
        GeoReference reference,
        @Nullable AxisErrors tiePoints,
        @Nullable OverlapMap overlap,
        Rasters rasters,
        List<StageFigures> stages,
        Map<String, String> options,
        ReportUnits units,
        String alignment,
        String identicalPhotos) {

    public ReportContent {
        photos = List.copyOf(photos);
        stages = List.copyOf(stages);
    }

    /// @param title name of the task
    /// @param version of the program
    /// @param date when the run began
    /// @param firstPhoto capture time; null when no photo says
    /// @param lastPhoto capture time; null when no photo says
    /// @param seconds of all stages
    /// @param areaSquareMetres area of the products; NaN when unknown
    /// @param gsdMetres metres a pixel; NaN without a georeference
    /// @param densePoints −1 when there is no dense cloud
    /// @param crs name of the coordinate system; empty without a georeference
    public record Summary(
            String title,
            String version,
            Instant date,
            @Nullable Instant firstPhoto,
            @Nullable Instant lastPhoto,
            double seconds,
            double areaSquareMetres,
            double gsdMetres,
            long densePoints,
            String crs) {}

    /// Products to be shown; null when they were not made. Their overviews are read, not the full rasters.
    public record Rasters(@Nullable Path orthophoto, @Nullable Path dsm, @Nullable Path dtm) {}

    /// @param title the stage in words
    /// @param seconds wall time
    /// @param peakMegabytes largest resident memory of the process up to the end of the stage; 0 when unknown
    /// @param earlier whether the results are those of an earlier run
    public record StageFigures(String title, double seconds, long peakMegabytes, boolean earlier) {}
}
