package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.putDouble;
import static org.nadir.pointcloud.LittleEndian.putFloat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Writes binary little-endian PLY with `x y z nx ny nz red green blue views` per vertex, streaming. Positions are floats:
/// write local coordinates, not UTM ones, or ask for doubles.
public final class PlyWriter {

    static final int VERTEX_LENGTH = 6 * Float.BYTES + 4;
    private static final int COUNT_ROOM = 20;

    private PlyWriter() {}

    /// Writes all points of the source, which is not closed.
    ///
    /// @return number of points
    /// @throws IOException naming the file
    public static long write(Path target, PointSource points) throws IOException {
        return write(target, points, false);
    }

    /// Writes positions as doubles, so that coordinates of any size keep their precision.
    public static long writePrecise(Path target, PointSource points) throws IOException {
        return write(target, points, true);
    }

    private static long write(Path target, PointSource points, boolean precise) throws IOException {
        var count = new long[1];
        int length = precise ? VERTEX_LENGTH + 3 * (Double.BYTES - Float.BYTES) : VERTEX_LENGTH;
        NewFile.write(
                target,
                file -> {
                    file.append(head(0, precise));
                    var batch = new PointBatch(PointBatch.USUAL_CAPACITY);
                    var bytes = new byte[batch.capacity() * length];
                    while (points.read(batch) > 0) {
                        fill(batch, bytes, precise);
                        file.append(bytes, 0, batch.size() * length);
                        count[0] += batch.size();
                    }
                    file.overwrite(0, head(count[0], precise));
                });
        return count[0];
    }

    /// The header, always of the same length: a comment takes up what the number leaves.
    private static byte[] head(long count, boolean precise) {
        String type = precise ? "double" : "float";
        String number = Long.toString(count);
        String text =
                """
                ply
                format binary_little_endian 1.0
                comment Nadir %s
                element vertex %s
                property %s x
                property %s y
                property %s z
                property float nx
                property float ny
                property float nz
                property uchar red
                property uchar green
                property uchar blue
                property uchar views
                end_header
                """
                        .formatted(
                                ".".repeat(COUNT_ROOM - number.length()), number, type, type, type);
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void fill(PointBatch batch, byte[] bytes, boolean precise) {
        float[] normals = batch.normals();
        int at = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (precise) {
                putDouble(bytes, at, batch.x()[i]);
                putDouble(bytes, at + 8, batch.y()[i]);
                putDouble(bytes, at + 16, batch.z()[i]);
                at += 24;
            } else {
                putFloat(bytes, at, (float) batch.x()[i]);
                putFloat(bytes, at + 4, (float) batch.y()[i]);
                putFloat(bytes, at + 8, (float) batch.z()[i]);
                at += 12;
            }
            putFloat(bytes, at, normals[3 * i]);
            putFloat(bytes, at + 4, normals[3 * i + 1]);
            putFloat(bytes, at + 8, normals[3 * i + 2]);
            System.arraycopy(batch.rgb(), 3 * i, bytes, at + 12, 3);
            bytes[at + 15] = batch.views()[i];
            at += 16;
        }
    }
}
