package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.nadir.geo.tiff.CogConversion;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.ParallelLoop;
import org.nadir.server.asset.ResultReader;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.Task;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What happens to every new set of results, be it fetched or imported, once it lies in its incoming folder.
final class Completion {

    private static final Logger LOG = LoggerFactory.getLogger(Completion.class);
    private static final List<String> RASTERS =
            List.of("odm_orthophoto/odm_orthophoto.tif", "odm_dem/dsm.tif", "odm_dem/dtm.tif");

    private static final int TILE_ROWS = 512;

    private final MediaStore store;
    private final Console console;
    private final ResultReader results;

    Completion(MediaStore store, Console console, ResultReader results) {
        this.store = store;
        this.console = console;
        this.results = results;
    }

    /// Makes rasters and the point cloud quick to read at any zoom.
    void optimise(Path incoming, Running step) {
        optimiseRasters(incoming, step);
        CloudTiles.add(incoming, step::checkCancelled);
    }

    /// A raster that cannot be converted stays as it is: its maps are slower.
    private static void optimiseRasters(Path incoming, Running step) {
        ParallelLoop loop =
                (count, work) -> {
                    for (int i = 0; i < count; i++) {
                        step.checkCancelled();
                        work.accept(i);
                    }
                };
        for (String name : RASTERS) {
            Path file = incoming.resolve(name);
            try {
                if (Files.isRegularFile(file) && needsConversion(file)) {
                    step.checkCancelled();
                    CogConversion.convert(file, file, loop);
                }
            } catch (java.util.concurrent.CancellationException cancelled) {
                throw cancelled;
            } catch (IOException | RuntimeException unreadable) {
                LOG.warn("{} stays as it is: {}", file, unreadable.toString());
            }
        }
    }

    private static boolean needsConversion(Path file) throws IOException {
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            if (CogConversion.isOptimised(reader)) {
                return false;
            }
            if (!fitsInMemory(reader)) {
                throw new IOException("its rows or blocks are too large");
            }
            if (!keepsItsMeaning(reader)) {
                throw new IOException("its copy would lose where it is or in what unit it is");
            }
            return true;
        }
    }

    /// A copy carries over an EPSG code and a north-up grid, in metres. What says more than that must stay the original.
    private static boolean keepsItsMeaning(GeoTiffReader reader) {
        boolean placed = reader.epsg() != 0 && reader.layout() != null;
        return (placed || !reader.hasCrs()) && reader.unitMetres() == 1;
    }

    /// Converting holds a few blocks of the source, and two rows of tiles of the target.
    private static boolean fitsInMemory(GeoTiffReader reader) {
        double pixel = 4.0 * reader.bands();
        double block = pixel * reader.blockWidth() * reader.blockHeight();
        double rows = pixel * reader.width() * TILE_ROWS;
        return block + rows < Runtime.getRuntime().maxMemory() / 4.0;
    }

    /// Puts the incoming results in the place of the old ones.
    void exchange(Task task) throws IOException {
        store.finishAssets(task.projectId(), task.id());
    }

    /// The console that came with the results takes the place of ours; either ends with our own last line.
    void endConsole(Task task) throws IOException {
        Path output = store.console(task.projectId(), task.id());
        Path delivered = store.assets(task.projectId(), task.id()).resolve("task_output.txt");
        if (Files.isRegularFile(delivered)) {
            console.replace(output, delivered);
        }
        console.append(output, List.of("Done!"));
    }

    Task.Result read(Task task) throws IOException {
        return results.read(task);
    }

    /// As [#read], with the number of photos that the results themselves tell.
    Task.Result readWithPhotos(Task task) throws IOException {
        return results.readWithPhotos(task);
    }
}
