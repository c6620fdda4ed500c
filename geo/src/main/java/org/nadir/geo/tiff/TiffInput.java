package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The bytes of a TIFF file, read by position, so that many threads may read at once.
final class TiffInput implements AutoCloseable {
    private static final int TIFF = 42;
    private static final int BIG_TIFF = 43;

    private final Path file;
    private volatile FileChannel channel;
    private volatile boolean closed;
    private final long size;
    private final ByteOrder order;
    private final boolean big;
    private final long firstIfd;

    private TiffInput(Path file, FileChannel channel) throws IOException {
        this.file = file;
        this.channel = channel;
        this.size = channel.size();
        if (size < 8) {
            throw new GeoTiffException(file, "not a TIFF file (" + size + " bytes)");
        }
        ByteBuffer head = fetch(0, 8);
        short mark = head.getShort(0);
        if (mark != 0x4949 && mark != 0x4D4D) {
            throw new GeoTiffException(file, "not a TIFF file");
        }
        this.order = mark == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        head.order(order);
        int version = head.getShort(2);
        if (version != TIFF && version != BIG_TIFF) {
            throw new GeoTiffException(file, "not a TIFF file (version " + version + ")");
        }
        this.big = version == BIG_TIFF;
        this.firstIfd = big ? read(8, 8).getLong(0) : head.getInt(4) & 0xFFFFFFFFL;
    }

    static TiffInput open(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            return new TiffInput(file, channel);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw failure;
        }
    }

    Path file() {
        return file;
    }

    boolean isBig() {
        return big;
    }

    ByteOrder order() {
        return order;
    }

    long firstIfd() {
        return firstIfd;
    }

    /// Bytes of the file, in a buffer of the file's byte order.
    ByteBuffer read(long offset, long length) throws IOException {
        return fetch(offset, length).order(order);
    }

    private ByteBuffer fetch(long offset, long length) throws IOException {
        if (offset < 0 || length < 0 || length > size || offset > size - length) {
            throw new GeoTiffException(
                    file,
                    "cut short: %d bytes at %d wanted, the file has %d"
                            .formatted(length, offset, size));
        }
        while (true) {
            FileChannel used = channel;
            try {
                return fetch(used, offset, Math.toIntExact(length));
            } catch (ClosedChannelException interrupted) {
                if (closed || Thread.currentThread().isInterrupted()) {
                    throw interrupted;
                }
                reopen(used);
            }
        }
    }

    private ByteBuffer fetch(FileChannel from, long offset, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining()) {
            if (from.read(bytes, offset + bytes.position()) < 0) {
                throw new GeoTiffException(file, "cut short while reading");
            }
        }
        return bytes.flip();
    }

    /// The JDK closes a channel under all its readers when one of their threads is interrupted; the others carry on with a
    /// new one.
    private synchronized void reopen(FileChannel dead) throws IOException {
        if (!closed && channel == dead) {
            channel = FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        channel.close();
    }
}
