package org.nadir.benchmarks;

import java.util.Arrays;

/// How a part of a model hangs together.
///
/// @param openEdges edges with one face
/// @param brokenEdges edges with more than two faces, or with two that run along them the same way
/// @param pieces parts that no edge joins
/// @param untextured faces without a picture
record ModelFigures(
        int vertices, int faces, int openEdges, int brokenEdges, int pieces, int untextured) {

    /// Which places belong to the part.
    @FunctionalInterface
    interface Place {
        boolean holds(double x, double y, double z);
    }

    /// Of the faces that have all their corners in the part. At its limits edges are not counted as open.
    static ModelFigures of(ObjModel model, Place place) {
        var inside = new boolean[model.vertices()];
        int vertices = 0;
        for (int v = 0; v < inside.length; v++) {
            inside[v] =
                    place.holds(model.xyz()[3 * v], model.xyz()[3 * v + 1], model.xyz()[3 * v + 2]);
            vertices += inside[v] ? 1 : 0;
        }
        int faces = 0;
        int untextured = 0;
        var parent = new int[inside.length];
        Arrays.setAll(parent, v -> v);
        for (int f = 0; f < model.faces(); f++) {
            int a = model.vertex()[3 * f];
            int b = model.vertex()[3 * f + 1];
            int c = model.vertex()[3 * f + 2];
            if (inside[a] && inside[b] && inside[c]) {
                faces++;
                untextured += model.page()[f] < 0 ? 1 : 0;
                parent[root(parent, a)] = root(parent, b);
                parent[root(parent, b)] = root(parent, c);
            }
        }
        int[] edges = edges(model, inside);
        int pieces = pieces(model, inside, parent);
        return new ModelFigures(vertices, faces, edges[0], edges[1], pieces, untextured);
    }

    private static int pieces(ObjModel model, boolean[] inside, int[] parent) {
        var isPiece = new boolean[parent.length];
        int pieces = 0;
        for (int v : model.vertex()) {
            if (inside[v] && !isPiece[root(parent, v)]) {
                isPiece[root(parent, v)] = true;
                pieces++;
            }
        }
        return pieces;
    }

    private static int root(int[] parent, int v) {
        int at = v;
        while (parent[at] != at) {
            parent[at] = parent[parent[at]];
            at = parent[at];
        }
        return at;
    }

    /// Numbers of open and of broken edges.
    private static int[] edges(ObjModel model, boolean[] inside) {
        int[] corner = model.vertex();
        var edges = new long[corner.length];
        for (int e = 0; e < edges.length; e++) {
            int from = corner[e];
            int to = corner[e % 3 == 2 ? e - 2 : e + 1];
            // The lowest bit says which way the face runs along the edge.
            edges[e] =
                    ((long) Math.min(from, to) << 31 | Math.max(from, to)) << 1
                            | (from < to ? 1 : 0);
        }
        Arrays.sort(edges);
        int open = 0;
        int broken = 0;
        for (int i = 0; i < edges.length; ) {
            int end = i + 1;
            while (end < edges.length && edges[end] >>> 1 == edges[i] >>> 1) {
                end++;
            }
            boolean isInside =
                    inside[(int) (edges[i] >>> 32)] && inside[(int) (edges[i] >>> 1) & 0x7fffffff];
            if (isInside) {
                open += end - i == 1 ? 1 : 0;
                broken += end - i > 2 || end - i == 2 && edges[i] == edges[i + 1] ? 1 : 0;
            }
            i = end;
        }
        return new int[] {open, broken};
    }
}
