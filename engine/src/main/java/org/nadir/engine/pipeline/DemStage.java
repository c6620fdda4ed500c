package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.split.MergedSurface;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightFigures;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.HeightGrids;
import org.nadir.engine.terrain.SurfaceModel;
import org.nadir.engine.work.Work;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.Compression;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.SampleType;

/// Surface and terrain model as cloud-optimised GeoTIFF.
final class DemStage implements StageAction {

    private static final double NODATA = -9999;
    private static final int ROWS_AT_ONCE = 256;

    @Override
    public Stage stage() {
        return Stage.ODM_DEM;
    }

    @Override
    public List<String> options() {
        return List.of(
                "dsm",
                "dtm",
                "dem-resolution",
                "dem-gapfill-steps",
                "ignore-gsd",
                "crop",
                "split",
                "split-overlap",
                "merge",
                "merge-skip-blending");
    }

    @Override
    public boolean isWanted(Run run) {
        return run.options().flag("dsm") || run.options().flag("dtm");
    }

    @Override
    public void run(Run run, Work work) throws IOException {
        if (!run.reference().isKnown()) {
            work.console().warning("No elevation models are made: the photos have no positions.");
            return;
        }
        if (run.isSplit()) {
            runInGroups(run, work);
            return;
        }
        if (run.options().flag("dsm")) {
            HeightGrid surface = HeightGrids.crop(run.surface(work.part(0, 0.5)), run.crop());
            write(run, run.project().dem("dsm.tif"), GridFrame.of(surface), rows(surface), work);
        }
        if (run.options().flag("dtm")) {
            HeightGrid terrain =
                    SurfaceModel.terrain(
                            run.cloud(), run.crop(), run.demSettings(), work.part(0.5, 1));
            HeightGrid cropped = HeightGrids.crop(terrain, run.crop());
            write(run, run.project().dem("dtm.tif"), GridFrame.of(cropped), rows(cropped), work);
        }
    }

    /// Group by group, and then strip by strip.
    private static void runInGroups(Run run, Work work) throws IOException {
        if (!SplitPlan.merges(run.options(), "dem")) {
            work.console().info("No elevation models are made (merge)");
            return;
        }
        GridFrame frame = run.crop().frame(run.demSettings().cell());
        if (run.options().flag("dsm")) {
            MergedSurface surface = run.mergedSurface(work.part(0, 0.5));
            write(run, run.project().dem("dsm.tif"), frame, rows(run, surface, frame), work);
        }
        if (run.options().flag("dtm")) {
            MergedSurface terrain = SplitPlan.terrain(run, work.part(0.5, 1));
            write(run, run.project().dem("dtm.tif"), frame, rows(run, terrain, frame), work);
        }
    }

    /// Some rows of a raster.
    private interface Rows {
        float[] read(int first, int count) throws IOException;
    }

    private static Rows rows(HeightGrid grid) {
        return (first, count) ->
                Arrays.copyOfRange(grid.z(), first * grid.width(), (first + count) * grid.width());
    }

    /// Those of a merged surface inside the crop polygon.
    private static Rows rows(Run run, MergedSurface surface, GridFrame frame) {
        GridFrame whole = surface.frame();
        int top = Math.toIntExact(Math.round((whole.top() - frame.top()) / frame.cell()));
        return (first, count) -> {
            int from = Math.clamp(first + top, 0, whole.height() - 1);
            int to = Math.clamp(first + top + count, from + 1, whole.height());
            var window =
                    new GridFrame(
                            frame.left(),
                            frame.top() - first * frame.cell(),
                            frame.cell(),
                            frame.width(),
                            count);
            HeightGrid strip = HeightGrids.window(surface.rows(from, to - from), window);
            HeightGrids.mask(strip, run.crop());
            return strip.z();
        };
    }

    private static void write(Run run, Path file, GridFrame grid, Rows rows, Work work)
            throws IOException {
        work.progress().title("Writing " + file.getFileName());
        var layout =
                RasterLayout.of(
                        grid.left() + run.reference().offsetEast(),
                        grid.top() + run.reference().offsetNorth(),
                        grid.cell(),
                        grid.width(),
                        grid.height());
        var options =
                new GeoTiffOptions(
                        SampleType.FLOAT32,
                        1,
                        false,
                        false,
                        Compression.DEFLATE,
                        6,
                        256,
                        true,
                        run.reference().epsg(),
                        NODATA,
                        run.captureTime(),
                        List.of());
        var figures = new HeightFigures();
        try (var writer =
                GeoTiffWriter.create(
                        run.product(file),
                        layout,
                        options,
                        (count, task) -> work.workers().forEach(count, task::accept))) {
            for (int row = 0; row < grid.height(); row += ROWS_AT_ONCE) {
                work.cancellation().check();
                int count = Math.min(ROWS_AT_ONCE, grid.height() - row);
                float[] heights = rows.read(row, count);
                figures.add(heights);
                writer.writeRows(heights, count);
            }
            writer.finish();
        }
        var statistics = figures.statistics();
        DemStatistics.write(file, statistics);
        work.console()
                .info(
                        String.format(
                                Locale.ROOT,
                                "%s: %d x %d cells of %.1f cm, heights %.2f to %.2f m",
                                file.getFileName(),
                                grid.width(),
                                grid.height(),
                                100 * grid.cell(),
                                statistics.min(),
                                statistics.max()));
    }
}
