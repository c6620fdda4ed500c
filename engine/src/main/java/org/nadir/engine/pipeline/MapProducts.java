package org.nadir.engine.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.DoubleConsumer;
import org.nadir.engine.work.Work;
import org.nadir.geo.Crs;
import org.nadir.tiles.ColorMap;
import org.nadir.tiles.ColourRange;
import org.nadir.tiles.ExportGrid;
import org.nadir.tiles.RasterLayer;
import org.nadir.tiles.SuperOverlay;
import org.nadir.tiles.TileStyle;
import org.nadir.tiles.TileTree;
import org.nadir.tiles.ValueRange;

/// What is made for maps from a finished raster: KMZ and map tiles. A task does not fail for want of them.
final class MapProducts {

    private static final String HEIGHT_COLOURS = "viridis";
    private static final double HILLSHADE = 1;

    private MapProducts() {}

    /// For Google Earth.
    static void kmz(Path raster, Path target, Work work) {
        attempt(
                "KMZ",
                work,
                () -> {
                    work.progress().title("Writing " + target.getFileName());
                    Path partial = target.resolveSibling(target.getFileName() + ".part");
                    try (RasterLayer layer = RasterLayer.open(raster)) {
                        ExportGrid grid =
                                ExportGrid.of(layer, Crs.WGS84, null)
                                        .orElseThrow(
                                                () -> new IOException("no place on the earth"));
                        new SuperOverlay(
                                        layer,
                                        grid,
                                        new TileStyle.Colours(ColourRange.of(layer)),
                                        null,
                                        "Orthophoto",
                                        progress(work))
                                .write(partial);
                        Files.move(
                                partial,
                                target,
                                StandardCopyOption.REPLACE_EXISTING,
                                StandardCopyOption.ATOMIC_MOVE);
                    } finally {
                        Files.deleteIfExists(partial);
                    }
                });
    }

    /// The colours of a raster as a folder of map tiles.
    static void tiles(Path raster, Path folder, Work work) {
        attempt(
                "map tiles of the orthophoto",
                work,
                () -> {
                    try (RasterLayer layer = RasterLayer.open(raster)) {
                        write(layer, new TileStyle.Colours(ColourRange.of(layer)), folder, work);
                    }
                });
    }

    /// Heights as a folder of map tiles, coloured from the lowest to the highest and shaded.
    static void elevationTiles(Path raster, Path folder, Work work) {
        attempt(
                "map tiles of " + raster.getFileName(),
                work,
                () -> {
                    try (RasterLayer layer = RasterLayer.open(raster)) {
                        TileStyle.Range range =
                                ValueRange.ofFirstBand(layer, null)
                                        .orElseThrow(() -> new IOException("no heights"));
                        ColorMap colours = ColorMap.named(HEIGHT_COLOURS);
                        write(
                                layer,
                                new TileStyle.Elevation(range, colours, HILLSHADE),
                                folder,
                                work);
                    }
                });
    }

    private static void write(RasterLayer layer, TileStyle style, Path folder, Work work)
            throws IOException {
        work.progress().title("Writing " + folder.getFileName());
        ProjectFolder.discard(folder);
        long tiles =
                new TileTree(
                                layer,
                                style,
                                (count, task) -> work.workers().forEach(count, task::accept),
                                progress(work))
                        .write(folder, String.valueOf(folder.getFileName()));
        work.console().info(folder.getFileName() + ": " + tiles + " map tiles");
    }

    private static DoubleConsumer progress(Work work) {
        return done -> {
            work.cancellation().check();
            work.progress().fraction(done);
        };
    }

    /// Something that may fail without harm to the rest.
    @FunctionalInterface
    interface Attempt {
        void run() throws IOException;
    }

    /// Does it; a failure becomes a warning. Being cancelled, lack of memory and faults of the program are passed on.
    static void attempt(String product, Work work, Attempt attempt) {
        try {
            attempt.run();
        } catch (IOException | UncheckedIOException failure) {
            work.console().warning("No " + product + " could be made: " + failure.getMessage());
        }
    }
}
