package org.nadir.engine.pipeline;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.nadir.engine.fusion.CloudThinning;
import org.nadir.engine.fusion.DenseCloud;

/// The dense cloud on disk between stages: the arrays as they are, for reading back in a second or two.
final class CloudFile {

    private static final int MAGIC = 0x4e43_4c31;
    private static final int BLOCK = 8192;

    private CloudFile() {}

    static void write(Path file, DenseCloud cloud) throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try (var out =
                new DataOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(ProjectFolder.ready(partial)), 1 << 20))) {
            out.writeInt(MAGIC);
            out.writeInt(cloud.count());
            var block = ByteBuffer.allocate(BLOCK * Double.BYTES);
            double[] xyz = cloud.xyz();
            for (int from = 0; from < xyz.length; from += BLOCK) {
                int n = Math.min(BLOCK, xyz.length - from);
                block.clear().asDoubleBuffer().put(xyz, from, n);
                out.write(block.array(), 0, n * Double.BYTES);
            }
            float[] normal = cloud.normal();
            for (int from = 0; from < normal.length; from += BLOCK) {
                int n = Math.min(BLOCK, normal.length - from);
                block.clear().asFloatBuffer().put(normal, from, n);
                out.write(block.array(), 0, n * Float.BYTES);
            }
            out.write(cloud.rgb());
            out.write(cloud.views());
            out.write(cloud.classification());
        }
        Files.move(
                partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Puts clouds together, one after the other, reading one at a time.
    ///
    /// @param sampleRadius one point per radius is left, in metres; 0 for all
    static void join(List<Path> parts, double sampleRadius, Path target) throws IOException {
        int total = 0;
        for (Path part : parts) {
            total = Math.addExact(total, read(part).count());
        }
        var xyz = new double[Math.multiplyExact(3, total)];
        var normal = new float[3 * total];
        var rgb = new byte[3 * total];
        var views = new byte[total];
        var classification = new byte[total];
        int at = 0;
        for (Path part : parts) {
            DenseCloud cloud = read(part);
            int n = cloud.count();
            System.arraycopy(cloud.xyz(), 0, xyz, 3 * at, 3 * n);
            System.arraycopy(cloud.normal(), 0, normal, 3 * at, 3 * n);
            System.arraycopy(cloud.rgb(), 0, rgb, 3 * at, 3 * n);
            System.arraycopy(cloud.views(), 0, views, at, n);
            System.arraycopy(cloud.classification(), 0, classification, at, n);
            at += n;
        }
        write(
                target,
                CloudThinning.thin(
                        new DenseCloud(xyz, normal, rgb, views, classification), sampleRadius));
    }

    static DenseCloud read(Path file) throws IOException {
        try (var in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
            if (in.readInt() != MAGIC) {
                throw new IOException(
                        file
                                + " is not a point cloud of this version: restart the task from the beginning");
            }
            int count = in.readInt();
            var xyz = new double[Math.multiplyExact(3, count)];
            var normal = new float[3 * count];
            var block = new byte[BLOCK * Double.BYTES];
            for (int from = 0; from < xyz.length; from += BLOCK) {
                int n = Math.min(BLOCK, xyz.length - from);
                in.readFully(block, 0, n * Double.BYTES);
                ByteBuffer.wrap(block).asDoubleBuffer().get(xyz, from, n);
            }
            for (int from = 0; from < normal.length; from += BLOCK) {
                int n = Math.min(BLOCK, normal.length - from);
                in.readFully(block, 0, n * Float.BYTES);
                ByteBuffer.wrap(block).asFloatBuffer().get(normal, from, n);
            }
            var rgb = new byte[3 * count];
            var views = new byte[count];
            var classification = new byte[count];
            in.readFully(rgb);
            in.readFully(views);
            in.readFully(classification);
            return new DenseCloud(xyz, normal, rgb, views, classification);
        }
    }
}
