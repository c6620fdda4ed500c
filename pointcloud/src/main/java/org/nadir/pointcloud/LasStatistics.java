package org.nadir.pointcloud;

/// Number and extent of stored points, kept while they are written. In stored integers, so that the header's box is that
/// of the coordinates a reader computes.
final class LasStatistics {

    private long count;
    private final int[] min = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    private final int[] max = {Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE};

    void add(int x, int y, int z) {
        count++;
        min[0] = Math.min(min[0], x);
        min[1] = Math.min(min[1], y);
        min[2] = Math.min(min[2], z);
        max[0] = Math.max(max[0], x);
        max[1] = Math.max(max[1], y);
        max[2] = Math.max(max[2], z);
    }

    long count() {
        return count;
    }

    /// Of no use before the first point.
    int storedMin(int axis) {
        return min[axis];
    }

    int storedMax(int axis) {
        return max[axis];
    }

    double min(int axis, double scale, double offset) {
        return count == 0 ? 0 : min[axis] * scale + offset;
    }

    double max(int axis, double scale, double offset) {
        return count == 0 ? 0 : max[axis] * scale + offset;
    }
}
