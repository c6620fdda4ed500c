package org.nadir.engine.texture;

import java.util.Arrays;
import org.nadir.engine.mesh.MeshTopology;
import org.nadir.engine.mesh.TriangleMesh;

/// Faces that no photo shows and that get a colour all the same: a soft blend of the colours around them. Each has a small
/// cell of texels with its three corners' colours in a block of cells of its own.
final class UnseenFaces {

    /// Texels along a cell's side. The corners lie at (1, 1), (3, 1) and (1, 3), where blending of neighbouring texels stays
    /// within the cell.
    private static final int CELL = 4;

    private static final int ROUNDS = 300;

    private final TriangleMesh mesh;
    private final int[] faces;
    private final int perRow;
    private final int[] slot;

    private UnseenFaces(TriangleMesh mesh, int[] faces, int perRow) {
        this.mesh = mesh;
        this.faces = faces;
        this.perRow = perRow;
        this.slot = new int[mesh.faceCount()];
        Arrays.fill(slot, -1);
        for (int i = 0; i < faces.length; i++) {
            slot[faces[i]] = i;
        }
    }

    /// @param labels shot of each face, −1 for unseen ones
    static UnseenFaces of(
            TriangleMesh mesh,
            MeshTopology topology,
            int[] labels,
            TextureMapper.Unseen treatment,
            int pageSize) {
        int[] chosen =
                switch (treatment) {
                    case LEAVE_OUT -> new int[0];
                    case FILL_HOLES -> enclosed(topology, labels);
                    case KEEP -> unseen(labels);
                };
        int mostPerRow = pageSize / CELL;
        int perRow = Math.clamp((int) Math.ceil(Math.sqrt(chosen.length)), 1, mostPerRow);
        int kept = (int) Math.min(chosen.length, (long) perRow * mostPerRow);
        return new UnseenFaces(mesh, Arrays.copyOf(chosen, kept), perRow);
    }

    private static int[] unseen(int[] labels) {
        var list = new int[labels.length];
        int n = 0;
        for (int f = 0; f < labels.length; f++) {
            if (labels[f] < 0) {
                list[n++] = f;
            }
        }
        return Arrays.copyOf(list, n);
    }

    /// Patches of unseen faces that border on seen ones only.
    private static int[] enclosed(MeshTopology topology, int[] labels) {
        int n = labels.length;
        var visited = new boolean[n];
        var list = new int[n];
        int kept = 0;
        for (int seed = 0; seed < n; seed++) {
            if (labels[seed] >= 0 || visited[seed]) {
                continue;
            }
            int end = kept;
            list[end++] = seed;
            visited[seed] = true;
            boolean atBorder = false;
            boolean atSeen = false;
            for (int at = kept; at < end; at++) {
                for (int e = 3 * list[at]; e < 3 * list[at] + 3; e++) {
                    int next = topology.neighbour(e);
                    atBorder |= next < 0;
                    atSeen |= next >= 0 && labels[next] >= 0;
                    if (next >= 0 && labels[next] < 0 && !visited[next]) {
                        visited[next] = true;
                        list[end++] = next;
                    }
                }
            }
            kept = atBorder || !atSeen ? kept : end;
        }
        return Arrays.copyOf(list, kept);
    }

    int count() {
        return faces.length;
    }

    /// Width of the block of cells; 0 when there are none.
    int width() {
        return faces.length == 0 ? 0 : CELL * Math.min(perRow, faces.length);
    }

    int height() {
        return CELL * Math.ceilDiv(faces.length, perRow);
    }

    int face(int index) {
        return faces[index];
    }

    /// Column of a face corner in the block, in texels.
    float cornerX(int index, int corner) {
        return CELL * (index % perRow) + (corner == 1 ? 3 : 1);
    }

    float cornerY(int index, int corner) {
        return CELL * (index / perRow) + (corner == 2 ? 3 : 1);
    }

    /// Paints the cells, from the colours that seen faces have at their corners.
    ///
    /// @param left column of the block on `page`
    /// @param textured the mesh with its finished pages
    void paint(TexturePage page, int left, int top, TexturedMesh textured) {
        if (faces.length == 0) {
            return;
        }
        float[] colour = spread(seenColours(textured));
        for (int i = 0; i < faces.length; i++) {
            int x = left + CELL * (i % perRow);
            int y = top + CELL * (i / perRow);
            paintCell(page, x, y, faces[i], colour);
        }
    }

    private void paintCell(TexturePage page, int left, int top, int face, float[] colour) {
        int a = 3 * mesh.faces()[3 * face];
        int b = 3 * mesh.faces()[3 * face + 1];
        int c = 3 * mesh.faces()[3 * face + 2];
        for (int y = 0; y < CELL; y++) {
            for (int x = 0; x < CELL; x++) {
                float wb = Math.clamp((x - 0.5f) / 2, 0, 1);
                float wc = Math.clamp((y - 0.5f) / 2, 0, 1 - wb);
                int to = 3 * ((top + y) * page.width() + left + x);
                for (int k = 0; k < 3; k++) {
                    float value =
                            (1 - wb - wc) * colour[a + k] + wb * colour[b + k] + wc * colour[c + k];
                    page.rgb()[to + k] = (byte) Math.clamp(Math.round(value), 0, 255);
                }
            }
        }
    }

    /// Three numbers per vertex: the mean over its texture coordinates; NaN where there are none.
    private float[] seenColours(TexturedMesh textured) {
        var sum = new float[3 * mesh.vertexCount()];
        var count = new int[mesh.vertexCount()];
        for (int e = 0; e < textured.cornerUv().length; e++) {
            if (textured.facePage()[e / 3] < 0 || slot[e / 3] >= 0) {
                continue;
            }
            TexturePage page = textured.pages().get(textured.facePage()[e / 3]);
            int uv = 2 * textured.cornerUv()[e];
            int x = Math.clamp((int) (textured.uv()[uv] * page.width()), 0, page.width() - 1);
            int y = Math.clamp((int) (textured.uv()[uv + 1] * page.height()), 0, page.height() - 1);
            int vertex = mesh.faces()[e];
            count[vertex]++;
            for (int k = 0; k < 3; k++) {
                sum[3 * vertex + k] += page.rgb()[3 * (y * page.width() + x) + k] & 0xFF;
            }
        }
        for (int i = 0; i < sum.length; i++) {
            sum[i] = count[i / 3] == 0 ? Float.NaN : sum[i] / count[i / 3];
        }
        return sum;
    }

    /// Gives vertices without a colour the mean of their neighbours', over and over. What nothing coloured hangs together
    /// with becomes gray.
    private float[] spread(float[] colour) {
        var fixed = new boolean[colour.length / 3];
        for (int v = 0; v < fixed.length; v++) {
            fixed[v] = !Float.isNaN(colour[3 * v]);
        }
        var sum = new float[colour.length];
        var count = new int[fixed.length];
        for (int round = 0; round < ROUNDS; round++) {
            Arrays.fill(sum, 0);
            Arrays.fill(count, 0);
            for (int f : faces) {
                for (int e = 3 * f; e < 3 * f + 3; e++) {
                    int from = mesh.faces()[MeshTopology.next(e)];
                    add(colour, from, mesh.faces()[e], sum, count);
                    add(colour, mesh.faces()[e], from, sum, count);
                }
            }
            for (int f : faces) {
                for (int e = 3 * f; e < 3 * f + 3; e++) {
                    int v = mesh.faces()[e];
                    for (int k = 0; k < 3 && !fixed[v] && count[v] > 0; k++) {
                        colour[3 * v + k] = sum[3 * v + k] / count[v];
                    }
                }
            }
        }
        for (int i = 0; i < colour.length; i++) {
            colour[i] = Float.isNaN(colour[i]) ? 128 : colour[i];
        }
        return colour;
    }

    private static void add(float[] colour, int from, int to, float[] sum, int[] count) {
        if (!Float.isNaN(colour[3 * from])) {
            count[to]++;
            for (int k = 0; k < 3; k++) {
                sum[3 * to + k] += colour[3 * from + k];
            }
        }
    }
}
