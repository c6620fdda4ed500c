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
        this.reference = PointTree.even(reference);
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
        return write(folder, points, reference, check, PointTree.MEMORY);
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
        PointTree tree = PointTree.build(folder, points, reference, check, memory, this::writeNode);
        writeHierarchy();
        Files.write(folder.resolve("ept.json"), json.writeValueAsBytes(description(tree)));
        return tree.statistics().count();
    }

    private void writeNode(OctreeKey key, byte[] records, int count) throws IOException {
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

    private ObjectNode description(PointTree tree) {
        LasStatistics statistics = tree.statistics();
        ObjectNode ept = json.createObjectNode();
        double[] offsets = {reference.offsetX(), reference.offsetY(), reference.offsetZ()};
        ArrayNode bounds = ept.putArray("bounds");
        for (int axis = 0; axis < 3; axis++) {
            bounds.add(tree.origin()[axis] * reference.scale() + offsets[axis]);
        }
        for (int axis = 0; axis < 3; axis++) {
            bounds.add((tree.origin()[axis] + tree.edge()) * reference.scale() + offsets[axis]);
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
