package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// A file in the making: bytes go to a temporary name beside the target, which [#commit] replaces. Closing without a commit
/// leaves no trace. Every failure names the target.
public final class NewFile implements AutoCloseable {

    /// Work that writes a file's content.
    @FunctionalInterface
    public interface Content {
        void writeTo(NewFile file) throws IOException;
    }

    private final Path target;
    private final Path temporary;
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 18);
    private boolean committed;

    private NewFile(Path target, Path temporary, FileChannel channel) {
        this.target = target;
        this.temporary = temporary;
        this.channel = channel;
    }

    /// Writes `target` whole or not at all.
    ///
    /// @throws IOException naming the target
    public static void write(Path target, Content content) throws IOException {
        try (NewFile file = open(target)) {
            content.writeTo(file);
            file.commit();
        } catch (IOException failure) {
            throw new IOException("Cannot write " + target + ": " + failure.getMessage(), failure);
        }
    }

    private static NewFile open(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path temporary =
                absolute.resolveSibling(
                        "." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        FileChannel channel =
                FileChannel.open(
                        temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new NewFile(absolute, temporary, channel);
    }

    /// Appends bytes.
    public void append(byte[] bytes, int from, int count) throws IOException {
        int done = 0;
        while (done < count) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int part = Math.min(buffer.remaining(), count - done);
            buffer.put(bytes, from + done, part);
            done += part;
        }
    }

    public void append(byte[] bytes) throws IOException {
        append(bytes, 0, bytes.length);
    }

    /// Bytes appended so far.
    public long position() throws IOException {
        return channel.position() + buffer.position();
    }

    /// Replaces bytes that were appended earlier.
    public void overwrite(long at, byte[] bytes) throws IOException {
        flush();
        ByteBuffer source = ByteBuffer.wrap(bytes);
        while (source.hasRemaining()) {
            channel.write(source, at + source.position());
        }
    }

    private void commit() throws IOException {
        flush();
        channel.force(true);
        channel.close();
        Files.move(
                temporary,
                target,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        committed = true;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed) {
            Files.deleteIfExists(temporary);
        }
    }
}
