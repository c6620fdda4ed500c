package org.nadir.engine.mesh;

import java.util.Arrays;

/// A Delaunay triangulation of points on an integer grid, grown one point at a time (Guibas and Stolfi 1985; edges by
/// twin indices). All tests are exact: coordinates are at most [#MAX_COORDINATE], so that determinants fit a long.
///
/// Edge `e` belongs to triangle `e / 3` and runs from `start(e)` to the start of the next edge of its triangle. Triangles
/// turn from x towards y.
final class GridDelaunay {

    static final int MAX_COORDINATE = 1 << 14;

    private int[] xs = new int[256];
    private int[] ys = new int[256];
    private int points;

    private int[] start = new int[1024];
    private int[] twin = new int[1024];
    private int edges;

    private int[] stack = new int[64];
    private int stackSize;

    /// Triangles that the last insertion made or changed; possibly several times the same.
    private int[] touched = new int[64];

    private int touchedCount;

    /// Two triangles over the rectangle from (0, 0) to (`maxX`, `maxY`). Points 0 to 3 are its corners in turning order.
    GridDelaunay(int maxX, int maxY) {
        if (maxX < 1 || maxY < 1 || maxX > MAX_COORDINATE || maxY > MAX_COORDINATE) {
            throw new IllegalArgumentException("Grid to " + maxX + ", " + maxY);
        }
        int a = addPoint(0, 0);
        int b = addPoint(maxX, 0);
        int c = addPoint(maxX, maxY);
        int d = addPoint(0, maxY);
        int first = addTriangle(a, b, c);
        int second = addTriangle(c, d, a);
        link(first + 2, second + 2);
    }

    int pointCount() {
        return points;
    }

    int triangleCount() {
        return edges / 3;
    }

    int x(int point) {
        return xs[point];
    }

    int y(int point) {
        return ys[point];
    }

    int corner(int triangle, int which) {
        return start[3 * triangle + which];
    }

    int touchedCount() {
        return touchedCount;
    }

    int touched(int i) {
        return touched[i];
    }

    /// A triangle that holds a place of the rectangle, inside or on its border: walks from `triangle` across whatever edge has the
    /// place beyond it, which in a Delaunay triangulation never goes in circles.
    int locate(int triangle, int x, int y) {
        int t = triangle;
        int across = beyond(t, x, y);
        while (across >= 0) {
            t = across;
            across = beyond(t, x, y);
        }
        return t;
    }

    /// The triangle at the first edge that has the place on its outer side; −1 where none has.
    private int beyond(int triangle, int x, int y) {
        for (int e = 3 * triangle; e < 3 * triangle + 3; e++) {
            int p = start[e];
            int q = start[next(e)];
            long side =
                    (long) (xs[q] - xs[p]) * (y - ys[p]) - (long) (ys[q] - ys[p]) * (x - xs[p]);
            if (side < 0) {
                return twin[e] / 3;
            }
        }
        return -1;
    }

    /// Inserts a new point that lies in the triangle or on its border and is none of its corners.
    void insert(int triangle, int x, int y) {
        touchedCount = 0;
        int p = addPoint(x, y);
        int e = 3 * triangle;
        for (int k = 0; k < 3; k++) {
            if (turn(start[e + k], start[next(e + k)], p) == 0) {
                splitEdge(e + k, p);
                legalise();
                return;
            }
        }
        splitTriangle(e, p);
        legalise();
    }

    private void splitTriangle(int e, int p) {
        int a = start[e];
        int b = start[e + 1];
        int c = start[e + 2];
        int beyondB = twin[e + 1];
        int beyondC = twin[e + 2];
        start[e + 2] = p;
        int second = addTriangle(b, c, p);
        int third = addTriangle(c, a, p);
        link(second, beyondB);
        link(third, beyondC);
        link(e + 1, second + 2);
        link(second + 1, third + 2);
        link(third + 1, e + 2);
        touch(e);
        push(e);
        push(second);
        push(third);
    }

    private void splitEdge(int e, int p) {
        int en = next(e);
        int ep = previous(e);
        int f = twin[e];
        int v = start[en];
        int w = start[ep];
        int beyond = twin[en];
        start[en] = p;
        int upper = addTriangle(v, w, p);
        link(upper, beyond);
        link(upper + 1, en);
        touch(e);
        push(ep);
        push(upper);
        if (f < 0) {
            twin[e] = -1;
            twin[upper + 2] = -1;
            return;
        }
        int fn = next(f);
        int fp = previous(f);
        int u = start[fn];
        int q = start[fp];
        int beyondF = twin[fn];
        start[fn] = p;
        int lower = addTriangle(u, q, p);
        link(lower, beyondF);
        link(lower + 1, fn);
        link(e, lower + 2);
        link(f, upper + 2);
        touch(f);
        push(fp);
        push(lower);
    }

    /// Flips edges until those on the stack, which all face the new point, are Delaunay.
    private void legalise() {
        while (stackSize > 0) {
            int e = stack[--stackSize];
            int f = twin[e];
            if (f < 0) {
                continue;
            }
            int en = next(e);
            int ep = previous(e);
            int fn = next(f);
            int fp = previous(f);
            int p = start[ep];
            int q = start[fp];
            if (!inCircle(start[e], start[en], p, q)) {
                continue;
            }
            int beyondE = twin[en];
            int beyondF = twin[fn];
            start[en] = q;
            start[fn] = p;
            link(e, beyondF);
            link(f, beyondE);
            link(en, fn);
            touch(e);
            touch(f);
            push(e);
            push(fp);
        }
    }

    /// Twice the signed area of three points; positive when they turn from x towards y.
    long turn(int a, int b, int c) {
        return (long) (xs[b] - xs[a]) * (ys[c] - ys[a]) - (long) (ys[b] - ys[a]) * (xs[c] - xs[a]);
    }

    /// Whether `d` lies strictly inside the circle through `a`, `b`, `c`.
    boolean inCircle(int a, int b, int c, int d) {
        long ax = xs[a] - xs[d];
        long ay = ys[a] - ys[d];
        long bx = xs[b] - xs[d];
        long by = ys[b] - ys[d];
        long cx = xs[c] - xs[d];
        long cy = ys[c] - ys[d];
        long determinant =
                (ax * ax + ay * ay) * (bx * cy - by * cx)
                        + (bx * bx + by * by) * (cx * ay - cy * ax)
                        + (cx * cx + cy * cy) * (ax * by - ay * bx);
        return determinant > 0;
    }

    private static int next(int e) {
        return e % 3 == 2 ? e - 2 : e + 1;
    }

    private static int previous(int e) {
        return e % 3 == 0 ? e + 2 : e - 1;
    }

    private void link(int e, int f) {
        twin[e] = f;
        if (f >= 0) {
            twin[f] = e;
        }
    }

    private int addPoint(int x, int y) {
        if (points == xs.length) {
            xs = Arrays.copyOf(xs, 2 * points);
            ys = Arrays.copyOf(ys, 2 * points);
        }
        xs[points] = x;
        ys[points] = y;
        return points++;
    }

    private int addTriangle(int a, int b, int c) {
        if (edges + 3 > start.length) {
            start = Arrays.copyOf(start, 2 * start.length);
            twin = Arrays.copyOf(twin, 2 * twin.length);
        }
        int e = edges;
        edges += 3;
        start[e] = a;
        start[e + 1] = b;
        start[e + 2] = c;
        Arrays.fill(twin, e, e + 3, -1);
        touch(e);
        return e;
    }

    private void push(int e) {
        if (stackSize == stack.length) {
            stack = Arrays.copyOf(stack, 2 * stackSize);
        }
        stack[stackSize++] = e;
    }

    private void touch(int e) {
        if (touchedCount == touched.length) {
            touched = Arrays.copyOf(touched, 2 * touchedCount);
        }
        touched[touchedCount++] = e / 3;
    }
}
