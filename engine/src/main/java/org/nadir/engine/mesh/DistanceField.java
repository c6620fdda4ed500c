package org.nadir.engine.mesh;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.fusion.EmptySpace;
import org.nadir.engine.work.Workers;

/// The signed distance to the surface on a sparse lattice, from points with normals, coarse levels first.
///
/// At a corner, each point within the reach of the level votes for the distance to its plane, near points more (the
/// moving average of Hoppe et al. 1992, "Surface reconstruction from unorganized points"). Where few points of a level reach,
/// the next coarser level has the say: it fills holes and smooths what is thin. Levels differ by factors of two.
///
/// What would lie inside but is seen through ([EmptySpace]) lies outside: between the points that a surface was stretched over
/// it goes around the space that photos look through. Points of the finest level are not doubted.
///
/// Sums run in the order of the points, so neighbouring blocks agree to the bit on the corners that they share.
final class DistanceField {

    /// Reach of a point in cells of the level.
    static final double REACH = 2.5;

    /// The say of the coarser level, in points at a corner.
    private static final float COARSER = 0.5f;

    /// Corners with less than this have no points of the level.
    private static final float LEAST = 0.3f;

    /// Blocks this many cells away from a point are looked at.
    private static final double NEAR = 1.5;

    private final OrientedPoints points;
    private final int level;
    private final @Nullable DistanceField coarser;
    private final float scale;

    private final EmptySpace emptySpace;

    /// Morton numbers of the blocks, ascending, and what they hold; empty at level 0, whose blocks are made when asked.
    private long[] codes;

    private DistanceBlock[] blocks = new DistanceBlock[0];

    DistanceField(
            OrientedPoints points,
            int level,
            @Nullable DistanceField coarser,
            EmptySpace emptySpace) {
        this.points = points;
        this.level = level;
        this.coarser = coarser;
        this.emptySpace = emptySpace;
        this.scale = 1 << level;
        this.codes = activeBlocks();
    }

    long[] codes() {
        return codes;
    }

    /// Makes and keeps all blocks, and those that the surface goes on into.
    void keep(Workers workers) {
        long[] wanted = codes;
        codes = new long[0];
        while (wanted.length > 0) {
            wanted = keep(wanted, workers);
        }
    }

    /// Makes and keeps blocks, and returns those that the surface goes on into.
    private long[] keep(long[] wanted, Workers workers) {
        var made = new DistanceBlock[wanted.length];
        var sides = new byte[wanted.length];
        workers.forEach(
                wanted.length,
                i -> {
                    made[i] = make(wanted[i], new DistanceBlock(), new Scratch());
                    sides[i] = leftSides(made[i]);
                });
        add(wanted, made);
        return missing(wanted, sides, workers);
    }

    /// One bit for each side of a block through which the surface leaves it: bit `2 axis + upper`.
    static byte leftSides(DistanceBlock block) {
        int sides = 0;
        for (int side = 0; side < 6; side++) {
            sides |= block.leaves(side >> 1, side & 1) ? 1 << side : 0;
        }
        return (byte) sides;
    }

    /// The blocks beyond the sides of some that are not there yet, ascending; they are there after that at level 0.
    long[] grow(long[] made, byte[] sides, Workers workers) {
        long[] wanted = missing(made, sides, workers);
        codes = distinct(joined(codes, wanted));
        return wanted;
    }

    /// The blocks beyond the sides of some that are not there yet, ascending. What they need of coarser levels is there then.
    private long[] missing(long[] made, byte[] sides, Workers workers) {
        var found = new LongList();
        for (int i = 0; i < made.length; i++) {
            for (int side = 0; side < 6; side++) {
                int step = (side & 1) == 0 ? -1 : 1;
                int x = Morton.x(made[i]) + (side >> 1 == 0 ? step : 0);
                int y = Morton.y(made[i]) + (side >> 1 == 1 ? step : 0);
                int z = Morton.z(made[i]) + (side >> 1 == 2 ? step : 0);
                if ((sides[i] >> side & 1) != 0 && Morton.isInside(x, y, z)) {
                    long code = Morton.code(x, y, z);
                    if (Arrays.binarySearch(codes, code) < 0) {
                        found.add(code);
                    }
                }
            }
        }
        long[] wanted = distinct(found.toArray());
        if (coarser != null && wanted.length > 0) {
            coarser.require(wanted, workers);
        }
        return wanted;
    }

    /// Makes and keeps the blocks around blocks of the next finer level.
    private void require(long[] finer, Workers workers) {
        var around = new LongList();
        for (long code : finer) {
            if (Arrays.binarySearch(codes, code >>> 3) < 0) {
                around.add(code >>> 3);
            }
        }
        long[] wanted = distinct(around.toArray());
        if (wanted.length > 0) {
            if (coarser != null) {
                coarser.require(wanted, workers);
            }
            keep(wanted, workers);
        }
    }

    private void add(long[] newCodes, DistanceBlock[] newBlocks) {
        long[] all = distinct(joined(codes, newCodes));
        var merged = new DistanceBlock[all.length];
        for (int i = 0; i < codes.length; i++) {
            merged[Arrays.binarySearch(all, codes[i])] = blocks[i];
        }
        for (int i = 0; i < newCodes.length; i++) {
            merged[Arrays.binarySearch(all, newCodes[i])] = newBlocks[i];
        }
        codes = all;
        blocks = merged;
    }

    private static long[] joined(long[] some, long[] others) {
        long[] all = Arrays.copyOf(some, some.length + others.length);
        System.arraycopy(others, 0, all, some.length, others.length);
        return all;
    }

    /// Sums of a block in the making; one per thread.
    static final class Scratch {
        /// After [DistanceField#make]: how many points have a say at each corner, near ones more.
        final float[] weight = new float[DistanceBlock.SIZE];

        private final int[] from = new int[27];
        private final int[] to = new int[27];
    }

    /// Blocks near points, and blocks that the coarser surface passes through.
    private long[] activeBlocks() {
        long[] near = nearPoints();
        if (coarser == null) {
            return near;
        }
        var all = Arrays.copyOf(near, near.length + 8 * coarser.codes.length);
        int n = near.length;
        for (int i = 0; i < coarser.codes.length; i++) {
            for (int octant = 0; octant < 8; octant++) {
                if (coarser.blocks[i].crosses(octant & 1, octant >> 1 & 1, octant >> 2)) {
                    all[n++] = coarser.codes[i] << 3 | octant;
                }
            }
        }
        return distinct(Arrays.copyOf(all, n));
    }

    private long[] nearPoints() {
        var found = new LongList();
        float side = OrientedPoints.SIDE * scale;
        float margin = (float) (NEAR * scale);
        var low = new int[3];
        var high = new int[3];
        long last = -1;
        for (int p = 0; p < points.count(); p++) {
            for (int k = 0; k < 3; k++) {
                float at = points.position[3 * p + k];
                low[k] = (int) ((at - margin) / side);
                high[k] = (int) ((at + margin) / side);
            }
            for (int z = low[2]; z <= high[2]; z++) {
                for (int y = low[1]; y <= high[1]; y++) {
                    for (int x = low[0]; x <= high[0]; x++) {
                        long code = Morton.code(x, y, z);
                        if (code != last) {
                            found.add(code);
                            last = code;
                        }
                    }
                }
            }
            if (found.size() > 8_000_000) {
                found.keepDistinct();
            }
        }
        return distinct(found.toArray());
    }

    static long[] distinct(long[] codes) {
        Arrays.sort(codes);
        int n = 0;
        for (int i = 0; i < codes.length; i++) {
            if (n == 0 || codes[n - 1] != codes[i]) {
                codes[n++] = codes[i];
            }
        }
        return Arrays.copyOf(codes, n);
    }

    /// Fills `block` with the distances of a block.
    DistanceBlock make(long code, DistanceBlock block, Scratch scratch) {
        Arrays.fill(block.value(), 0);
        Arrays.fill(scratch.weight, 0);
        int x0 = Morton.x(code) * OrientedPoints.SIDE;
        int y0 = Morton.y(code) * OrientedPoints.SIDE;
        int z0 = Morton.z(code) * OrientedPoints.SIDE;
        int ranges = ranges(code, scratch);
        for (int r = 0; r < ranges; r++) {
            for (int p = scratch.from[r]; p < scratch.to[r]; p++) {
                add(p, x0, y0, z0, block.value(), scratch.weight);
            }
        }
        finish(code, block, scratch.weight);
        empty(x0, y0, z0, block, scratch.weight);
        return block;
    }

    /// The points of the block and of those around it, in the order of the points.
    private int ranges(long code, Scratch scratch) {
        int bx = Morton.x(code);
        int by = Morton.y(code);
        int bz = Morton.z(code);
        int n = 0;
        for (int z = bz - 1; z <= bz + 1; z++) {
            for (int y = by - 1; y <= by + 1; y++) {
                for (int x = bx - 1; x <= bx + 1; x++) {
                    if (!Morton.isInside(x, y, z)) {
                        continue;
                    }
                    long near = Morton.code(x, y, z);
                    int from = points.start(near, level);
                    int to = points.start(near + 1, level);
                    if (to > from) {
                        int i = n++;
                        for (; i > 0 && scratch.from[i - 1] > from; i--) {
                            scratch.from[i] = scratch.from[i - 1];
                            scratch.to[i] = scratch.to[i - 1];
                        }
                        scratch.from[i] = from;
                        scratch.to[i] = to;
                    }
                }
            }
        }
        return n;
    }

    /// Adds a point's say to the corners within its reach.
    private void add(int p, int x0, int y0, int z0, float[] sum, float[] total) {
        float px = points.position[3 * p] / scale - x0;
        float py = points.position[3 * p + 1] / scale - y0;
        float pz = points.position[3 * p + 2] / scale - z0;
        float nx = points.normal[3 * p] * scale;
        float ny = points.normal[3 * p + 1] * scale;
        float nz = points.normal[3 * p + 2] * scale;
        float reach = (float) REACH;
        float share = 1 / (reach * reach);
        int left = Math.max(0, (int) Math.ceil(px - reach));
        int right = Math.min(OrientedPoints.SIDE, (int) Math.floor(px + reach));
        int front = Math.max(0, (int) Math.ceil(py - reach));
        int back = Math.min(OrientedPoints.SIDE, (int) Math.floor(py + reach));
        int low = Math.max(0, (int) Math.ceil(pz - reach));
        int high = Math.min(OrientedPoints.SIDE, (int) Math.floor(pz + reach));
        for (int z = low; z <= high; z++) {
            float dz = z - pz;
            for (int y = front; y <= back; y++) {
                float dy = y - py;
                int i = DistanceBlock.index(0, y, z);
                for (int x = left; x <= right; x++) {
                    float dx = x - px;
                    float near = 1 - (dx * dx + dy * dy + dz * dz) * share;
                    if (near > 0) {
                        float w = points.weight[p] * near * near * near;
                        sum[i + x] += w * (nx * dx + ny * dy + nz * dz);
                        total[i + x] += w;
                    }
                }
            }
        }
    }

    /// Turns sums into means, with the coarser level's say.
    private void finish(long code, DistanceBlock block, float[] total) {
        DistanceField parentField = coarser;
        DistanceBlock parent = parentField == null ? null : parentField.find(code >>> 3);
        int half = OrientedPoints.SIDE / 2;
        int ox = (int) (code & 1) * half;
        int oy = (int) (code >> 1 & 1) * half;
        int oz = (int) (code >> 2 & 1) * half;
        float[] value = block.value();
        for (int z = 0; z < DistanceBlock.CORNERS; z++) {
            for (int y = 0; y < DistanceBlock.CORNERS; y++) {
                for (int x = 0; x < DistanceBlock.CORNERS; x++) {
                    int i = DistanceBlock.index(x, y, z);
                    float rough = Float.NaN;
                    int roughLevel = level + 1;
                    boolean roughEmpty = false;
                    if (parent != null) {
                        int from = DistanceBlock.index(ox + x / 2, oy + y / 2, oz + z / 2);
                        int to =
                                DistanceBlock.index(
                                        ox + (x + 1) / 2, oy + (y + 1) / 2, oz + (z + 1) / 2);
                        rough = between(parent.value(), from, to);
                        roughLevel = Math.max(parent.level()[from], parent.level()[to]);
                        roughEmpty = parent.empty()[from] || parent.empty()[to];
                    }
                    boolean reached = total[i] >= LEAST;
                    block.empty()[i] = roughEmpty && !reached;
                    block.level()[i] = (byte) (reached ? level : roughLevel);
                    value[i] =
                            Float.isNaN(rough)
                                    ? (reached ? value[i] / total[i] : Float.NaN)
                                    : (value[i] + COARSER * rough) / (total[i] + COARSER);
                }
            }
        }
    }

    /// Turns the corners outside that would lie inside but are seen through.
    private void empty(int x0, int y0, int z0, DistanceBlock block, float[] total) {
        EmptySpace near = null;
        float[] value = block.value();
        for (int z = 0; z < DistanceBlock.CORNERS; z++) {
            for (int y = 0; y < DistanceBlock.CORNERS; y++) {
                for (int x = 0; x < DistanceBlock.CORNERS; x++) {
                    int i = DistanceBlock.index(x, y, z);
                    if (!(value[i] < 0)) {
                        continue;
                    }
                    block.empty()[i] = false;
                    if (level == 0 && total[i] >= LEAST) {
                        continue;
                    }
                    near = near == null ? around(x0, y0, z0) : near;
                    if (near.holds(world(0, x0 + x), world(1, y0 + y), world(2, z0 + z))) {
                        value[i] = -value[i];
                        block.empty()[i] = true;
                    }
                }
            }
        }
    }

    private EmptySpace around(int x0, int y0, int z0) {
        double half = 0.5 * OrientedPoints.SIDE;
        double radius = 1.01 * Math.sqrt(3) * half * scale * points.voxel;
        return emptySpace.within(
                world(0, x0 + half), world(1, y0 + half), world(2, z0 + half), radius);
    }

    private double world(int axis, double corner) {
        return points.origin[axis] + points.voxel * scale * corner;
    }

    /// The mean over the corners of the box between two corners that are the same or neighbours along some axes.
    private static float between(float[] value, int from, int to) {
        if (from == to) {
            return value[from];
        }
        int step = to - from;
        int plane = DistanceBlock.CORNERS * DistanceBlock.CORNERS;
        int dz = step >= plane ? plane : 0;
        int dy = step - dz >= DistanceBlock.CORNERS ? DistanceBlock.CORNERS : 0;
        int dx = step - dz - dy;
        return 0.125f
                * (value[from]
                        + value[from + dx]
                        + value[from + dy]
                        + value[from + dx + dy]
                        + value[from + dz]
                        + value[from + dx + dz]
                        + value[from + dy + dz]
                        + value[to]);
    }

    private @Nullable DistanceBlock find(long code) {
        int i = Arrays.binarySearch(codes, code);
        return i < 0 ? null : blocks[i];
    }
}
