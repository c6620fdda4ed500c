package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
        return List.of("dsm", "dtm", "dem-resolution", "dem-gapfill-steps", "ignore-gsd", "crop");
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
        if (run.options().flag("dsm")) {
            HeightGrid surface = HeightGrids.crop(run.surface(work.part(0, 0.5)), run.crop());
            write(run, run.project().dem("dsm.tif"), surface, work);
        }
        if (run.options().flag("dtm")) {
            HeightGrid terrain =
                    SurfaceModel.terrain(
                            run.cloud(), run.crop(), run.demSettings(), work.part(0.5, 1));
            write(run, run.project().dem("dtm.tif"), HeightGrids.crop(terrain, run.crop()), work);
        }
    }

    private static void write(Run run, Path file, HeightGrid grid, Work work) throws IOException {
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
        try (var writer =
                GeoTiffWriter.create(
                        run.product(file),
                        layout,
                        options,
                        (count, task) -> work.workers().forEach(count, task::accept))) {
            for (int row = 0; row < grid.height(); row += ROWS_AT_ONCE) {
                int rows = Math.min(ROWS_AT_ONCE, grid.height() - row);
                writer.writeRows(
                        Arrays.copyOfRange(
                                grid.z(), row * grid.width(), (row + rows) * grid.width()),
                        rows);
            }
            writer.finish();
        }
        var statistics = HeightGrids.statistics(grid);
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
