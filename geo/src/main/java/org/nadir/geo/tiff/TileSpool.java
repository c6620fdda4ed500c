package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.UUID;

/// The encoded tiles of one level, waiting in a temporary file that vanishes on closing. Each tile is stored as it will
/// stand in the finished file: its length in four bytes, the tile, its last four bytes again.
final class TileSpool implements AutoCloseable {
    static final int LEADER = 4;
    static final int TRAILER = 4;
    private static final int BUFFER = 1 << 20;

    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    private final int[] sizes;
    private int tiles;
    private long length;

    TileSpool(Path folder, String name, int tileCount) throws IOException {
        channel =
                FileChannel.open(
                        besideName(folder, name, ".tiles"),
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
        sizes = new int[tileCount];
    }

    /// A name for a temporary file that nobody else uses.
    static Path besideName(Path folder, String name, String ending) {
        return folder.resolve(name + "." + UUID.randomUUID() + ending);
    }

    void add(byte[] tile) throws IOException {
        sizes[tiles++] = tile.length;
        byte[] framed = new byte[LEADER + tile.length + TRAILER];
        LittleEndian.INT.set(framed, 0, tile.length);
        System.arraycopy(tile, 0, framed, LEADER, tile.length);
        byte[] end = Arrays.copyOfRange(tile, Math.max(0, tile.length - TRAILER), tile.length);
        System.arraycopy(end, 0, framed, LEADER + tile.length, end.length);
        put(framed);
        length += framed.length;
    }

    /// All bytes that [#copyTo] will write.
    long length() {
        return length;
    }

    /// Length of each tile without its frame.
    int[] sizes() {
        return sizes;
    }

    /// Appends everything to another file.
    void copyTo(FileChannel target) throws IOException {
        flush();
        long done = 0;
        while (done < length) {
            done += channel.transferTo(done, length - done, target);
        }
    }

    private void put(byte[] bytes) throws IOException {
        if (bytes.length > buffer.remaining()) {
            flush();
        }
        if (bytes.length > buffer.capacity()) {
            writeFully(channel, ByteBuffer.wrap(bytes));
            return;
        }
        buffer.put(bytes);
    }

    private void flush() throws IOException {
        buffer.flip();
        writeFully(channel, buffer);
        buffer.clear();
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
