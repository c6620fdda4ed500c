package org.nadir.pointcloud;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Reads the vertices of a binary little-endian PLY whose first element is `vertex` with scalar properties; takes
/// `x y z nx ny nz red green blue views`, in any order, and skips other properties.
public final class PlyReader implements PointSource {

    private final Path path;
    private final InputStream in;
    private final PlyHeader header;
    private final byte[] vertex;
    private long left;

    private PlyReader(Path path, InputStream in, PlyHeader header) {
        this.path = path;
        this.in = in;
        this.header = header;
        vertex = new byte[header.vertexLength()];
        left = header.count();
    }

    /// @throws IOException naming the file
    public static PlyReader open(Path path) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 18);
        try {
            return new PlyReader(path, in, PlyHeader.read(in));
        } catch (IOException failure) {
            in.close();
            throw new IOException("Cannot read " + path + ": " + failure.getMessage(), failure);
        }
    }

    public long count() {
        return header.count();
    }

    @Override
    public int read(PointBatch batch) throws IOException {
        int n = (int) Math.min(batch.capacity(), left);
        for (int i = 0; i < n; i++) {
            if (in.readNBytes(vertex, 0, vertex.length) < vertex.length) {
                throw new EOFException("Cannot read " + path + ": the file is cut off");
            }
            take(batch, i);
        }
        left -= n;
        batch.setSize(n);
        return n;
    }

    private void take(PointBatch batch, int i) {
        List<PlyHeader.Property> p = header.usual();
        batch.x()[i] = p.get(0).number(vertex);
        batch.y()[i] = p.get(1).number(vertex);
        batch.z()[i] = p.get(2).number(vertex);
        for (int k = 0; k < 3; k++) {
            batch.normals()[3 * i + k] = (float) p.get(3 + k).number(vertex);
            batch.rgb()[3 * i + k] = (byte) p.get(6 + k).number(vertex);
        }
        batch.views()[i] = (byte) p.get(9).number(vertex);
        batch.classification()[i] = 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
