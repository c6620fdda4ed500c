package org.nadir.engine.mesh;

import java.util.HashMap;
import java.util.Map;

/// Counts, edge by edge, how a mesh hangs together: the slow and obvious way.
record ClosedSurface(int borderEdges, int brokenEdges) {

    private record Edge(int from, int to) {}

    /// An edge is broken when two faces run along it in the same direction, or more than two use it; it is a border when
    /// only one face has it.
    static ClosedSurface of(TriangleMesh mesh) {
        Map<Edge, Integer> uses = new HashMap<>();
        for (int f = 0; f < mesh.faceCount(); f++) {
            for (int k = 0; k < 3; k++) {
                int from = mesh.faces()[3 * f + k];
                int to = mesh.faces()[3 * f + (k + 1) % 3];
                uses.merge(new Edge(from, to), 1, Integer::sum);
            }
        }
        int border = 0;
        int broken = 0;
        for (var use : uses.entrySet()) {
            Edge edge = use.getKey();
            broken += use.getValue() > 1 || edge.from == edge.to ? 1 : 0;
            border += uses.containsKey(new Edge(edge.to, edge.from)) ? 0 : 1;
        }
        return new ClosedSurface(border, broken);
    }

    /// The volume inside a closed mesh; positive when faces turn counter-clockwise seen from outside.
    static double volume(TriangleMesh mesh) {
        double sum = 0;
        double[] p = mesh.xyz();
        for (int f = 0; f < mesh.faceCount(); f++) {
            int a = 3 * mesh.faces()[3 * f];
            int b = 3 * mesh.faces()[3 * f + 1];
            int c = 3 * mesh.faces()[3 * f + 2];
            sum += p[a] * (p[b + 1] * p[c + 2] - p[b + 2] * p[c + 1]);
            sum += p[a + 1] * (p[b + 2] * p[c] - p[b] * p[c + 2]);
            sum += p[a + 2] * (p[b] * p[c + 1] - p[b + 1] * p[c]);
        }
        return sum / 6;
    }
}
