package org.nadir.pointcloud;

/// Place of a node in an octree: its depth, and its column, row and layer among the nodes of that depth, from the cube's smallest
/// corner.
record OctreeKey(int depth, int x, int y, int z) {

    static final OctreeKey ROOT = new OctreeKey(0, 0, 0, 0);

    /// @param octant bit 0 for the larger half in x, bit 1 in y, bit 2 in z
    OctreeKey child(int octant) {
        return new OctreeKey(
                depth + 1, 2 * x + (octant & 1), 2 * y + (octant >> 1 & 1), 2 * z + (octant >> 2));
    }

    /// As EPT names nodes: `D-X-Y-Z`.
    @Override
    public String toString() {
        return depth + "-" + x + "-" + y + "-" + z;
    }
}
