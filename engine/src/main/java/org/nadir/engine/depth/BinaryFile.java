package org.nadir.engine.depth;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nadir.engine.camera.Camera;

/// Little-endian files that begin with a mark and a fingerprint of what they were made from. Written under a temporary name, then
/// moved.
final class BinaryFile {

    private static final int HEAD = 16;

    private BinaryFile() {}

    static void write(Path file, int mark, long fingerprint, ByteBuffer body) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        ByteBuffer head = ByteBuffer.allocate(HEAD).order(ByteOrder.LITTLE_ENDIAN);
        head.putInt(mark).putInt(body.remaining()).putLong(fingerprint).flip();
        try (var channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.TRUNCATE_EXISTING)) {
            writeAll(channel, head);
            writeAll(channel, body);
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    /// Whether the file is there, whole, and made from the same things.
    static boolean isCurrent(Path file, int mark, long fingerprint) throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (var channel = FileChannel.open(file)) {
            ByteBuffer head = read(channel, HEAD);
            return !head.hasRemaining()
                    && head.getInt(0) == mark
                    && head.getInt(4) == channel.size() - HEAD
                    && head.getLong(8) == fingerprint;
        }
    }

    /// The body, ready to be read.
    static ByteBuffer read(Path file, int mark) throws IOException {
        try (var channel = FileChannel.open(file)) {
            ByteBuffer head = read(channel, HEAD);
            if (head.hasRemaining()
                    || head.getInt(0) != mark
                    || head.getInt(4) != channel.size() - HEAD) {
                throw new IOException(file + ": not a whole file of this kind");
            }
            return read(channel, head.getInt(4)).flip();
        }
    }

    private static ByteBuffer read(FileChannel channel, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
            // Short reads are allowed; the loop goes on until the count or the end.
        }
        return bytes;
    }

    /// Bytes that [#putPinhole] takes.
    static final int PINHOLE_BYTES = 2 * 4 + 8;

    static void putPinhole(ByteBuffer body, Camera camera) {
        body.putInt(camera.width()).putInt(camera.height()).putDouble(camera.focalX());
    }

    static Camera getPinhole(ByteBuffer body, String id) {
        return Camera.perspective(id, body.getInt(), body.getInt(), body.getDouble());
    }
}
