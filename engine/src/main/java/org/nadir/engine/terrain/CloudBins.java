package org.nadir.engine.terrain;

import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import org.nadir.engine.fusion.DenseCloud;

/// The points of a cloud sorted by raster cell (counting sort, order of the cloud kept within a cell).
final class CloudBins {

    private final int[] start;
    private final int[] points;

    private CloudBins(int[] start, int[] points) {
        this.start = start;
        this.points = points;
    }

    /// Bins the points that pass `keep` and lie inside the frame.
    static CloudBins of(DenseCloud cloud, GridFrame frame, IntPredicate keep) {
        return sorted(
                cellCount(frame),
                cloud.count(),
                i -> keep.test(i) ? cellOf(cloud, frame, i) : -1,
                i -> i);
    }

    /// Bins those of the given points that lie inside the frame.
    static CloudBins of(DenseCloud cloud, GridFrame frame, int[] candidates) {
        return sorted(
                cellCount(frame),
                candidates.length,
                k -> cellOf(cloud, frame, candidates[k]),
                k -> candidates[k]);
    }

    private static int cellCount(GridFrame frame) {
        return Math.multiplyExact(frame.width(), frame.height());
    }

    private static CloudBins sorted(
            int cells, int count, IntUnaryOperator cellOf, IntUnaryOperator pointOf) {
        var start = new int[cells + 2];
        for (int k = 0; k < count; k++) {
            int cell = cellOf.applyAsInt(k);
            if (cell >= 0) {
                start[cell + 2]++;
            }
        }
        for (int c = 2; c < start.length; c++) {
            start[c] += start[c - 1];
        }
        var points = new int[start[cells + 1]];
        for (int k = 0; k < count; k++) {
            int cell = cellOf.applyAsInt(k);
            if (cell >= 0) {
                points[start[cell + 1]++] = pointOf.applyAsInt(k);
            }
        }
        return new CloudBins(start, points);
    }

    private static int cellOf(DenseCloud cloud, GridFrame frame, int i) {
        int column = frame.columnOf(cloud.xyz()[3 * i]);
        int row = frame.rowOf(cloud.xyz()[3 * i + 1]);
        boolean inside = column >= 0 && row >= 0 && column < frame.width() && row < frame.height();
        return inside ? row * frame.width() + column : -1;
    }

    int cells() {
        return start.length - 2;
    }

    /// First entry of the cell, for [#point].
    int start(int cell) {
        return start[cell];
    }

    /// One past the last entry of the cell.
    int end(int cell) {
        return start[cell + 1];
    }

    /// Index in the cloud of an entry.
    int point(int entry) {
        return points[entry];
    }
}
