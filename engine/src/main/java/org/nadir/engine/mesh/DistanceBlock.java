package org.nadir.engine.mesh;

/// Signed distances to the surface at the corners of a block's cells, in voxels of level 0, positive on the side that the
/// cameras were on; NaN where nothing is known. Neighbouring blocks share the corners on their common sides.
///
/// @param value `CORNERS³` numbers, x fastest
/// @param level for each corner, the finest level at which points reach it
/// @param empty for each corner, whether it lies outside because photos look through it
record DistanceBlock(float[] value, byte[] level, boolean[] empty) {

    /// Corners along a side.
    static final int CORNERS = OrientedPoints.SIDE + 1;

    static final int SIZE = CORNERS * CORNERS * CORNERS;

    DistanceBlock() {
        this(new float[SIZE], new byte[SIZE], new boolean[SIZE]);
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

    /// Whether the surface passes through the block's side across `axis`, the lower (0) or the upper (1).
    boolean leaves(int axis, int upper) {
        boolean negative = false;
        boolean positive = false;
        for (int a = 0; a < CORNERS; a++) {
            for (int b = 0; b < CORNERS; b++) {
                int i = onSide(axis, upper * OrientedPoints.SIDE, a, b);
                negative |= value[i] < 0;
                positive |= value[i] >= 0;
            }
        }
        return negative && positive;
    }

    private static int onSide(int axis, int at, int a, int b) {
        return switch (axis) {
            case 0 -> index(at, a, b);
            case 1 -> index(a, at, b);
            default -> index(a, b, at);
        };
    }
}
