package org.nadir.engine.mesh;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Writes a mesh as binary little-endian PLY, in the world frame: vertices as floats, faces as lists of three indices.
public final class MeshPly {

    private static final int VERTEX_BYTES = 3 * Float.BYTES;
    private static final int FACE_BYTES = 1 + 3 * Integer.BYTES;
    private static final int AT_ONCE = 4096;

    private MeshPly() {}

    /// Writes to a temporary name beside `file`, then moves it into place.
    public static void write(Path file, TriangleMesh mesh) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (var out = new BufferedOutputStream(Files.newOutputStream(partial), 1 << 18)) {
            out.write(head(mesh).getBytes(StandardCharsets.US_ASCII));
            ByteBuffer buffer =
                    ByteBuffer.allocate(AT_ONCE * FACE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            double[] xyz = mesh.xyz();
            for (int v = 0; v < mesh.vertexCount(); v++) {
                buffer.putFloat((float) xyz[3 * v])
                        .putFloat((float) xyz[3 * v + 1])
                        .putFloat((float) xyz[3 * v + 2]);
                flush(buffer, VERTEX_BYTES, out);
            }
            int[] faces = mesh.faces();
            for (int f = 0; f < mesh.faceCount(); f++) {
                buffer.put((byte) 3)
                        .putInt(faces[3 * f])
                        .putInt(faces[3 * f + 1])
                        .putInt(faces[3 * f + 2]);
                flush(buffer, FACE_BYTES, out);
            }
            out.write(buffer.array(), 0, buffer.position());
        }
        Files.move(
                partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void flush(ByteBuffer buffer, int next, BufferedOutputStream out)
            throws IOException {
        if (buffer.remaining() < next) {
            out.write(buffer.array(), 0, buffer.position());
            buffer.clear();
        }
    }

    private static String head(TriangleMesh mesh) {
        return """
        ply
        format binary_little_endian 1.0
        comment Nadir
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
}
