package org.nadir.engine.mesh;

/// Signed distances to the surface at the corners of a block's cells, in voxels of level 0, positive on the side that the
/// cameras were on; NaN where nothing is known. Neighbouring blocks share the corners on their common sides.
///
/// @param value `CORNERS³` numbers, x fastest
/// @param level for each corner, the finest level at which points reach it
record DistanceBlock(float[] value, byte[] level) {

    /// Corners along a side.
    static final int CORNERS = OrientedPoints.SIDE + 1;

    static final int SIZE = CORNERS * CORNERS * CORNERS;

    DistanceBlock() {
        this(new float[SIZE], new byte[SIZE]);
    }

    static int index(int x, int y, int z) {
        return (z * CORNERS + y) * CORNERS + x;
    }

    /// Whether the surface passes through a cell of the octant `(ox, oy, oz)`, each 0 or 1.
    boolean crosses(int ox, int oy, int oz) {
        int half = OrientedPoints.SIDE / 2;
        boolean negative = false;
        boolean positive = false;
        for (int z = oz * half; z <= (oz + 1) * half; z++) {
            for (int y = oy * half; y <= (oy + 1) * half; y++) {
                int i = index(ox * half, y, z);
                for (int x = 0; x <= half; x++) {
                    negative |= value[i + x] < 0;
                    positive |= value[i + x] >= 0;
                }
            }
        }
        return negative && positive;
    }
}
