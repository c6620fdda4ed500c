package org.nadir.server.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.DoubleConsumer;
import org.nadir.geo.Crs;
import org.nadir.server.job.JobFailure;
import org.nadir.server.job.JobProgress;
import org.nadir.server.job.JobWork;
import org.nadir.tiles.ExportGrid;
import org.nadir.tiles.RasterExport;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.SuperOverlay;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.UnplacedRasterException;

/// Makes the file of a raster export.
///
/// @param fileName of the result
record RasterJob(Path source, RasterWish wish, String fileName) implements JobWork {

    private static final int LARGEST_JPEG = 65_000;

    @Override
    public Result run(Path folder, JobProgress progress) throws IOException, JobFailure {
        try (RasterLayer layer = RasterLayer.open(source)) {
            write(layer, folder.resolve(fileName), progress);
        } catch (UnplacedRasterException unplaced) {
            throw new JobFailure("This raster has no known place on the earth.");
        }
        return new Result.OfFile(fileName);
    }

    private void write(RasterLayer layer, Path target, JobProgress progress)
            throws IOException, JobFailure {
        ExportGrid grid = grid(layer);
        int longest = Math.max(grid.layout().width(), grid.layout().height());
        if (wish.format() == RasterFormat.JPEG && longest > LARGEST_JPEG) {
            throw new JobFailure(
                    "This image has "
                            + longest
                            + " pixels on a side, and a JPEG can have "
                            + LARGEST_JPEG
                            + ". Choose another format.");
        }
        progress.at(0, "Reading");
        DoubleConsumer share = done -> progress.at(100 * done, "Writing");
        var export = new RasterExport(layer, grid, wish.crop(), share);
        switch (wish.format()) {
            case GTIFF -> geoTiff(export, target);
            case GTIFF_RGB -> export.colouredGeoTiff(target, wish.style(layer));
            case JPEG -> export.jpeg(target, wish.style(layer));
            case PNG -> export.png(target, wish.style(layer));
            case KMZ -> {
                TileStyle style = wish.style(layer);
                String title = fileName.substring(0, fileName.lastIndexOf('.'));
                new SuperOverlay(layer, grid, style, wish.crop(), title, share).write(target);
            }
        }
    }

    private void geoTiff(RasterExport export, Path target) throws IOException {
        var formula = wish.formula();
        if (formula == null) {
            export.geoTiff(target, wish.kind().isElevation());
        } else {
            export.index(target, formula.index(), formula.bands());
        }
    }

    private ExportGrid grid(RasterLayer layer) throws JobFailure {
        Crs target = wish.format() == RasterFormat.KMZ ? Crs.WGS84 : wish.target();
        return ExportGrid.of(layer, target, wish.crop())
                .orElseThrow(() ->
                        new JobFailure(
                                wish.crop() == null
                                        ? "This coordinate system has no place for the raster."
                                        : "Nothing is left: the crop area lies outside the"
                                                + " raster."));
    }
}
