package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.terrain.CropPolygon;
import org.nadir.engine.terrain.DemSettings;
import org.nadir.engine.terrain.DistanceToUnknown;
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
                "crop", "orthophoto-cutline",
                "tiles");
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
        CropPolygon whole = run.outline();
        HeightGrid surface =
                cloud == run.cloud()
                        ? run.surface(work.part(0, 0.5))
                        : SurfaceModel.surface(
                                cloud, whole, run.demSettings(), work.part(0, 0.5));
        write(run, run.project().dem("dsm.tif"), HeightGrids.crop(surface, run.crop()), work);
        if (run.options().flag("dem-euclidean-map")) {
            distances(
                    run,
                    "dsm.euclideand.tif",
                    SurfaceModel.surface(cloud, whole, unfilled(run), work.part(0.5, 0.7)),
                    work);
        }
        tiles(run, "dsm", work.part(0.7, 1));
    }

    private static void terrain(Run run, DenseCloud cloud, Work work) throws IOException {
        HeightGrid terrain =
                SurfaceModel.terrain(cloud, run.crop(), run.demSettings(), work.part(0, 0.5));
        write(run, run.project().dem("dtm.tif"), HeightGrids.crop(terrain, run.crop()), work);
        if (run.options().flag("dem-euclidean-map")) {
            CropPolygon whole = run.outline();
            distances(
                    run,
                    "dtm.euclideand.tif",
                    SurfaceModel.terrain(cloud, whole, unfilled(run), work.part(0.5, 0.7)),
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
        HeightGrid distances = DistanceToUnknown.of(measured, work.workers());
        writeGrid(run, run.project().dem(name), HeightGrids.crop(distances, run.crop()), work);
    }

    private static void tiles(Run run, String model, Work work) {
        if (run.options().flag("tiles")) {
            MapProducts.elevationTiles(
                    run.project().dem(model + ".tif"),
                    run.project().file(model + "_tiles"),
                    work);
        }
    }

    private static void write(Run run, Path file, HeightGrid grid, Work work) throws IOException {
        writeGrid(run, file, grid, work);
        var statistics = HeightGrids.statistics(grid);
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

    private static void writeGrid(Run run, Path file, HeightGrid grid, Work work)
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
                GeoTiffOptions.elevation(run.reference().epsg())
                        .withCompression(Compression.DEFLATE, 6)
                        .withDateTime(run.captureTime());
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
    }
}
