package org.nadir.engine.mesh;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.nadir.pointcloud.LittleEndian;
import org.nadir.pointcloud.NewFile;

/// Writes meshes as binary little-endian PLY.
public final class MeshPly {

    private static final int VERTEX = 3 * Float.BYTES;
    private static final int FACE = 1 + 3 * Integer.BYTES;
    private static final int PORTION = 8192;

    private MeshPly() {}

    /// @throws IOException naming the file
    public static void write(Path target, TriangleMesh mesh) throws IOException {
        NewFile.write(
                target,
                file -> {
                    file.append(head(mesh).getBytes(StandardCharsets.US_ASCII));
                    writeVertices(file, mesh.xyz());
                    writeFaces(file, mesh.faces());
                });
    }

    private static String head(TriangleMesh mesh) {
        return """
        ply
        format binary_little_endian 1.0
        element vertex %d
        property float x
        property float y
        property float z
        element face %d
        property list uchar int vertex_indices
        end_header
        """
                .formatted(mesh.vertexCount(), mesh.faceCount());
    }

    private static void writeVertices(NewFile file, double[] xyz) throws IOException {
        var bytes = new byte[PORTION * VERTEX];
        int at = 0;
        for (double number : xyz) {
            LittleEndian.putFloat(bytes, at, (float) number);
            at += Float.BYTES;
            if (at == bytes.length) {
                file.append(bytes);
                at = 0;
            }
        }
        file.append(bytes, 0, at);
    }

    private static void writeFaces(NewFile file, int[] faces) throws IOException {
        var bytes = new byte[PORTION * FACE];
        int at = 0;
        for (int i = 0; i < faces.length; i += 3) {
            bytes[at] = 3;
            LittleEndian.putInt(bytes, at + 1, faces[i]);
            LittleEndian.putInt(bytes, at + 5, faces[i + 1]);
            LittleEndian.putInt(bytes, at + 9, faces[i + 2]);
            at += FACE;
            if (at == bytes.length) {
                file.append(bytes);
                at = 0;
            }
        }
        file.append(bytes, 0, at);
    }
}
