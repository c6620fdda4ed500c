package org.nadir.engine.mesh;

import java.util.Arrays;
import org.nadir.engine.work.Work;

/// Greedy insertion (Garland and Heckbert 1995, "Fast polygonal approximation of terrains and height fields"): starting
/// from two triangles, always inserts the sample that the Delaunay surface so far misses most. What counts is the distance from a
/// triangle's plane, not the height above it: on a wall's triangle a cell's width is many metres of height, and walls would take most vertices.
///
/// Wanted samples come first, in an order that a hash shuffles, because an order along rows would make slivers. Errors are
/// looked for only then, since triangles are large before. With every known cell beside a hole inserted, the borders of holes are edges: neighbouring grid
/// points less than two cells apart have an empty circle between them.
final class GreedySurface {

    private static final int CHECK_EVERY = 1024;

    /// Side of the squares, in cells, for which a triangle nearby is remembered.
    private static final int NEARBY = 128;

    /// Triangles scanned at a time by one thread.
    private static final int BATCH = 256;

    private final GridSamples samples;
    private final GridDelaunay mesh;
    private final TriangleHeap heap = new TriangleHeap();
    private int[] candidate = new int[2048];
    private boolean[] overHole = new boolean[2048];

    GreedySurface(GridSamples samples) {
        this.samples = samples;
        mesh = new GridDelaunay(samples.width() - 1, samples.height() - 1);
        for (int p = 0; p < 4; p++) {
            markVertex(mesh.x(p), mesh.y(p));
        }
    }

    /// Inserts the wanted samples, and then others until no error exceeds `maxError` metres or there are `maxVertices` vertices.
    void refine(int maxVertices, double maxError, Work work) {
        insertWanted(maxVertices, work);
        scanAll(work);
        while (mesh.pointCount() < maxVertices && heap.error(heap.top()) > maxError) {
            report(maxVertices, work);
            int triangle = heap.top();
            int sample = candidate[triangle];
            insert(triangle, sample % samples.width(), sample / samples.width());
            rescanTouched();
        }
    }

    private void insertWanted(int maxVertices, Work work) {
        int across = samples.width() / NEARBY + 1;
        var nearby = new int[across * (samples.height() / NEARBY + 1)];
        for (long entry : shuffledWanted()) {
            if (mesh.pointCount() >= maxVertices) {
                return;
            }
            report(maxVertices, work);
            int sample = (int) entry;
            int x = sample % samples.width();
            int y = sample / samples.width();
            int square = y / NEARBY * across + x / NEARBY;
            int triangle = mesh.locate(nearby[square], x, y);
            insert(triangle, x, y);
            nearby[square] = triangle;
        }
    }

    /// The wanted samples in the lower half of each number, in the order of a hash in the upper half.
    private long[] shuffledWanted() {
        var wanted = new long[samples.wantedCount()];
        int n = 0;
        for (int sample = 0; sample < samples.mark().length; sample++) {
            if (samples.mark()[sample] == GridSamples.WANTED) {
                wanted[n++] = (long) shuffled(sample) << 32 | sample;
            }
        }
        Arrays.sort(wanted);
        return wanted;
    }

    private void insert(int triangle, int x, int y) {
        samples.mark()[y * samples.width() + x] = GridSamples.VERTEX;
        mesh.insert(triangle, x, y);
    }

    private void report(int maxVertices, Work work) {
        if (mesh.pointCount() % CHECK_EVERY == 0) {
            work.cancellation().check();
            work.progress().fraction(mesh.pointCount() / (double) maxVertices);
        }
    }

    private void scanAll(Work work) {
        int triangles = mesh.triangleCount();
        reserve(triangles - 1);
        var errors = new float[triangles];
        work.workers()
                .forEach(
                        Math.ceilDiv(triangles, BATCH),
                        batch -> {
                            int end = Math.min(triangles, (batch + 1) * BATCH);
                            for (int t = batch * BATCH; t < end; t++) {
                                errors[t] = scan(t);
                            }
                        });
        for (int t = 0; t < triangles; t++) {
            heap.put(t, errors[t]);
        }
    }

    /// The triangles over known ground, in the world frame.
    TriangleMesh toMesh() {
        var number = new int[mesh.pointCount()];
        Arrays.fill(number, -1);
        var faces = new int[3 * mesh.triangleCount()];
        int corners = 0;
        int vertices = 0;
        for (int t = 0; t < mesh.triangleCount(); t++) {
            if (overHole[t]) {
                continue;
            }
            // Rows run south, so a grid triangle turns clockwise in the world: corners backwards.
            for (int k = 2; k >= 0; k--) {
                int p = mesh.corner(t, k);
                number[p] = number[p] < 0 ? vertices++ : number[p];
                faces[corners++] = number[p];
            }
        }
        var xyz = new double[3 * vertices];
        for (int p = 0; p < number.length; p++) {
            if (number[p] >= 0) {
                int at = 3 * number[p];
                xyz[at] = samples.grid().centreX(samples.x0() + mesh.x(p));
                xyz[at + 1] = samples.grid().centreY(samples.y0() + mesh.y(p));
                xyz[at + 2] = samples.z(mesh.x(p), mesh.y(p));
            }
        }
        return new TriangleMesh(xyz, Arrays.copyOf(faces, corners));
    }

    private void markVertex(int x, int y) {
        int sample = y * samples.width() + x;
        if (samples.mark()[sample] != GridSamples.HOLE) {
            samples.mark()[sample] = GridSamples.VERTEX;
        }
    }

    private void rescanTouched() {
        for (int i = 0; i < mesh.touchedCount(); i++) {
            int t = mesh.touched(i);
            boolean again = false;
            for (int j = 0; j < i && !again; j++) {
                again = mesh.touched(j) == t;
            }
            if (!again) {
                reserve(t);
                heap.put(t, scan(t));
            }
        }
    }

    /// Finds the sample farthest from a triangle, border included, row by row, and returns that distance. On a row, each of the three edge
    /// functions is linear and bounds the range of x from one side.
    private float scan(int t) {
        int a = mesh.corner(t, 0);
        int b = mesh.corner(t, 1);
        int c = mesh.corner(t, 2);
        double area = mesh.turn(a, b, c);
        double za = heightOf(a);
        double zb = heightOf(b);
        double zc = heightOf(c);
        double slopeX =
                (za * (mesh.y(b) - mesh.y(c))
                                + zb * (mesh.y(c) - mesh.y(a))
                                + zc * (mesh.y(a) - mesh.y(b)))
                        / area;
        double slopeY =
                (za * (mesh.x(c) - mesh.x(b))
                                + zb * (mesh.x(a) - mesh.x(c))
                                + zc * (mesh.x(b) - mesh.x(a)))
                        / area;
        double upright = upright(slopeX, slopeY);
        int top = Math.min(mesh.y(a), Math.min(mesh.y(b), mesh.y(c)));
        int bottom = Math.max(mesh.y(a), Math.max(mesh.y(b), mesh.y(c)));
        float best = 0;
        int bestSample = -1;
        boolean hole = false;
        for (int y = top; y <= bottom; y++) {
            int left =
                    Math.max(
                            bound(a, b, y, true),
                            Math.max(bound(b, c, y, true), bound(c, a, y, true)));
            int right =
                    Math.min(
                            bound(a, b, y, false),
                            Math.min(bound(b, c, y, false), bound(c, a, y, false)));
            double z = za + (left - mesh.x(a)) * slopeX + (y - mesh.y(a)) * slopeY;
            int sample = y * samples.width() + left;
            for (int x = left; x <= right; x++, sample++, z += slopeX) {
                byte mark = samples.mark()[sample];
                if (mark == GridSamples.HOLE) {
                    hole = true;
                    continue;
                }
                if (mark == GridSamples.VERTEX) {
                    continue;
                }
                float error = (float) Math.abs(samples.z(x, y) - z);
                if (error > best) {
                    best = error;
                    bestSample = sample;
                }
            }
        }
        candidate[t] = bestSample;
        overHole[t] = hole;
        return (float) (best * upright);
    }

    /// Cosine of the angle between a triangle's normal and the vertical, which makes a distance of a height.
    private double upright(double slopeX, double slopeY) {
        double cell = samples.grid().cell();
        return cell / Math.sqrt(cell * cell + slopeX * slopeX + slopeY * slopeY);
    }

    /// The smallest (`lower`) or largest x of row `y` that lies on the inner side of the edge from `p` to `q`; beyond the
    /// grid when the edge does not bound that side.
    private int bound(int p, int q, int y, boolean lower) {
        int dx = mesh.x(q) - mesh.x(p);
        int dy = mesh.y(q) - mesh.y(p);
        // Inside: dx (y − py) − dy (x − px) >= 0.
        long side = (long) dx * (y - mesh.y(p)) + (long) dy * mesh.x(p);
        if (dy < 0 && lower) {
            return (int) -Math.floorDiv(side, (long) -dy);
        }
        if (dy > 0 && !lower) {
            return (int) Math.floorDiv(side, (long) dy);
        }
        return lower ? 0 : samples.width() - 1;
    }

    /// Heights of corners over a hole do not matter: no triangle there is kept.
    private double heightOf(int point) {
        float z = samples.z(mesh.x(point), mesh.y(point));
        return Float.isNaN(z) ? 0 : z;
    }

    /// 31 bits.
    private static int shuffled(int sample) {
        int h = sample * 0x9E3779B1;
        h ^= h >>> 15;
        h *= 0x85EBCA77;
        h ^= h >>> 13;
        return h >>> 1;
    }

    private void reserve(int t) {
        if (t >= candidate.length) {
            int room = Math.max(2 * candidate.length, t + 1);
            candidate = Arrays.copyOf(candidate, room);
            overHole = Arrays.copyOf(overHole, room);
        }
    }
}
