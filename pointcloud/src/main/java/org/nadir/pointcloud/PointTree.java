package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.file.Path;

/// Reads a cloud to its end and deals it out to the nodes of an [Octree] around it.
///
/// @param reference how positions of the records are stored
/// @param origin the tree's smallest corner, which is that of the points, in stored integers
/// @param edge length of its sides, in stored integers
record PointTree(LasReference reference, LasStatistics statistics, int[] origin, long edge) {

    /// How much of the points is in memory at once; the rest waits in temporary files.
    static final long MEMORY = 192L << 20;

    /// @param temporary folder for the files
    /// @param check called again and again; what it throws ends the work
    /// @throws IOException also when there is no point at all
    static PointTree build(
            Path temporary,
            PointSource points,
            LasReference wanted,
            Runnable check,
            long memory,
            Octree.Sink sink)
            throws IOException {
        LasReference reference = even(wanted);
        var records = new LasRecords(reference);
        var budget = new RecordSpool.Budget(memory);
        try (var all = new RecordSpool(temporary, budget)) {
            collect(points, records, all, check);
            if (records.statistics().count() == 0) {
                throw new IOException("the cloud has no points");
            }
            PointTree tree = around(reference, records.statistics());
            new Octree(
                            temporary,
                            budget,
                            tree.origin,
                            tree.edge,
                            (key, bytes, count) -> {
                                check.run();
                                sink.node(key, bytes, count);
                            })
                    .build(all);
            return tree;
        }
    }

    /// One step for all directions: the octree's cubes are counted in steps.
    static LasReference even(LasReference reference) {
        return new LasReference(
                reference.epsg(),
                Math.min(reference.scale(), reference.scaleZ()),
                reference.offsetX(),
                reference.offsetY(),
                reference.offsetZ());
    }

    private static void collect(
            PointSource points, LasRecords records, RecordSpool all, Runnable check)
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

    private static PointTree around(LasReference reference, LasStatistics statistics) {
        var origin = new int[3];
        long edge = 1;
        for (int axis = 0; axis < 3; axis++) {
            origin[axis] = statistics.storedMin(axis);
            // One step more than the extent: the largest coordinate is inside, not on the border.
            edge = Math.max(edge, 1L + statistics.storedMax(axis) - origin[axis]);
        }
        return new PointTree(reference, statistics, origin, edge);
    }
}
