package org.nadir.engine.mesh;

/// Triangles over shared vertices, in the world frame, counter-clockwise seen from outside.
///
/// @param xyz three numbers per vertex
/// @param faces three vertex indices per triangle
public record TriangleMesh(double[] xyz, int[] faces) {

    public TriangleMesh {
        if (xyz.length % 3 != 0 || faces.length % 3 != 0) {
            throw new IllegalArgumentException("Mesh arrays are not in threes");
        }
    }

    public int vertexCount() {
        return xyz.length / 3;
    }

    public int faceCount() {
        return faces.length / 3;
    }
}
