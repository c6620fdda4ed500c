package org.nadir.pointcloud;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;

/// Reads LAS 1.0 to 1.4 and LAZ (point formats 0 to 3 point-wise and 6 to 10 in layers, chunked), streaming. For one thread at a time.
///
/// Colours of 0 to 255 in the 16-bit fields are taken as they are; where the first points hold larger values, the upper
/// eight bits count.
public final class LasReader implements PointSource {

    private final Path path;
    private final RandomAccessFile file;
    private final LasHeader header;
    private final RawRecords records;
    private final RecordFields fields;
    private byte[] raw = {};
    private int buffered;
    private int next;

    private LasReader(Path path, RandomAccessFile file, LasHeader header) throws IOException {
        this.path = path;
        this.file = file;
        this.header = header;
        records =
                header.compressed() ? LazChunks.open(file, header) : new PlainRecords(file, header);
        refill();
        fields = RecordFields.of(header, raw, buffered);
    }

    /// Opens a file, told apart by its header and not by its name.
    ///
    /// @throws IOException naming the file
    public static LasReader open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new LasReader(path, file, LasHeaderReader.read(file));
        } catch (IOException | RuntimeException failure) {
            file.close();
            throw failed(path, failure);
        }
    }

    public LasHeader header() {
        return header;
    }

    @Override
    public int read(PointBatch batch) throws IOException {
        int filled = 0;
        while (filled < batch.capacity() && available()) {
            int n = Math.min(batch.capacity() - filled, buffered - next);
            fields.read(raw, next * header.recordLength(), n, batch, filled);
            next += n;
            filled += n;
        }
        batch.setSize(filled);
        return filled;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private boolean available() throws IOException {
        if (next < buffered) {
            return true;
        }
        try {
            refill();
        } catch (IOException | RuntimeException failure) {
            throw failed(path, failure);
        }
        return buffered > 0;
    }

    private void refill() throws IOException {
        int bytes = Math.multiplyExact(records.nextCount(), header.recordLength());
        raw = raw.length < bytes ? new byte[bytes] : raw;
        buffered = records.next(raw);
        next = 0;
    }

    private static IOException failed(Path path, Exception failure) {
        String why = failure instanceof EOFException ? "the file is cut off" : failure.getMessage();
        return new IOException("Cannot read " + path + ": " + why, failure);
    }
}
