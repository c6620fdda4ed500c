package org.nadir.engine.texture;

import org.nadir.engine.mesh.TriangleMesh;

/// The colour unknowns: one node per vertex and view that textures a face there. Nodes of one vertex face each other over a
/// seam and should show the same colour.
///
/// @param ofCorner node of each face corner; −1 for faces without a view
/// @param view view of each node
/// @param vertex vertex of each node; the nodes of one vertex follow each other
record SeamNodes(int[] ofCorner, int[] view, int[] vertex) {

    static SeamNodes of(TriangleMesh mesh, int[] labels) {
        int corners = mesh.faces().length;
        var start = new int[mesh.vertexCount() + 1];
        for (int v : mesh.faces()) {
            start[v + 1]++;
        }
        for (int v = 0; v < mesh.vertexCount(); v++) {
            start[v + 1] += start[v];
        }
        var around = new int[corners];
        int[] fill = start.clone();
        for (int e = 0; e < corners; e++) {
            around[fill[mesh.faces()[e]]++] = e;
        }
        var ofCorner = new int[corners];
        var view = new int[corners];
        var vertex = new int[corners];
        int nodes = 0;
        for (int v = 0; v < mesh.vertexCount(); v++) {
            int first = nodes;
            for (int i = start[v]; i < start[v + 1]; i++) {
                int label = labels[around[i] / 3];
                int node = label < 0 ? -1 : first;
                while (node >= 0 && node < nodes && view[node] != label) {
                    node++;
                }
                ofCorner[around[i]] = node;
                if (node == nodes) {
                    view[nodes] = label;
                    vertex[nodes++] = v;
                }
            }
        }
        return new SeamNodes(
                ofCorner,
                java.util.Arrays.copyOf(view, nodes),
                java.util.Arrays.copyOf(vertex, nodes));
    }

    int count() {
        return view.length;
    }

    /// The node of another view at the vertex of `node`; −1 when it has none there.
    int beside(int node, int wanted) {
        int first = node;
        while (first > 0 && vertex[first - 1] == vertex[node]) {
            first--;
        }
        for (int i = first; i < view.length && vertex[i] == vertex[node]; i++) {
            if (view[i] == wanted) {
                return i;
            }
        }
        return -1;
    }
}
