package org.nadir.pointcloud;

import java.io.IOException;
import java.io.RandomAccessFile;

/// The records of a file without compression.
final class PlainRecords implements RawRecords {

    private static final int PORTION = 20_000;

    private final RandomAccessFile file;
    private final LasHeader header;
    private long done;

    PlainRecords(RandomAccessFile file, LasHeader header) {
        this.file = file;
        this.header = header;
    }

    @Override
    public int nextCount() {
        return (int) Math.min(PORTION, header.count() - done);
    }

    @Override
    public int next(byte[] records) throws IOException {
        int n = nextCount();
        file.seek(header.dataOffset() + done * header.recordLength());
        file.readFully(records, 0, n * header.recordLength());
        done += n;
        return n;
    }
}
