package org.nadir.engine.mesh;

import java.util.Arrays;
import org.nadir.engine.fusion.DenseCloud;

/// Points with normals in the order of the blocks of a lattice that they lie in. The order is along Morton's curve, so the
/// points of a block of any level follow each other. Read-only after construction.
///
/// Lattice coordinates of level 0 are `(world − origin) / voxel`; a block of level `l` has [#SIDE] cells of `2^l` voxels per
/// side. The margin is such that no cube around a point has negative coordinates.
final class OrientedPoints {

    /// Cells along a block's side.
    static final int SIDE = 8;

    private static final int LAS_NOISE = 7;

    final double voxel;
    final double[] origin;

    /// Lattice coordinates, three per point; normals, three per point; weights.
    final float[] position;

    final float[] normal;
    final float[] weight;

    /// Morton numbers of the level-0 blocks, ascending, one per point.
    private final long[] block;

    /// @param margin voxels kept free around the points
    OrientedPoints(DenseCloud cloud, double voxel, int margin) {
        this.voxel = voxel;
        int[] used = used(cloud);
        origin = corner(cloud, used, voxel, margin);
        var keys = new long[used.length];
        for (int i = 0; i < used.length; i++) {
            int p = 3 * used[i];
            keys[i] =
                    Morton.code(
                            blockOf(cloud.xyz()[p], 0),
                            blockOf(cloud.xyz()[p + 1], 1),
                            blockOf(cloud.xyz()[p + 2], 2));
        }
        int[] order = KeyOrder.of(keys);
        block = new long[used.length];
        position = new float[3 * used.length];
        normal = new float[3 * used.length];
        weight = new float[used.length];
        for (int i = 0; i < order.length; i++) {
            int from = used[order[i]];
            block[i] = keys[order[i]];
            weight[i] = Math.clamp(cloud.views()[from] - 1, 1, 4);
            for (int k = 0; k < 3; k++) {
                position[3 * i + k] = (float) ((cloud.xyz()[3 * from + k] - origin[k]) / voxel);
                normal[3 * i + k] = cloud.normal()[3 * from + k];
            }
        }
    }

    int count() {
        return weight.length;
    }

    /// The Morton numbers of the blocks of a level that hold points, ascending.
    long[] blocks(int level) {
        var found = new long[count()];
        int n = 0;
        for (int i = 0; i < found.length; i++) {
            long code = block[i] >>> 3 * level;
            if (n == 0 || found[n - 1] != code) {
                found[n++] = code;
            }
        }
        return Arrays.copyOf(found, n);
    }

    /// The first point of a block, or of what comes after it.
    int start(long code, int level) {
        long wanted = code << 3 * level;
        int low = 0;
        int high = block.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (block[middle] < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int blockOf(double world, int axis) {
        return (int) ((world - origin[axis]) / (voxel * SIDE));
    }

    /// Points that have a normal and are not noise.
    private static int[] used(DenseCloud cloud) {
        var used = new int[cloud.count()];
        int n = 0;
        for (int i = 0; i < used.length; i++) {
            float x = cloud.normal()[3 * i];
            float y = cloud.normal()[3 * i + 1];
            float z = cloud.normal()[3 * i + 2];
            if (cloud.classification()[i] != LAS_NOISE && x * x + y * y + z * z > 0.5f) {
                used[n++] = i;
            }
        }
        return Arrays.copyOf(used, n);
    }

    private static double[] corner(DenseCloud cloud, int[] used, double voxel, int margin) {
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i : used) {
            for (int k = 0; k < 3; k++) {
                low[k] = Math.min(low[k], cloud.xyz()[3 * i + k]);
                high[k] = Math.max(high[k], cloud.xyz()[3 * i + k]);
            }
        }
        for (int k = 0; k < 3 && used.length > 0; k++) {
            if ((high[k] - low[k]) / voxel + 2 * margin >= (double) Morton.LIMIT) {
                throw new IllegalArgumentException(
                        "Voxels of " + voxel + " are too small for " + (high[k] - low[k]));
            }
            low[k] -= margin * voxel;
        }
        return low;
    }
}
