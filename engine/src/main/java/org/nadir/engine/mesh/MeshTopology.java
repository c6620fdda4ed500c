package org.nadir.engine.mesh;

import java.util.Arrays;

/// Which faces share an edge. Edge `3 f + k` of the mesh runs from corner k of face f to the next corner.
public final class MeshTopology {

    private final int[] twin;

    /// Edges that more than two faces share count as borders.
    public MeshTopology(TriangleMesh mesh) {
        int[] faces = mesh.faces();
        int edges = faces.length;
        var keys = new long[edges];
        for (int e = 0; e < edges; e++) {
            long a = faces[e];
            long b = faces[next(e)];
            keys[e] = Math.min(a, b) << 32 | Math.max(a, b);
        }
        int[] order = KeyOrder.of(keys);
        twin = new int[edges];
        Arrays.fill(twin, -1);
        for (int i = 0; i < edges; ) {
            int j = i + 1;
            while (j < edges && keys[order[j]] == keys[order[i]]) {
                j++;
            }
            if (j - i == 2) {
                twin[order[i]] = order[i + 1];
                twin[order[i + 1]] = order[i];
            }
            i = j;
        }
    }

    /// The face beyond an edge; −1 when there is none.
    public int neighbour(int edge) {
        return twin[edge] < 0 ? -1 : twin[edge] / 3;
    }

    /// The same edge as the face beyond it counts it; −1 when there is none.
    public int twin(int edge) {
        return twin[edge];
    }

    public static int next(int edge) {
        return edge % 3 == 2 ? edge - 2 : edge + 1;
    }
}
