package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.split.MergedSurface;
import org.nadir.engine.terrain.DemSettings;
import org.nadir.engine.terrain.DistanceToUnknown;
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

/// Surface and terrain model as cloud-optimised GeoTIFF, and on request as map tiles.
final class DemStage implements StageAction {

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
                "dem-decimation",
                "dem-euclidean-map",
                "ignore-gsd",
                "crop",
                "orthophoto-cutline",
                "tiles",
                "split",
                "split-overlap",
                "merge",
                "merge-skip-blending");
    }

    @Override
    public List<String> products() {
        return List.of("odm_dem", "dsm_tiles", "dtm_tiles");
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
        int decimation = Math.max(1, run.options().integer("dem-decimation"));
        DenseCloud cloud = decimation == 1 ? run.cloud() : run.cloud().everyNth(decimation);
        if (run.options().flag("dsm")) {
            surface(run, cloud, work.part(0, 0.5));
        }
        if (run.options().flag("dtm")) {
            terrain(run, cloud, work.part(0.5, 1));
        }
    }

    private static void surface(Run run, DenseCloud cloud, Work work) throws IOException {
        HeightGrid whole =
                cloud == run.cloud()
                        ? run.surface(work.part(0, 0.5))
                        : run.surface(cloud, run.outline(), work.part(0, 0.5));
        HeightGrid surface = HeightGrids.crop(whole, run.crop());
        write(run, run.project().dem("dsm.tif"), GridFrame.of(surface), rows(surface), work);
        if (run.options().flag("dem-euclidean-map")) {
            Work part = work.part(0.5, 0.7);
            distances(
                    run,
                    "dsm.euclideand.tif",
                    SurfaceModel.surface(cloud, run.outline(), unfilled(run), part),
                    work);
        }
        tiles(run, "dsm", work.part(0.7, 1));
    }

    private static void terrain(Run run, DenseCloud cloud, Work work) throws IOException {
        HeightGrid whole =
                SurfaceModel.terrain(cloud, run.crop(), run.demSettings(), work.part(0, 0.5));
        HeightGrid terrain = HeightGrids.crop(whole, run.crop());
        write(run, run.project().dem("dtm.tif"), GridFrame.of(terrain), rows(terrain), work);
        if (run.options().flag("dem-euclidean-map")) {
            Work part = work.part(0.5, 0.7);
            distances(
                    run,
                    "dtm.euclideand.tif",
                    SurfaceModel.terrain(cloud, run.outline(), unfilled(run), part),
                    work);
        }
        tiles(run, "dtm", work.part(0.7, 1));
    }

    private static DemSettings unfilled(Run run) {
        return new DemSettings(run.demSettings().cell(), 0);
    }

    /// How far each cell is from one that was not measured, in cells.
    private static void distances(Run run, String name, HeightGrid measured, Work work)
            throws IOException {
        HeightGrid distances =
                HeightGrids.crop(DistanceToUnknown.of(measured, work.workers()), run.crop());
        writeRaster(run, run.project().dem(name), GridFrame.of(distances), rows(distances), work);
    }

    private static void tiles(Run run, String model, Work work) throws IOException {
        Path folder = run.project().file(model + "_tiles");
        if (run.options().flag("tiles")) {
            MapProducts.elevationTiles(run.project().dem(model + ".tif"), folder, work);
        }
    }

    /// Group by group, and then strip by strip.
    private static void runInGroups(Run run, Work work) throws IOException {
        if (!SplitPlan.merges(run.options(), "dem")) {
            work.console().info("No elevation models are made (merge)");
            return;
        }
        if (run.options().integer("dem-decimation") > 1
                || run.options().flag("dem-euclidean-map")) {
            work.console()
                    .warning(
                            "dem-decimation and dem-euclidean-map are ignored: the survey is split.");
        }
        GridFrame frame = run.crop().frame(run.demSettings().cell());
        if (run.options().flag("dsm")) {
            MergedSurface surface = run.mergedSurface(work.part(0, 0.5));
            write(run, run.project().dem("dsm.tif"), frame, rows(run, surface, frame), work);
            tiles(run, "dsm", work.part(0.5, 0.5));
        }
        if (run.options().flag("dtm")) {
            MergedSurface terrain = SplitPlan.terrain(run, work.part(0.5, 1));
            write(run, run.project().dem("dtm.tif"), frame, rows(run, terrain, frame), work);
            tiles(run, "dtm", work.part(1, 1));
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
        HeightFigures.Statistics statistics = writeRaster(run, file, grid, rows, work);
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

    private static HeightFigures.Statistics writeRaster(
            Run run, Path file, GridFrame grid, Rows rows, Work work) throws IOException {
        work.progress().title("Writing " + file.getFileName());
        var layout =
                RasterLayout.of(
                        grid.left() + run.reference().offsetEast(),
                        grid.top() + run.reference().offsetNorth(),
                        grid.cell(),
                        grid.width(),
                        grid.height());
        var options =
                GeoTiffOptions.elevation(run.reference().epsg())
                        .withCompression(Compression.DEFLATE, 6)
                        .withDateTime(run.captureTime())
                        .withGroundControl(ControlFiles.xml(run));
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
        return figures.statistics();
    }
}
