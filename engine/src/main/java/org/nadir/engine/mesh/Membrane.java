package org.nadir.engine.mesh;

import java.util.Arrays;

/// Draws filled-in surface tight between the measured surface around it, as a soap film: each of its vertices moves to the
/// mean of its neighbours, over and over, while measured vertices and those at open borders stay. Where it borders on empty
/// space it does not move into that.
final class Membrane {

    private static final int ROUNDS = 150;

    /// Steps reach beyond the mean, which brings the film to rest sooner (successive over-relaxation).
    private static final double STEP = 1.6;

    /// Voxels that a vertex may move into empty space: as far as the lattice leaves open where that begins.
    private static final double OPEN = 0.5;

    private Membrane() {}

    /// @param voxel side of a voxel, metres
    static LevelMesh tighten(LevelMesh surface, double voxel) {
        double[] xyz = surface.mesh().xyz().clone();
        int[] free = freeVertices(surface);
        var start = new int[free.length + 1];
        int[] neighbours = neighbours(surface, free, start);
        double[] outwards = outwards(surface, free);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < free.length; i++) {
                int n = start[i + 1] - start[i];
                for (int k = 0; k < 3 && n > 0; k++) {
                    double sum = 0;
                    for (int j = start[i]; j < start[i + 1]; j++) {
                        sum += xyz[3 * neighbours[j] + k];
                    }
                    xyz[3 * free[i] + k] += STEP * (sum / n - xyz[3 * free[i] + k]);
                }
                if (surface.atEmpty()[free[i]]) {
                    holdBack(xyz, surface.mesh().xyz(), outwards, free[i], i, OPEN * voxel);
                }
            }
        }
        return new LevelMesh(
                new TriangleMesh(xyz, surface.mesh().faces()),
                surface.level(),
                surface.atEmpty(),
                surface.weight());
    }

    /// Moves a vertex back along its normal where it is more than `most` outside of its place at the start.
    private static void holdBack(
            double[] xyz, double[] start, double[] outwards, int vertex, int i, double most) {
        double out = 0;
        for (int k = 0; k < 3; k++) {
            out += (xyz[3 * vertex + k] - start[3 * vertex + k]) * outwards[3 * i + k];
        }
        for (int k = 0; k < 3 && out > most; k++) {
            xyz[3 * vertex + k] -= (out - most) * outwards[3 * i + k];
        }
    }

    /// Unit normals at the free vertices: of the faces around them, larger ones more.
    private static double[] outwards(LevelMesh surface, int[] free) {
        var sum = new double[3 * surface.level().length];
        int[] faces = surface.mesh().faces();
        double[] p = surface.mesh().xyz();
        for (int f = 0; f < faces.length; f += 3) {
            int a = 3 * faces[f];
            int b = 3 * faces[f + 1];
            int c = 3 * faces[f + 2];
            for (int k = 0; k < 3; k++) {
                int u = (k + 1) % 3;
                int v = (k + 2) % 3;
                double part =
                        (p[b + u] - p[a + u]) * (p[c + v] - p[a + v])
                                - (p[b + v] - p[a + v]) * (p[c + u] - p[a + u]);
                sum[a + k] += part;
                sum[b + k] += part;
                sum[c + k] += part;
            }
        }
        var normals = new double[3 * free.length];
        for (int i = 0; i < free.length; i++) {
            int at = 3 * free[i];
            double length =
                    Math.sqrt(
                            sum[at] * sum[at]
                                    + sum[at + 1] * sum[at + 1]
                                    + sum[at + 2] * sum[at + 2]);
            for (int k = 0; k < 3 && length > 0; k++) {
                normals[3 * i + k] = sum[at + k] / length;
            }
        }
        return normals;
    }

    private static int[] freeVertices(LevelMesh surface) {
        var free = new int[surface.level().length];
        var atBorder = new boolean[free.length];
        var topology = new MeshTopology(surface.mesh());
        for (int e = 0; e < surface.mesh().faces().length; e++) {
            if (topology.neighbour(e) < 0) {
                atBorder[surface.mesh().faces()[e]] = true;
                atBorder[surface.mesh().faces()[MeshTopology.next(e)]] = true;
            }
        }
        int n = 0;
        for (int v = 0; v < free.length; v++) {
            if (surface.level()[v] > 0 && !atBorder[v]) {
                free[n++] = v;
            }
        }
        return Arrays.copyOf(free, n);
    }

    /// The ends of the edges that leave each free vertex. Away from borders each neighbour is the end of one such edge.
    private static int[] neighbours(LevelMesh surface, int[] free, int[] start) {
        int[] faces = surface.mesh().faces();
        var place = new int[surface.level().length];
        Arrays.fill(place, -1);
        for (int i = 0; i < free.length; i++) {
            place[free[i]] = i;
        }
        for (int v : faces) {
            if (place[v] >= 0) {
                start[place[v] + 1]++;
            }
        }
        for (int i = 0; i < free.length; i++) {
            start[i + 1] += start[i];
        }
        var neighbours = new int[start[free.length]];
        int[] fill = start.clone();
        for (int e = 0; e < faces.length; e++) {
            int i = place[faces[e]];
            if (i >= 0) {
                neighbours[fill[i]++] = faces[MeshTopology.next(e)];
            }
        }
        return neighbours;
    }
}
