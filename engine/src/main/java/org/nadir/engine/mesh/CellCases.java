package org.nadir.engine.mesh;

import java.util.Arrays;

/// How a surface passes through a cubic cell, for each of the 256 ways in which its corners can lie inside (negative) or
/// outside: closed loops of cut edges (the cases of Lorensen and Cline 1987, "Marching cubes", made by rule instead of
/// listed).
///
/// On each side of the cell, cut edges are joined in pairs so that inside corners are parted where there is a choice. The
/// rule looks at the side alone, so that the two cells at a side agree, and the surface has no gaps and no edges with more than
/// two faces.
///
/// Corner number bits: 1 = x, 2 = y, 4 = z. Edge `e` starts at corner [#EDGE_CORNER]`[e]` and runs along axis `e / 4`.
final class CellCases {

    /// Edges of a cell: 4 along each axis.
    static final int EDGES = 12;

    /// The lower corner of each edge; its axis is `edge / 4`.
    static final int[] EDGE_CORNER = {0, 2, 4, 6, 0, 1, 4, 5, 0, 1, 2, 3};

    /// The four corners of each side, counter-clockwise seen from outside.
    private static final int[][] SIDES = {
        {0, 4, 6, 2}, {1, 3, 7, 5}, {0, 1, 5, 4}, {2, 6, 7, 3}, {0, 2, 3, 1}, {4, 5, 7, 6}
    };

    private static final int[][][] LOOPS = loops();

    private CellCases() {}

    /// The loops of a case: edge numbers, counter-clockwise seen from outside the surface. Not to be written.
    static int[][] loops(int inside) {
        return LOOPS[inside];
    }

    static int axis(int edge) {
        return edge / 4;
    }

    /// Whether two edges lie on a common side of the cell.
    static boolean shareSide(int a, int b) {
        for (int[] side : SIDES) {
            if (isOn(side, a) && isOn(side, b)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOn(int[] side, int edge) {
        int low = EDGE_CORNER[edge];
        int high = low | 1 << axis(edge);
        boolean hasLow = false;
        boolean hasHigh = false;
        for (int corner : side) {
            hasLow |= corner == low;
            hasHigh |= corner == high;
        }
        return hasLow && hasHigh;
    }

    private static int[][][] loops() {
        var all = new int[256][][];
        for (int inside = 0; inside < 256; inside++) {
            all[inside] = trace(successors(inside));
        }
        return all;
    }

    /// For each cut edge, the edge that follows it around the surface; −1 for the others.
    private static int[] successors(int inside) {
        var next = new int[EDGES];
        Arrays.fill(next, -1);
        for (int[] side : SIDES) {
            for (int k = 0; k < 4; k++) {
                // The boundary goes inside here, around one run of inside corners, and out again.
                if (isInside(inside, side[k]) || !isInside(inside, side[(k + 1) % 4])) {
                    continue;
                }
                int out = k + 1;
                while (isInside(inside, side[(out + 1) % 4])) {
                    out++;
                }
                int entry = edge(side[k], side[(k + 1) % 4]);
                next[entry] = edge(side[out % 4], side[(out + 1) % 4]);
            }
        }
        return next;
    }

    private static int[][] trace(int[] next) {
        var seen = new boolean[EDGES];
        var loops = new int[4][];
        int count = 0;
        for (int first = 0; first < EDGES; first++) {
            if (next[first] < 0 || seen[first]) {
                continue;
            }
            var loop = new int[EDGES];
            int n = 0;
            for (int e = first; !seen[e]; e = next[e]) {
                seen[e] = true;
                loop[n++] = e;
            }
            loops[count++] = Arrays.copyOf(loop, n);
        }
        return Arrays.copyOf(loops, count);
    }

    private static boolean isInside(int inside, int corner) {
        return (inside >> corner & 1) != 0;
    }

    private static int edge(int a, int b) {
        int low = Math.min(a, b);
        int axis = Integer.numberOfTrailingZeros(a ^ b);
        for (int e = 4 * axis; e < 4 * axis + 4; e++) {
            if (EDGE_CORNER[e] == low) {
                return e;
            }
        }
        throw new IllegalArgumentException("No edge between corners " + a + " and " + b);
    }
}
