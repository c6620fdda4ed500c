package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.nadir.pointcloud.EptWriter;
import org.nadir.pointcloud.LasHeader;
import org.nadir.pointcloud.LasReader;
import org.nadir.pointcloud.LasReference;
import org.nadir.server.storage.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The point cloud of a set of results as tiles that viewers stream, for nodes that did not make them.
final class CloudTiles {

    private static final Logger LOG = LoggerFactory.getLogger(CloudTiles.class);
    private static final String TILES = "entwine_pointcloud";
    private static final List<String> CLOUDS =
            List.of(
                    "odm_georeferencing/odm_georeferenced_model.laz",
                    "odm_georeferencing/odm_georeferenced_model.las");

    private CloudTiles() {}

    /// Adds the tiles when they are missing and there is a cloud that can be read; without them the cloud can only be downloaded.
    static void add(Path results, Runnable check) {
        if (Files.exists(results.resolve(TILES).resolve("ept.json"))) {
            return;
        }
        for (String name : CLOUDS) {
            Path cloud = results.resolve(name);
            if (Files.isRegularFile(cloud)) {
                tryToAdd(results, cloud, check);
                return;
            }
        }
    }

    private static void tryToAdd(Path results, Path cloud, Runnable check) {
        Path made = results.resolve("." + TILES + ".new");
        try {
            Folders.delete(made);
            try (LasReader reader = LasReader.open(cloud)) {
                LasHeader header = reader.header();
                EptWriter.write(made, reader, LasReference.like(header, header.epsg()), check);
            }
            Folders.delete(results.resolve(TILES));
            Files.move(made, results.resolve(TILES), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | IllegalArgumentException unreadable) {
            LOG.warn("{} gets no tiles: {}", cloud, unreadable.getMessage());
        } finally {
            Folders.discard(made);
        }
    }
}
