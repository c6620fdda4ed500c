package org.nadir.engine.mesh;

import java.util.Arrays;

/// The surface within one block: triangles between the zeros on the lattice's edges. Vertices on a block's sides appear in
/// each block that has them, under the same key.
final class BlockSurface {

    /// Zeros are kept this far from the corners, as a share of the edge, so that no triangle has equal corners.
    private static final float CLEAR = 0.02f;

    private static final int CORNERS = DistanceBlock.CORNERS;

    /// Where a vertex is: lattice corner (20 bits per axis) and axis of its edge; keys of loops' middles have axis 3.
    long[] key = new long[256];

    float[] position = new float[3 * 256];
    byte[] level = new byte[256];

    /// Whether each vertex borders on space that photos look through.
    boolean[] atEmpty = new boolean[256];

    /// How many points have a say at each vertex.
    float[] weight = new float[256];

    int vertices;
    int[] face = new int[3 * 512];
    int corners;

    private final int x0;
    private final int y0;
    private final int z0;
    private final DistanceBlock block;
    private final float[] cornerWeight;
    private final int[] vertexOnEdge;
    private int middles;

    private BlockSurface(long code, DistanceBlock block, float[] cornerWeight, int[] vertexOnEdge) {
        x0 = Morton.x(code) * OrientedPoints.SIDE;
        y0 = Morton.y(code) * OrientedPoints.SIDE;
        z0 = Morton.z(code) * OrientedPoints.SIDE;
        this.block = block;
        this.cornerWeight = cornerWeight;
        this.vertexOnEdge = vertexOnEdge;
    }

    /// @param cornerWeight how many points have a say at each corner of the block
    /// @param vertexOnEdge scratch of `3 · DistanceBlock.SIZE` numbers
    static BlockSurface of(
            long code, DistanceBlock block, float[] cornerWeight, int[] vertexOnEdge) {
        Arrays.fill(vertexOnEdge, -1);
        var surface = new BlockSurface(code, block, cornerWeight, vertexOnEdge);
        for (int z = 0; z < OrientedPoints.SIDE; z++) {
            for (int y = 0; y < OrientedPoints.SIDE; y++) {
                for (int x = 0; x < OrientedPoints.SIDE; x++) {
                    surface.cell(x, y, z);
                }
            }
        }
        surface.trim();
        return surface;
    }

    private void trim() {
        key = Arrays.copyOf(key, vertices);
        position = Arrays.copyOf(position, 3 * vertices);
        level = Arrays.copyOf(level, vertices);
        atEmpty = Arrays.copyOf(atEmpty, vertices);
        weight = Arrays.copyOf(weight, vertices);
        face = Arrays.copyOf(face, corners);
    }

    private void cell(int x, int y, int z) {
        int inside = 0;
        for (int corner = 0; corner < 8; corner++) {
            float value = block.value()[corner(x, y, z, corner)];
            if (Float.isNaN(value)) {
                return;
            }
            inside |= value < 0 ? 1 << corner : 0;
        }
        for (int[] loop : CellCases.loops(inside)) {
            fill(loop, x, y, z);
        }
    }

    /// Triangles from a corner of the loop from which no diagonal lies in a side of the cell, where it could meet that of
    /// another cell; from the middle when there is no such corner.
    private void fill(int[] loop, int x, int y, int z) {
        int apex = apex(loop);
        if (apex >= 0) {
            for (int k = 1; k + 1 < loop.length; k++) {
                addFace(
                        vertex(loop[apex], x, y, z),
                        vertex(loop[(apex + k) % loop.length], x, y, z),
                        vertex(loop[(apex + k + 1) % loop.length], x, y, z));
            }
            return;
        }
        int middle = middle(loop, x, y, z);
        for (int k = 0; k < loop.length; k++) {
            addFace(middle, vertex(loop[k], x, y, z), vertex(loop[(k + 1) % loop.length], x, y, z));
        }
    }

    private static int apex(int[] loop) {
        for (int apex = 0; apex < loop.length; apex++) {
            boolean free = true;
            for (int k = 2; k + 1 < loop.length; k++) {
                free &= !CellCases.shareSide(loop[apex], loop[(apex + k) % loop.length]);
            }
            if (free) {
                return apex;
            }
        }
        return -1;
    }

    private int vertex(int edge, int x, int y, int z) {
        int low = CellCases.EDGE_CORNER[edge];
        int axis = CellCases.axis(edge);
        int i = corner(x, y, z, low);
        int known = vertexOnEdge[3 * i + axis];
        if (known >= 0) {
            return known;
        }
        int j = corner(x, y, z, low | 1 << axis);
        float a = block.value()[i];
        float b = block.value()[j];
        float t = Math.clamp(a / (a - b), CLEAR, 1 - CLEAR);
        int cx = x0 + x + (low & 1);
        int cy = y0 + y + (low >> 1 & 1);
        int cz = z0 + z + (low >> 2);
        int vertex =
                addVertex(
                        key(cx, cy, cz, axis),
                        cx + (axis == 0 ? t : 0),
                        cy + (axis == 1 ? t : 0),
                        cz + (axis == 2 ? t : 0),
                        Math.max(block.level()[i], block.level()[j]),
                        block.empty()[i] || block.empty()[j],
                        (1 - t) * cornerWeight[i] + t * cornerWeight[j]);
        vertexOnEdge[3 * i + axis] = vertex;
        return vertex;
    }

    private int middle(int[] loop, int x, int y, int z) {
        float sx = 0;
        float sy = 0;
        float sz = 0;
        float sum = 0;
        int most = 0;
        boolean empty = false;
        for (int edge : loop) {
            int v = vertex(edge, x, y, z);
            sx += position[3 * v];
            sy += position[3 * v + 1];
            sz += position[3 * v + 2];
            sum += weight[v];
            most = Math.max(most, level[v]);
            empty |= atEmpty[v];
        }
        int n = loop.length;
        // A cell has up to four loops: tell them apart by bits above the coordinates.
        long key = key(x0 + x, y0 + y, z0 + z, 3) | (long) (middles++ & 3) << 62;
        return addVertex(key, sx / n, sy / n, sz / n, most, empty, sum / n);
    }

    private static long key(int x, int y, int z, int axis) {
        return ((long) z << 40 | (long) y << 20 | x) << 2 | axis;
    }

    private static int corner(int x, int y, int z, int corner) {
        return ((z + (corner >> 2)) * CORNERS + y + (corner >> 1 & 1)) * CORNERS + x + (corner & 1);
    }

    private int addVertex(
            long itsKey,
            float x,
            float y,
            float z,
            int itsLevel,
            boolean isAtEmpty,
            float itsWeight) {
        if (vertices == key.length) {
            key = Arrays.copyOf(key, 2 * vertices);
            position = Arrays.copyOf(position, 6 * vertices);
            level = Arrays.copyOf(level, 2 * vertices);
            atEmpty = Arrays.copyOf(atEmpty, 2 * vertices);
            weight = Arrays.copyOf(weight, 2 * vertices);
        }
        key[vertices] = itsKey;
        position[3 * vertices] = x;
        position[3 * vertices + 1] = y;
        position[3 * vertices + 2] = z;
        level[vertices] = (byte) itsLevel;
        atEmpty[vertices] = isAtEmpty;
        weight[vertices] = itsWeight;
        return vertices++;
    }

    private void addFace(int a, int b, int c) {
        if (corners == face.length) {
            face = Arrays.copyOf(face, 2 * corners);
        }
        face[corners++] = a;
        face[corners++] = b;
        face[corners++] = c;
    }
}
