package org.nadir.engine.mesh;

import java.util.Arrays;

/// Draws filled-in surface tight between the measured surface around it, as a soap film: each of its vertices moves to the
/// mean of its neighbours, over and over, while measured vertices and those at open borders stay.
final class Membrane {

    private static final int ROUNDS = 150;

    /// Steps reach beyond the mean, which brings the film to rest sooner (successive over-relaxation).
    private static final double STEP = 1.6;

    private Membrane() {}

    static LevelMesh tighten(LevelMesh surface) {
        double[] xyz = surface.mesh().xyz().clone();
        int[] free = freeVertices(surface);
        var start = new int[free.length + 1];
        int[] neighbours = neighbours(surface, free, start);
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
            }
        }
        return new LevelMesh(
                new TriangleMesh(xyz, surface.mesh().faces()), surface.level(), surface.weight());
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
