package org.nadir.pointcloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.nadir.pointcloud.laszip.ChunkEncoder;
import org.nadir.pointcloud.laszip.PointItems;

/// Writes a cloud as Entwine Point Tiles (EPT 1.0.0, entwine.io/entwine-point-tile.html): an octree of small LAZ files that viewers
/// stream, coarse first. Nodes are LAS 1.2, point format 2.
public final class EptWriter {

    /// How much of the points is in memory at once; the rest waits in temporary files.
    private static final long MEMORY = 192L << 20;

    /// Nodes of one hierarchy file; in larger trees the branches at [#STEP] have files of their own.
    private static final int MOST_NODES = 20_000;

    private static final int STEP = 5;

    private final ObjectMapper json = new ObjectMapper();
    private final Path folder;
    private final LasReference reference;
    private final Runnable check;
    private final Map<OctreeKey, Integer> nodes = new HashMap<>();
    private final ChunkEncoder encoder =
            new ChunkEncoder(PointItems.ofFormat(LasHead.POINT_FORMAT, 0));

    private EptWriter(Path folder, LasReference reference, Runnable check) {
        this.folder = folder;
        // One step for all directions: the octree's cubes are counted in steps.
        this.reference =
                new LasReference(
                        reference.epsg(),
                        Math.min(reference.scale(), reference.scaleZ()),
                        reference.offsetX(),
                        reference.offsetY(),
                        reference.offsetZ());
        this.check = check;
    }

    /// Writes all points of the source, which is not closed, into a new or empty folder. A folder without `ept.json` is unfinished.
    ///
    /// @param check called again and again; what it throws ends the work
    /// @return number of points
    /// @throws IOException naming the folder, also when there is no point at all
    public static long write(
            Path folder, PointSource points, LasReference reference, Runnable check)
            throws IOException {
        return write(folder, points, reference, check, MEMORY);
    }

    static long write(
            Path folder, PointSource points, LasReference reference, Runnable check, long memory)
            throws IOException {
        try {
            return new EptWriter(folder, reference, check).write(points, memory);
        } catch (IOException failure) {
            throw new IOException("Cannot write " + folder + ": " + failure.getMessage(), failure);
        }
    }

    private long write(PointSource points, long memory) throws IOException {
        Files.createDirectories(folder.resolve("ept-data"));
        Files.createDirectories(folder.resolve("ept-hierarchy"));
        var records = new LasRecords(reference);
        var budget = new RecordSpool.Budget(memory);
        try (var all = new RecordSpool(folder, budget)) {
            collect(points, records, all);
            LasStatistics statistics = records.statistics();
            if (statistics.count() == 0) {
                throw new IOException("the cloud has no points");
            }
            var cube = Cube.around(statistics);
            new Octree(folder, budget, cube.origin(), cube.edge(), this::writeNode).build(all);
            writeHierarchy();
            Files.write(
                    folder.resolve("ept.json"),
                    json.writeValueAsBytes(description(cube, statistics)));
            return statistics.count();
        }
    }

    /// The octree's cube in stored integers; its smallest corner is that of the points.
    private record Cube(int[] origin, long edge) {

        static Cube around(LasStatistics statistics) {
            var origin = new int[3];
            long edge = 1;
            for (int axis = 0; axis < 3; axis++) {
                origin[axis] = statistics.storedMin(axis);
                // One step more than the extent: the largest coordinate is inside, not on the
                // border.
                edge = Math.max(edge, 1L + statistics.storedMax(axis) - origin[axis]);
            }
            return new Cube(origin, edge);
        }
    }

    private void collect(PointSource points, LasRecords records, RecordSpool all)
            throws IOException {
        var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
        var bytes = new byte[batch.capacity() * LasHead.RECORD_LENGTH];
        while (points.read(batch) > 0) {
            check.run();
            records.fill(batch, bytes);
            for (int i = 0; i < batch.size(); i++) {
                all.add(bytes, i * LasHead.RECORD_LENGTH);
            }
        }
    }

    private void writeNode(OctreeKey key, byte[] records, int count) throws IOException {
        check.run();
        LazWriter.writeRecords(
                folder.resolve("ept-data").resolve(key + ".laz"),
                records,
                count,
                reference,
                encoder);
        nodes.put(key, count);
    }

    private void writeHierarchy() throws IOException {
        boolean divided = nodes.size() > MOST_NODES;
        var files = new HashMap<OctreeKey, Map<String, Integer>>();
        nodes.forEach((key, count) -> {
            OctreeKey file = divided && key.depth() >= STEP ? ancestor(key) : OctreeKey.ROOT;
            files.computeIfAbsent(file, any -> new TreeMap<>()).put(key.toString(), count);
            if (file.equals(key) && !key.equals(OctreeKey.ROOT)) {
                // -1: this branch goes on in a file of its own.
                files.computeIfAbsent(OctreeKey.ROOT, any -> new TreeMap<>())
                        .put(key.toString(), -1);
            }
        });
        for (var file : files.entrySet()) {
            Files.write(
                    folder.resolve("ept-hierarchy").resolve(file.getKey() + ".json"),
                    json.writeValueAsBytes(file.getValue()));
        }
    }

    private static OctreeKey ancestor(OctreeKey key) {
        int up = key.depth() - STEP;
        return new OctreeKey(STEP, key.x() >> up, key.y() >> up, key.z() >> up);
    }

    private ObjectNode description(Cube cube, LasStatistics statistics) {
        ObjectNode ept = json.createObjectNode();
        double[] offsets = {reference.offsetX(), reference.offsetY(), reference.offsetZ()};
        ArrayNode bounds = ept.putArray("bounds");
        for (int axis = 0; axis < 3; axis++) {
            bounds.add(cube.origin()[axis] * reference.scale() + offsets[axis]);
        }
        for (int axis = 0; axis < 3; axis++) {
            bounds.add((cube.origin()[axis] + cube.edge()) * reference.scale() + offsets[axis]);
        }
        ArrayNode conforming = ept.putArray("boundsConforming");
        for (int axis = 0; axis < 3; axis++) {
            conforming.add(statistics.min(axis, reference.scale(), offsets[axis]));
        }
        for (int axis = 0; axis < 3; axis++) {
            conforming.add(statistics.max(axis, reference.scale(), offsets[axis]));
        }
        ept.put("dataType", "laszip")
                .put("hierarchyType", "json")
                .put("points", statistics.count())
                .put("span", Octree.SPAN)
                .put("version", "1.0.0");
        ObjectNode srs = ept.putObject("srs");
        if (reference.epsg() != 0) {
            srs.put("authority", "EPSG").put("horizontal", Integer.toString(reference.epsg()));
        }
        describeFields(ept.putArray("schema"), offsets);
        return ept;
    }

    private void describeFields(ArrayNode schema, double[] offsets) {
        String[] axes = {"X", "Y", "Z"};
        for (int axis = 0; axis < 3; axis++) {
            field(schema, axes[axis], "signed", 4)
                    .put("scale", reference.scale())
                    .put("offset", offsets[axis]);
        }
        field(schema, "Intensity", "unsigned", 2);
        field(schema, "ReturnNumber", "unsigned", 1);
        field(schema, "NumberOfReturns", "unsigned", 1);
        field(schema, "ScanDirectionFlag", "unsigned", 1);
        field(schema, "EdgeOfFlightLine", "unsigned", 1);
        field(schema, "Classification", "unsigned", 1);
        field(schema, "ScanAngleRank", "float", 4);
        field(schema, "UserData", "unsigned", 1);
        field(schema, "PointSourceId", "unsigned", 2);
        field(schema, "Red", "unsigned", 2);
        field(schema, "Green", "unsigned", 2);
        field(schema, "Blue", "unsigned", 2);
    }

    private static ObjectNode field(ArrayNode schema, String name, String type, int size) {
        return schema.addObject().put("name", name).put("type", type).put("size", size);
    }
}
