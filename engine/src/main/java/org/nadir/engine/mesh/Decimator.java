package org.nadir.engine.mesh;

import java.util.Arrays;
import org.nadir.engine.work.Work;

/// Takes vertices off a mesh, always the edge whose collapse moves the surface least, by quadric error: flat parts lose theirs
/// first, corners and borders keep theirs. Collapses that would fold the surface or join parts of it are left out. One thread;
/// ties go to the smaller vertex, so the result depends on nothing but the mesh.
public final class Decimator {

    /// A little pull towards where vertices were, relative to the planes: keeps triangles well shaped in flat parts.
    private static final double POINT_WEIGHT = 1e-3;

    /// Weight of the planes that stand on open borders.
    private static final double BORDER_WEIGHT = 1;

    /// A triangle's normal may turn by at most this cosine.
    private static final double LEAST_TURN = 0.2;

    private static final int CHECK_EVERY = 4096;

    private final double[] xyz;
    private final int[] faces;
    private final int[] first;
    private final int[] next;
    private final boolean[] gone;
    private final boolean[] onBorder;
    private final Quadrics quadrics;
    private final TriangleHeap heap = new TriangleHeap();
    private final int[] mark;
    private int stamp;
    private int[] around = new int[64];
    private int vertices;

    private Decimator(TriangleMesh mesh) {
        xyz = mesh.xyz().clone();
        faces = mesh.faces().clone();
        int n = mesh.vertexCount();
        first = new int[n];
        next = new int[faces.length];
        gone = new boolean[mesh.faceCount()];
        onBorder = new boolean[n];
        mark = new int[n];
        quadrics = new Quadrics(n);
        Arrays.fill(first, -1);
        for (int e = faces.length - 1; e >= 0; e--) {
            next[e] = first[faces[e]];
            first[faces[e]] = e;
        }
        for (int head : first) {
            vertices += head >= 0 ? 1 : 0;
        }
    }

    /// A mesh of at most `maxVertices` vertices, or as few as can be reached without damage.
    public static TriangleMesh decimate(TriangleMesh mesh, int maxVertices, Work work) {
        var trust = new float[mesh.vertexCount()];
        Arrays.fill(trust, 1);
        return decimate(mesh, trust, maxVertices, work);
    }

    /// @param trust how much a deviation counts at each vertex
    static TriangleMesh decimate(TriangleMesh mesh, float[] trust, int maxVertices, Work work) {
        if (mesh.vertexCount() <= maxVertices) {
            return mesh;
        }
        var decimator = new Decimator(mesh);
        decimator.addPlanes(new MeshTopology(mesh), trust);
        decimator.collapseDownTo(maxVertices, work);
        return decimator.result();
    }

    private void addPlanes(MeshTopology topology, float[] trust) {
        var n = new double[3];
        for (int f = 0; f < gone.length; f++) {
            double area = 0.5 * normal(faces[3 * f], faces[3 * f + 1], faces[3 * f + 2], n);
            for (int e = 3 * f; e < 3 * f + 3; e++) {
                int v = 3 * faces[e];
                double weight = area * trust[faces[e]];
                quadrics.addPlane(
                        faces[e], n[0], n[1], n[2], xyz[v], xyz[v + 1], xyz[v + 2], weight);
                quadrics.addPoint(
                        faces[e], xyz[v], xyz[v + 1], xyz[v + 2], POINT_WEIGHT * weight + 1e-30);
                if (topology.neighbour(e) < 0) {
                    addBorder(faces[e], faces[MeshTopology.next(e)], n, trust[faces[e]]);
                }
            }
        }
    }

    /// The plane through a border edge at right angles to its face holds the border in place.
    private void addBorder(int a, int b, double[] n, float trust) {
        double dx = xyz[3 * b] - xyz[3 * a];
        double dy = xyz[3 * b + 1] - xyz[3 * a + 1];
        double dz = xyz[3 * b + 2] - xyz[3 * a + 2];
        double squared = dx * dx + dy * dy + dz * dz;
        double length = Math.max(1e-30, Math.sqrt(squared));
        double px = (dy * n[2] - dz * n[1]) / length;
        double py = (dz * n[0] - dx * n[2]) / length;
        double pz = (dx * n[1] - dy * n[0]) / length;
        for (int v : new int[] {a, b}) {
            onBorder[v] = true;
            quadrics.addPlane(
                    v,
                    px,
                    py,
                    pz,
                    xyz[3 * a],
                    xyz[3 * a + 1],
                    xyz[3 * a + 2],
                    BORDER_WEIGHT * squared * trust);
        }
    }

    private void collapseDownTo(int maxVertices, Work work) {
        int start = vertices;
        for (int v = 0; v < first.length; v++) {
            if (first[v] >= 0) {
                rank(v);
            }
        }
        while (vertices > maxVertices && !heap.isEmpty()) {
            if (vertices % CHECK_EVERY == 0) {
                work.cancellation().check();
                work.progress().fraction((start - vertices) / (double) (start - maxVertices));
            }
            int v = heap.top();
            float believed = heap.error(v);
            if (believed == Float.NEGATIVE_INFINITY) {
                return;
            }
            int partner = bestPartner(v, true);
            if (partner < 0) {
                heap.put(v, Float.NEGATIVE_INFINITY);
                continue;
            }
            float error = -(float) quadrics.least(v, partner);
            if (error < believed) {
                heap.put(v, error);
                continue;
            }
            collapse(v, partner);
        }
    }

    /// Puts a vertex into the order by its cheapest edge to a vertex of larger number; whether that may collapse is looked at
    /// when its turn comes.
    private void rank(int v) {
        int partner = bestPartner(v, false);
        heap.put(v, partner < 0 ? Float.NEGATIVE_INFINITY : -(float) quadrics.least(v, partner));
    }

    /// The neighbour of larger number that `v` joins at the least cost; −1 when there is none.
    private int bestPartner(int v, boolean allowedOnly) {
        int n = neighbours(v);
        int best = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i < n; i++) {
            int u = around[i];
            if (u < v) {
                continue;
            }
            double error = quadrics.least(v, u);
            boolean better = error < least || (error == least && u < best);
            if (better && (!allowedOnly || mayJoin(v, u))) {
                least = error;
                best = u;
            }
            if (better && allowedOnly) {
                n = neighbours(v);
            }
        }
        return best;
    }

    /// Writes the neighbours of `v` into `around`, in the order of its faces, and returns how many there are.
    private int neighbours(int v) {
        int seen = ++stamp;
        mark[v] = seen;
        int n = 0;
        for (int e = first[v]; e >= 0; e = next[e]) {
            if (gone[e / 3]) {
                continue;
            }
            int a = MeshTopology.next(e);
            for (int u : new int[] {faces[a], faces[MeshTopology.next(a)]}) {
                if (mark[u] != seen) {
                    mark[u] = seen;
                    around = n == around.length ? Arrays.copyOf(around, 2 * n) : around;
                    around[n++] = u;
                }
            }
        }
        return n;
    }

    /// Whether the surface stays one without folds when `v` and `u` become one vertex at [Quadrics#place].
    private boolean mayJoin(int v, int u) {
        int shared = 0;
        for (int e = first[v]; e >= 0; e = next[e]) {
            shared += !gone[e / 3] && has(e / 3, u) ? 1 : 0;
        }
        if (shared == 0 || shared > 2 || (shared == 2 && onBorder[v] && onBorder[u])) {
            return false;
        }
        return commonNeighbours(v, u) == shared && keepsFaces(v, u) && keepsFaces(u, v);
    }

    /// The vertices next to both must be those of the shared faces (the link condition of Dey et al. 1999).
    private int commonNeighbours(int v, int u) {
        neighbours(v);
        int ofV = stamp;
        int seen = ++stamp;
        int common = 0;
        for (int e = first[u]; e >= 0; e = next[e]) {
            if (gone[e / 3]) {
                continue;
            }
            for (int c = 3 * (e / 3); c < 3 * (e / 3) + 3; c++) {
                int w = faces[c];
                if (w != u && w != v && mark[w] == ofV) {
                    mark[w] = seen;
                    common++;
                }
            }
        }
        return common;
    }

    /// Whether the faces of `v` without `u` keep their direction when `v` moves to the new place.
    private boolean keepsFaces(int v, int u) {
        double[] p = quadrics.place;
        for (int e = first[v]; e >= 0; e = next[e]) {
            if (gone[e / 3] || has(e / 3, u)) {
                continue;
            }
            int a = 3 * faces[MeshTopology.next(e)];
            int b = 3 * faces[MeshTopology.next(MeshTopology.next(e))];
            if (!keepsFace(3 * v, a, b, p)) {
                return false;
            }
        }
        return true;
    }

    private boolean keepsFace(int v, int a, int b, double[] p) {
        double ex = xyz[b] - xyz[a];
        double ey = xyz[b + 1] - xyz[a + 1];
        double ez = xyz[b + 2] - xyz[a + 2];
        double ox = xyz[v] - xyz[a];
        double oy = xyz[v + 1] - xyz[a + 1];
        double oz = xyz[v + 2] - xyz[a + 2];
        double qx = p[0] - xyz[a];
        double qy = p[1] - xyz[a + 1];
        double qz = p[2] - xyz[a + 2];
        double mx = ey * oz - ez * oy;
        double my = ez * ox - ex * oz;
        double mz = ex * oy - ey * ox;
        double nx = ey * qz - ez * qy;
        double ny = ez * qx - ex * qz;
        double nz = ex * qy - ey * qx;
        double before = mx * mx + my * my + mz * mz;
        double after = nx * nx + ny * ny + nz * nz;
        double longest = Math.max(ex * ex + ey * ey + ez * ez, qx * qx + qy * qy + qz * qz);
        // A needle's height against its length.
        if (after < 1e-3 * longest * longest && after < before) {
            return false;
        }
        return mx * nx + my * ny + mz * nz >= LEAST_TURN * Math.sqrt(before * after);
    }

    private boolean has(int face, int vertex) {
        return faces[3 * face] == vertex
                || faces[3 * face + 1] == vertex
                || faces[3 * face + 2] == vertex;
    }

    /// Joins `u` to `v` at [Quadrics#place].
    private void collapse(int v, int u) {
        System.arraycopy(quadrics.place, 0, xyz, 3 * v, 3);
        quadrics.merge(v, u);
        onBorder[v] |= onBorder[u];
        for (int e = first[u]; e >= 0; ) {
            int after = next[e];
            if (!gone[e / 3] && has(e / 3, v)) {
                gone[e / 3] = true;
            } else if (!gone[e / 3]) {
                faces[e] = v;
                next[e] = first[v];
                first[v] = e;
            }
            e = after;
        }
        first[u] = -1;
        heap.put(u, Float.NEGATIVE_INFINITY);
        vertices--;
        dropGone(v);
        int n = neighbours(v);
        int[] ring = Arrays.copyOf(around, n);
        rank(v);
        for (int w : ring) {
            dropGone(w);
            rank(w);
        }
    }

    private void dropGone(int v) {
        int last = -1;
        for (int e = first[v]; e >= 0; e = next[e]) {
            if (!gone[e / 3]) {
                last = e;
            } else if (last < 0) {
                first[v] = next[e];
            } else {
                next[last] = next[e];
            }
        }
    }

    private TriangleMesh result() {
        var number = new int[first.length];
        Arrays.fill(number, -1);
        var corners = new int[faces.length];
        int n = 0;
        int at = 0;
        for (int e = 0; e < faces.length; e++) {
            if (!gone[e / 3]) {
                int v = faces[e];
                number[v] = number[v] < 0 ? n++ : number[v];
                corners[at++] = number[v];
            }
        }
        var places = new double[3 * n];
        for (int v = 0; v < number.length; v++) {
            if (number[v] >= 0) {
                System.arraycopy(xyz, 3 * v, places, 3 * number[v], 3);
            }
        }
        return new TriangleMesh(places, Arrays.copyOf(corners, at));
    }

    /// Writes the unit normal of a triangle and returns twice its area.
    private double normal(int a, int b, int c, double[] n) {
        double ux = xyz[3 * b] - xyz[3 * a];
        double uy = xyz[3 * b + 1] - xyz[3 * a + 1];
        double uz = xyz[3 * b + 2] - xyz[3 * a + 2];
        double vx = xyz[3 * c] - xyz[3 * a];
        double vy = xyz[3 * c + 1] - xyz[3 * a + 1];
        double vz = xyz[3 * c + 2] - xyz[3 * a + 2];
        n[0] = uy * vz - uz * vy;
        n[1] = uz * vx - ux * vz;
        n[2] = ux * vy - uy * vx;
        double length = Math.sqrt(n[0] * n[0] + n[1] * n[1] + n[2] * n[2]);
        for (int k = 0; k < 3 && length > 0; k++) {
            n[k] /= length;
        }
        return length;
    }
}
