package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.putFloat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes binary little-endian PLY with `x y z nx ny nz red green blue views` per vertex, streaming. Positions are floats:
/// write local coordinates, not UTM ones.
public final class PlyWriter {

    static final int VERTEX_LENGTH = 6 * Float.BYTES + 4;
    private static final int COUNT_ROOM = 20;

    private PlyWriter() {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @return number of points
    /// @throws IOException naming the file
    public static long write(Path target, PointSource points) throws IOException {
        var count = new long[1];
        NewFile.write(
                target,
                file -> {
                    file.append(head(0));
                    var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
                    var bytes = new byte[batch.capacity() * VERTEX_LENGTH];
                    while (points.read(batch) > 0) {
                        fill(batch, bytes);
                        file.append(bytes, 0, batch.size() * VERTEX_LENGTH);
                        count[0] += batch.size();
                    }
                    file.overwrite(0, head(count[0]));
                });
        return count[0];
    }

    /// The header, always of the same length: a comment takes up what the number leaves.
    private static byte[] head(long count) {
        String number = Long.toString(count);
        String text =
                """
                ply
                format binary_little_endian 1.0
                comment Nadir %s
                element vertex %s
                property float x
                property float y
                property float z
                property float nx
                property float ny
                property float nz
                property uchar red
                property uchar green
                property uchar blue
                property uchar views
                end_header
                """
                        .formatted(".".repeat(COUNT_ROOM - number.length()), number);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void fill(PointBatch batch, byte[] bytes) {
        float[] normals = batch.normals();
        for (int i = 0, at = 0; i < batch.size(); i++, at += VERTEX_LENGTH) {
            putFloat(bytes, at, (float) batch.x()[i]);
            putFloat(bytes, at + 4, (float) batch.y()[i]);
            putFloat(bytes, at + 8, (float) batch.z()[i]);
            putFloat(bytes, at + 12, normals[3 * i]);
            putFloat(bytes, at + 16, normals[3 * i + 1]);
            putFloat(bytes, at + 20, normals[3 * i + 2]);
            System.arraycopy(batch.rgb(), 3 * i, bytes, at + 24, 3);
            bytes[at + 27] = batch.views()[i];
        }
    }
}
