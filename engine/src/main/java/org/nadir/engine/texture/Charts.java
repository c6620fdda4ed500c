package org.nadir.engine.texture;

import java.util.Arrays;
import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;

/// Connected faces that take their texture from one neighbourhood of one photo. A chart is copied as a rectangle, so large
/// regions are cut along a grid in the photo: the pieces meet without a visible seam and pack better.
///
/// @param ofFace chart of each face; −1 for faces without a view
/// @param view shot of each chart
/// @param faces all faces that have a chart, chart after chart
/// @param start where a chart's faces begin in `faces`; one entry more than there are charts
record Charts(int[] ofFace, int[] view, int[] faces, int[] start) {

    /// Cells of the grid in photo pixels.
    private static final int CELL = 768;

    /// @param cornerU photo column of each face corner, in the photo of the face's label
    /// @param cornerV photo row
    static Charts of(
            TriangleMesh mesh,
            MeshTopology topology,
            int[] labels,
            float[] cornerU,
            float[] cornerV) {
        int n = mesh.faceCount();
        var cell = new long[n];
        for (int f = 0; f < n; f++) {
            long column =
                    (long) ((cornerU[3 * f] + cornerU[3 * f + 1] + cornerU[3 * f + 2]) / 3) / CELL;
            long row =
                    (long) ((cornerV[3 * f] + cornerV[3 * f + 1] + cornerV[3 * f + 2]) / 3) / CELL;
            cell[f] = labels[f] < 0 ? -1 : (long) labels[f] << 32 | row << 16 | column;
        }
        var ofFace = new int[n];
        Arrays.fill(ofFace, -1);
        var faces = new int[n];
        var start = new int[n + 1];
        var view = new int[n];
        int charts = 0;
        int filled = 0;
        for (int seed = 0; seed < n; seed++) {
            if (cell[seed] < 0 || ofFace[seed] >= 0) {
                continue;
            }
            start[charts] = filled;
            view[charts] = labels[seed];
            filled = grow(topology, cell, ofFace, faces, filled, seed, charts);
            charts++;
        }
        start[charts] = filled;
        return new Charts(
                ofFace,
                Arrays.copyOf(view, charts),
                Arrays.copyOf(faces, filled),
                Arrays.copyOf(start, charts + 1));
    }

    int count() {
        return view.length;
    }

    /// Adds all faces of the seed's cell that hang together with it; the list itself is the queue.
    private static int grow(
            MeshTopology topology,
            long[] cell,
            int[] ofFace,
            int[] faces,
            int from,
            int seed,
            int chart) {
        int end = from;
        faces[end++] = seed;
        ofFace[seed] = chart;
        for (int next = from; next < end; next++) {
            int f = faces[next];
            for (int e = 3 * f; e < 3 * f + 3; e++) {
                int g = topology.neighbour(e);
                if (g >= 0 && ofFace[g] < 0 && cell[g] == cell[f]) {
                    ofFace[g] = chart;
                    faces[end++] = g;
                }
            }
        }
        return end;
    }
}
