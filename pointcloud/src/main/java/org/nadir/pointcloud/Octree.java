package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Deals points out to the nodes of an octree for streaming: each node keeps at most one point per cell of a grid of [#SPAN] cells
/// along each side of its cube and hands the rest to its children, so that each depth doubles the detail of the one above and no
/// point stands twice. Nodes with few points keep them all.
///
/// Memory is bounded by the budget of the spools and the points of one node; what does not fit goes through temporary files.
final class Octree {

    /// Cells along a side of a node's cube.
    static final int SPAN = 128;

    /// A node of so few points is not divided.
    private static final int SMALL = 50_000;

    /// Where points that are all in one place stop being divided.
    private static final int DEEPEST = 20;

    /// Receives each node once.
    @FunctionalInterface
    interface Sink {
        void node(OctreeKey key, byte[] records, int count) throws IOException;
    }

    private static final int LENGTH = LasHead.RECORD_LENGTH;

    private final Path temporary;
    private final RecordSpool.Budget budget;
    private final int[] origin;
    private final long edge;
    private final Sink sink;
    private final BitSet taken = new BitSet(SPAN * SPAN * SPAN);

    /// @param origin the cube's smallest corner, in stored integers
    /// @param edge length of the cube's sides, in stored integers
    Octree(Path temporary, RecordSpool.Budget budget, int[] origin, long edge, Sink sink) {
        this.temporary = temporary;
        this.budget = budget;
        this.origin = origin.clone();
        this.edge = edge;
        this.sink = sink;
    }

    /// Takes all points, which are inside the cube, and closes the spool.
    void build(RecordSpool points) throws IOException {
        divide(OctreeKey.ROOT, points);
    }

    private void divide(OctreeKey key, RecordSpool points) throws IOException {
        var kept = new Kept();
        List<RecordSpool> children = new ArrayList<>();
        try (points) {
            if (points.count() <= SMALL || key.depth() == DEEPEST) {
                points.forEach(kept::add);
            } else {
                for (int octant = 0; octant < 8; octant++) {
                    children.add(new RecordSpool(temporary, budget));
                }
                sample(key, points, kept, children);
            }
        } catch (IOException | RuntimeException failure) {
            closeAll(children);
            throw failure;
        }
        try {
            sink.node(key, kept.bytes, kept.count);
            for (int octant = 0; octant < children.size(); octant++) {
                if (children.get(octant).count() > 0) {
                    divide(key.child(octant), children.get(octant));
                }
            }
        } finally {
            closeAll(children);
        }
    }

    private static void closeAll(List<RecordSpool> spools) throws IOException {
        for (RecordSpool spool : spools) {
            spool.close();
        }
    }

    private void sample(OctreeKey key, RecordSpool points, Kept kept, List<RecordSpool> children)
            throws IOException {
        taken.clear();
        points.forEach((records, at) -> {
            int x = cell(records, at, 0, key.depth(), key.x());
            int y = cell(records, at, 1, key.depth(), key.y());
            int z = cell(records, at, 2, key.depth(), key.z());
            int index = (z * SPAN + y) * SPAN + x;
            if (!taken.get(index)) {
                taken.set(index);
                kept.add(records, at);
                return;
            }
            int half = SPAN / 2;
            int octant = (x >= half ? 1 : 0) | (y >= half ? 2 : 0) | (z >= half ? 4 : 0);
            children.get(octant).add(records, at);
        });
    }

    /// The cell of a point in the grid of a node that it belongs to. Exact: sides are counted in units of 2^-DEEPEST steps.
    private int cell(byte[] records, int at, int axis, int depth, int node) {
        long local = (long) LittleEndian.getInt(records, at + 4 * axis) - origin[axis];
        long side = (edge << DEEPEST) >> depth;
        return (int) (((local << DEEPEST) - node * side) * SPAN / side);
    }

    /// The records of the node in the making.
    private static final class Kept {
        private byte[] bytes = new byte[1024 * LENGTH];
        private int count;

        void add(byte[] from, int at) {
            int end = Math.multiplyExact(count, LENGTH);
            if (end == bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.multiplyExact(2, end));
            }
            System.arraycopy(from, at, bytes, end, LENGTH);
            count++;
        }
    }
}
