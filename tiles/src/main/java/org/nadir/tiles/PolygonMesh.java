package org.nadir.tiles;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A polygon cut into triangles between its corners: first ears are cut off one by one, then sides are flipped until no corner
/// lies in the circle around another triangle, as far as the polygon allows (a constrained Delaunay triangulation).
///
/// @param corners three indices per triangle, counter-clockwise
record PolygonMesh(int[] corners) {

    private static final int MOST_ROUNDS = 500;
    private static final double TINY = 1e-12;

    /// @return null when the ring crosses itself
    static @Nullable PolygonMesh of(double[] x, double[] y) {
        int[] corners = cutEars(x, y);
        if (corners == null) {
            return null;
        }
        flip(x, y, corners);
        return new PolygonMesh(corners);
    }

    private static int @Nullable [] cutEars(double[] x, double[] y) {
        int n = x.length;
        int[] ring = new int[n];
        boolean left = area(x, y) > 0;
        for (int i = 0; i < n; i++) {
            ring[i] = left ? i : n - 1 - i;
        }
        double scale = Math.abs(area(x, y));
        int[] corners = new int[3 * (n - 2)];
        int count = 0;
        int size = n;
        int at = 0;
        int failed = 0;
        while (size > 3) {
            int before = ring[(at + size - 1) % size];
            int tip = ring[at % size];
            int after = ring[(at + 1) % size];
            if (isEar(x, y, ring, size, before, tip, after, TINY * scale)) {
                corners[count++] = before;
                corners[count++] = tip;
                corners[count++] = after;
                System.arraycopy(ring, at % size + 1, ring, at % size, size - at % size - 1);
                size--;
                // Go on two corners further, so that triangles do not all share one corner.
                at = (at + 1) % size;
                failed = 0;
            } else {
                at = (at + 1) % size;
                failed++;
                if (failed > size) {
                    return null;
                }
            }
        }
        corners[count++] = ring[0];
        corners[count++] = ring[1];
        corners[count] = ring[2];
        return corners;
    }

    private static boolean isEar(
            double[] x,
            double[] y,
            int[] ring,
            int size,
            int before,
            int tip,
            int after,
            double tiny) {
        if (turn(x, y, before, tip, after) <= tiny) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            int other = ring[i];
            if (other == before || other == tip || other == after) {
                continue;
            }
            if (turn(x, y, before, tip, other) >= -tiny
                    && turn(x, y, tip, after, other) >= -tiny
                    && turn(x, y, after, before, other) >= -tiny) {
                return false;
            }
        }
        return true;
    }

    /// Twice the area of a triangle, positive when its corners turn left.
    private static double turn(double[] x, double[] y, int a, int b, int c) {
        return (x[b] - x[a]) * (y[c] - y[a]) - (x[c] - x[a]) * (y[b] - y[a]);
    }

    private static double area(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            int next = (i + 1) % x.length;
            sum += x[i] * y[next] - x[next] * y[i];
        }
        return sum;
    }

    private static void flip(double[] x, double[] y, int[] corners) {
        boolean changed = true;
        for (int round = 0; changed && round < MOST_ROUNDS; round++) {
            changed = false;
            Map<Long, Integer> sides = new HashMap<>();
            boolean[] touched = new boolean[corners.length / 3];
            for (int slot = 0; slot < corners.length; slot++) {
                int from = corners[slot];
                int to = corners[next(slot)];
                Integer twin = sides.get((long) to << 32 | from);
                sides.put((long) from << 32 | to, slot);
                if (twin == null || touched[slot / 3] || touched[twin / 3]) {
                    continue;
                }
                if (improves(x, y, corners, slot, twin)) {
                    int own = corners[next(next(slot))];
                    int other = corners[next(next(twin))];
                    touched[slot / 3] = true;
                    touched[twin / 3] = true;
                    set(corners, slot / 3, own, from, other);
                    set(corners, twin / 3, other, to, own);
                    changed = true;
                }
            }
        }
    }

    private static void set(int[] corners, int triangle, int a, int b, int c) {
        corners[3 * triangle] = a;
        corners[3 * triangle + 1] = b;
        corners[3 * triangle + 2] = c;
    }

    private static int next(int slot) {
        return slot % 3 == 2 ? slot - 2 : slot + 1;
    }

    /// Whether the side from one triangle to its neighbour should run between their far corners instead.
    private static boolean improves(double[] x, double[] y, int[] corners, int slot, int twin) {
        int a = corners[slot];
        int b = corners[next(slot)];
        int c = corners[next(next(slot))];
        int d = corners[next(next(twin))];
        double size = Math.abs(turn(x, y, a, b, c)) + Math.abs(turn(x, y, a, d, b));
        boolean convex = turn(x, y, c, a, d) > TINY * size && turn(x, y, d, b, c) > TINY * size;
        return convex && circle(x, y, a, b, c, d) > 1e-9 * size * size;
    }

    /// Positive when d lies inside the circle through a, b, c.
    private static double circle(double[] x, double[] y, int a, int b, int c, int d) {
        double ax = x[a] - x[d];
        double ay = y[a] - y[d];
        double bx = x[b] - x[d];
        double by = y[b] - y[d];
        double cx = x[c] - x[d];
        double cy = y[c] - y[d];
        return (ax * ax + ay * ay) * (bx * cy - cx * by)
                - (bx * bx + by * by) * (ax * cy - cx * ay)
                + (cx * cx + cy * cy) * (ax * by - bx * ay);
    }
}
