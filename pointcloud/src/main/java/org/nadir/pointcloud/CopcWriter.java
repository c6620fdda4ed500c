package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.putDouble;
import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putLong;
import static org.nadir.pointcloud.LittleEndian.putShort;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.UtmZone;
import org.nadir.pointcloud.laszip.ChunkTable;
import org.nadir.pointcloud.laszip.LayeredChunkEncoder;

/// Writes a cloud as Cloud Optimized Point Cloud (copc.io, version 1.0): a LAZ file of LAS 1.4, point format 7, whose chunks are
/// the nodes of an octree, with a table that says where each node lies. Colours of 0 to 255 are spread over the 16 bits of
/// their fields, as LAS wants it.
public final class CopcWriter {

    private static final int POINT_FORMAT = 7;
    private static final int LENGTH = 36;
    private static final int HEADER = 375;
    private static final int RECORD_HEAD = 54;
    private static final int LONG_RECORD_HEAD = 60;
    private static final int COPC_SIZE = 160;
    private static final int ENTRY = 32;
    private static final int WKT_ENCODING = 1 << 4;

    /// Red, green and blue of 8 bits spread over 16.
    private static final int SPREAD = 257;

    private final NewFile file;
    private final LasReference reference;
    private final LayeredChunkEncoder encoder = new LayeredChunkEncoder(POINT_FORMAT, 0);
    private final List<Node> nodes = new ArrayList<>();

    private CopcWriter(NewFile file, LasReference reference) {
        this.file = file;
        this.reference = reference;
    }

    private record Node(OctreeKey key, long offset, int bytes, int points) {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @param check called again and again; what it throws ends the work
    /// @return number of points
    /// @throws IOException naming the file, also when there is no point at all
    public static long write(
            Path target, PointSource points, LasReference reference, Runnable check)
            throws IOException {
        return write(target, points, reference, check, PointTree.MEMORY);
    }

    static long write(
            Path target, PointSource points, LasReference reference, Runnable check, long memory)
            throws IOException {
        var count = new long[1];
        Path folder = target.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException("Not a file name: " + target);
        }
        NewFile.write(
                target,
                file -> {
                    var writer = new CopcWriter(file, PointTree.even(reference));
                    writer.file.append(writer.head(null, 0, 0));
                    long table = writer.file.position();
                    writer.file.append(new byte[Long.BYTES]);
                    PointTree tree =
                            PointTree.build(
                                    folder, points, reference, check, memory, writer::writeNode);
                    writer.finish(tree, table);
                    count[0] = tree.statistics().count();
                });
        return count[0];
    }

    private void writeNode(OctreeKey key, byte[] records, int count) throws IOException {
        byte[] chunk = encoder.encode(converted(records, count), 0, count);
        nodes.add(new Node(key, file.position(), chunk.length, count));
        file.append(chunk);
    }

    /// From point format 2 to 7: one return, no time.
    private static byte[] converted(byte[] records, int count) {
        var to = new byte[Math.multiplyExact(count, LENGTH)];
        for (int i = 0; i < count; i++) {
            int from = i * LasHead.RECORD_LENGTH;
            int at = i * LENGTH;
            System.arraycopy(records, from, to, at, 14);
            to[at + 14] = 1 | 1 << 4;
            to[at + 16] = records[from + 15];
            to[at + 17] = records[from + 17];
            for (int c = 0; c < 3; c++) {
                putShort(to, at + 30 + 2 * c, SPREAD * (records[from + 20 + 2 * c] & 0xFF));
            }
        }
        return to;
    }

    private void finish(PointTree tree, long tablePlace) throws IOException {
        var tableAt = new byte[Long.BYTES];
        putLong(tableAt, 0, file.position());
        int[] bytes = nodes.stream().mapToInt(Node::bytes).toArray();
        int[] points = nodes.stream().mapToInt(Node::points).toArray();
        file.append(new ChunkTable(bytes, points).encode());
        long hierarchy = file.position();
        file.append(hierarchy());
        file.overwrite(tablePlace, tableAt);
        file.overwrite(0, head(tree, hierarchy, (long) ENTRY * nodes.size()));
    }

    /// One page with all nodes, as extended variable length record.
    private byte[] hierarchy() {
        var page = new byte[LONG_RECORD_HEAD + Math.multiplyExact(ENTRY, nodes.size())];
        putText(page, 2, 16, "copc");
        putShort(page, 18, 1000);
        putLong(page, 20, (long) ENTRY * nodes.size());
        putText(page, 28, 32, "EPT hierarchy");
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            int at = LONG_RECORD_HEAD + ENTRY * i;
            putInt(page, at, node.key().depth());
            putInt(page, at + 4, node.key().x());
            putInt(page, at + 8, node.key().y());
            putInt(page, at + 12, node.key().z());
            putLong(page, at + 16, node.offset());
            putInt(page, at + 24, node.bytes());
            putInt(page, at + 28, node.points());
        }
        return page;
    }

    /// @param tree null when not known yet; the length is the same
    /// @param hierarchy where the hierarchy's record begins
    private byte[] head(@Nullable PointTree tree, long hierarchy, long pageSize) {
        var records = new ByteArrayOutputStream();
        records.writeBytes(record("copc", 1, "COPC info VLR", info(tree, hierarchy, pageSize)));
        records.writeBytes(record("laszip encoded", 22204, "Nadir laszip", laszip()));
        int count = 2;
        if (UtmZone.isUtm(reference.epsg())) {
            byte[] wkt =
                    (UtmZone.ofEpsg(reference.epsg()).wkt() + '\0')
                            .getBytes(StandardCharsets.US_ASCII);
            records.writeBytes(record("LASF_Projection", 2112, "OGC WKT", wkt));
            count++;
        }
        var head = new byte[HEADER + records.size()];
        putText(head, 0, 4, "LASF");
        putShort(head, 6, WKT_ENCODING);
        head[24] = 1;
        head[25] = 4;
        putText(head, 26, 32, "Nadir");
        putText(head, 58, 32, "Nadir");
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        putShort(head, 90, today.getDayOfYear());
        putShort(head, 92, today.getYear());
        putShort(head, 94, HEADER);
        putInt(head, 96, head.length);
        putInt(head, 100, count);
        head[104] = (byte) (LasHead.COMPRESSED | POINT_FORMAT);
        putShort(head, 105, LENGTH);
        if (tree != null) {
            extent(head, tree.statistics());
            putLong(head, 235, hierarchy);
            putInt(head, 243, 1);
        }
        System.arraycopy(records.toByteArray(), 0, head, HEADER, records.size());
        return head;
    }

    private void extent(byte[] head, LasStatistics statistics) {
        for (int axis = 0; axis < 3; axis++) {
            double scale = reference.scale();
            putDouble(head, 131 + 8 * axis, scale);
            putDouble(head, 155 + 8 * axis, offset(axis));
            putDouble(head, 179 + 16 * axis, statistics.max(axis, scale, offset(axis)));
            putDouble(head, 187 + 16 * axis, statistics.min(axis, scale, offset(axis)));
        }
        putLong(head, 247, statistics.count());
        // All points are first returns.
        putLong(head, 255, statistics.count());
    }

    private double offset(int axis) {
        return switch (axis) {
            case 0 -> reference.offsetX();
            case 1 -> reference.offsetY();
            default -> reference.offsetZ();
        };
    }

    private byte[] info(@Nullable PointTree tree, long hierarchy, long pageSize) {
        var info = new byte[COPC_SIZE];
        if (tree == null) {
            return info;
        }
        double half = tree.edge() * reference.scale() / 2;
        for (int axis = 0; axis < 3; axis++) {
            putDouble(
                    info, 8 * axis, tree.origin()[axis] * reference.scale() + offset(axis) + half);
        }
        putDouble(info, 24, half);
        putDouble(info, 32, 2 * half / Octree.SPAN);
        putLong(info, 40, hierarchy + LONG_RECORD_HEAD);
        putLong(info, 48, pageSize);
        return info;
    }

    /// Layered chunks of any size; the items of point format 7 in version 3.
    private static byte[] laszip() {
        int[][] items = {{10, 30}, {11, 6}};
        var v = new byte[34 + 6 * items.length];
        putShort(v, 0, 3);
        v[4] = 3;
        v[5] = 4;
        putInt(v, 12, -1);
        putLong(v, 16, -1);
        putLong(v, 24, -1);
        putShort(v, 32, items.length);
        for (int i = 0; i < items.length; i++) {
            putShort(v, 34 + 6 * i, items[i][0]);
            putShort(v, 36 + 6 * i, items[i][1]);
            putShort(v, 38 + 6 * i, 3);
        }
        return v;
    }

    private static byte[] record(String user, int id, String description, byte[] content) {
        var r = new byte[RECORD_HEAD + content.length];
        putText(r, 2, 16, user);
        putShort(r, 18, id);
        putShort(r, 20, content.length);
        putText(r, 22, 32, description);
        System.arraycopy(content, 0, r, RECORD_HEAD, content.length);
        return r;
    }

    private static void putText(byte[] to, int at, int room, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, to, at, Math.min(room, bytes.length));
    }
}
