package org.nadir.engine.mesh;

import java.util.Arrays;
import java.util.List;

/// A mesh whose vertices know the finest level at which points reach them: 0 where the surface was measured, more where it
/// was only filled in.
///
/// @param level one number per vertex
/// @param atEmpty whether each vertex borders on space that photos look through ([EmptySpace])
/// @param weight how many points have a say at each vertex
record LevelMesh(TriangleMesh mesh, byte[] level, boolean[] atEmpty, float[] weight) {

    /// Joins the blocks' surfaces; equal keys become one vertex.
    static LevelMesh join(List<BlockSurface> parts, OrientedPoints points) {
        int vertices = 0;
        int corners = 0;
        for (BlockSurface part : parts) {
            vertices = Math.addExact(vertices, part.vertices);
            corners = Math.addExact(corners, part.corners);
        }
        var keys = new long[vertices];
        int at = 0;
        for (BlockSurface part : parts) {
            System.arraycopy(part.key, 0, keys, at, part.vertices);
            at += part.vertices;
        }
        int[] order = KeyOrder.of(keys);
        var number = new int[vertices];
        int distinct = 0;
        for (int i = 0; i < vertices; i++) {
            distinct += i == 0 || keys[order[i]] != keys[order[i - 1]] ? 1 : 0;
            number[order[i]] = distinct - 1;
        }
        var xyz = new double[Math.multiplyExact(3, distinct)];
        var level = new byte[distinct];
        var atEmpty = new boolean[distinct];
        var weight = new float[distinct];
        var faces = new int[corners];
        int first = 0;
        int face = 0;
        for (BlockSurface part : parts) {
            for (int v = 0; v < part.vertices; v++) {
                int to = number[first + v];
                for (int k = 0; k < 3; k++) {
                    xyz[3 * to + k] = points.origin[k] + points.voxel * part.position[3 * v + k];
                }
                level[to] = part.level[v];
                atEmpty[to] = part.atEmpty[v];
                weight[to] = part.weight[v];
            }
            for (int c = 0; c < part.corners; c++) {
                faces[face++] = number[first + part.face[c]];
            }
            first += part.vertices;
        }
        return new LevelMesh(new TriangleMesh(xyz, faces), level, atEmpty, weight);
    }

    /// The faces for which `keep` is true, and the vertices that they use.
    LevelMesh select(boolean[] keep) {
        var number = new int[level.length];
        Arrays.fill(number, -1);
        int n = 0;
        for (boolean k : keep) {
            n += k ? 1 : 0;
        }
        var faces = new int[3 * n];
        int vertices = 0;
        int at = 0;
        for (int e = 0; e < mesh.faces().length; e++) {
            if (keep[e / 3]) {
                int v = mesh.faces()[e];
                number[v] = number[v] < 0 ? vertices++ : number[v];
                faces[at++] = number[v];
            }
        }
        var xyz = new double[3 * vertices];
        var levels = new byte[vertices];
        var empties = new boolean[vertices];
        var weights = new float[vertices];
        for (int v = 0; v < number.length; v++) {
            if (number[v] >= 0) {
                System.arraycopy(mesh.xyz(), 3 * v, xyz, 3 * number[v], 3);
                levels[number[v]] = level[v];
                empties[number[v]] = atEmpty[v];
                weights[number[v]] = weight[v];
            }
        }
        return new LevelMesh(new TriangleMesh(xyz, faces), levels, empties, weights);
    }
}
