package org.nadir.engine.texture;

import java.util.Arrays;
import org.nadir.engine.mesh.TriangleMesh;

/// Which faces share an edge. Edge `3 f + k` of the mesh runs from corner k of face f to the next corner.
final class MeshTopology {

    private final int[] twin;

    /// Edges that more than two faces share count as borders.
    MeshTopology(TriangleMesh mesh) {
        int[] faces = mesh.faces();
        int edges = faces.length;
        var keys = new long[edges];
        for (int e = 0; e < edges; e++) {
            long a = faces[e];
            long b = faces[next(e)];
            keys[e] = Math.min(a, b) << 32 | Math.max(a, b);
        }
        int[] order = sortedByKey(keys);
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
    int neighbour(int edge) {
        return twin[edge] < 0 ? -1 : twin[edge] / 3;
    }

    /// The same edge as the face beyond it counts it; −1 when there is none.
    int twin(int edge) {
        return twin[edge];
    }

    static int next(int edge) {
        return edge % 3 == 2 ? edge - 2 : edge + 1;
    }

    /// Edge numbers in the order of their keys, then of themselves: a radix sort over the two halves of the key.
    private static int[] sortedByKey(long[] keys) {
        int n = keys.length;
        var order = new int[n];
        var other = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int shift = 0; shift < 64; shift += 16) {
            var counts = new int[(1 << 16) + 1];
            for (int i = 0; i < n; i++) {
                counts[(int) (keys[i] >>> shift & 0xFFFF) + 1]++;
            }
            for (int i = 0; i < 1 << 16; i++) {
                counts[i + 1] += counts[i];
            }
            for (int i = 0; i < n; i++) {
                int item = order[i];
                other[counts[(int) (keys[item] >>> shift & 0xFFFF)]++] = item;
            }
            int[] swap = order;
            order = other;
            other = swap;
        }
        return order;
    }
}
