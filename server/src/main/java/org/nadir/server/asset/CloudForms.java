package org.nadir.server.asset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.nadir.pointcloud.CsvWriter;
import org.nadir.pointcloud.LasHeader;
import org.nadir.pointcloud.LasReader;
import org.nadir.pointcloud.LasReference;
import org.nadir.pointcloud.LasWriter;
import org.nadir.pointcloud.PlyWriter;
import org.nadir.pointcloud.PointBatch;
import org.nadir.pointcloud.PointSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The point cloud in the forms that a node did not deliver: made from the LAZ file when somebody first asks, and kept.
///
/// PLY holds positions as floats, so they are written relative to the whole-number offset of the LAZ file, as the engine's
/// own PLY files are.
final class CloudForms {

    private static final Logger LOG = LoggerFactory.getLogger(CloudForms.class);
    private static final String FOLDER = "odm_georeferencing";
    private static final String SOURCE = "odm_georeferenced_model.laz";
    private static final List<String> MADE =
            List.of(
                    "georeferenced_model.las",
                    "georeferenced_model.ply",
                    "georeferenced_model.csv");

    private final Map<Path, ReentrantLock> making = new ConcurrentHashMap<>();

    /// Adds the names of forms that can be made to those that are there, in the catalogue's order.
    static List<String> withConvertible(List<String> available, Path assets) {
        if (available.containsAll(MADE) || !isReadable(assets.resolve(FOLDER).resolve(SOURCE))) {
            return available;
        }
        var names = new ArrayList<String>();
        for (String name : AssetCatalog.names()) {
            if (available.contains(name) || MADE.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }

    private static boolean isReadable(Path laz) {
        if (!Files.isRegularFile(laz)) {
            return false;
        }
        try (LasReader reader = LasReader.open(laz)) {
            return reader.header().count() > 0;
        } catch (IOException | RuntimeException foreign) {
            LOG.info("{} cannot be converted: {}", laz, foreign.getMessage());
            return false;
        }
    }

    /// Makes the file of an asset when it is not there and can be made.
    void ensure(AssetCatalog.Asset asset, Path file) throws IOException {
        if (!MADE.contains(asset.name()) || Files.exists(file)) {
            return;
        }
        Path source = file.resolveSibling(SOURCE);
        if (!Files.isRegularFile(source)) {
            return;
        }
        ReentrantLock lock = making.computeIfAbsent(file, any -> new ReentrantLock());
        lock.lock();
        try {
            if (!Files.exists(file)) {
                convert(source, file);
            }
        } finally {
            lock.unlock();
            making.remove(file, lock);
        }
    }

    private static void convert(Path source, Path target) throws IOException {
        Path made = target.resolveSibling("." + target.getFileName() + ".new");
        try (LasReader reader = LasReader.open(source)) {
            LasHeader header = reader.header();
            switch (ending(target)) {
                case "las" ->
                        LasWriter.write(made, reader, LasReference.like(header, header.epsg()));
                case "ply" -> PlyWriter.write(made, new Moved(reader, header.offset()));
                default -> CsvWriter.write(made, reader);
            }
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /// Points relative to an offset of whole metres.
    private record Moved(PointSource points, double[] offset) implements PointSource {

        @Override
        public int read(PointBatch batch) throws IOException {
            int count = points.read(batch);
            double east = Math.rint(offset[0]);
            double north = Math.rint(offset[1]);
            for (int i = 0; i < count; i++) {
                batch.x()[i] -= east;
                batch.y()[i] -= north;
            }
            return count;
        }
    }
}
