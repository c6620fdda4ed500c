package org.nadir.pointcloud;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Point records that are collected and then gone through once: in memory while the budget lasts, the rest in a file. Keeps their
/// order. For one thread.
final class RecordSpool implements AutoCloseable {

    /// Memory that several spools share.
    static final class Budget {

        private long left;

        Budget(long bytes) {
            left = bytes;
        }

        private boolean take(long bytes) {
            if (bytes > left) {
                return false;
            }
            left -= bytes;
            return true;
        }
    }

    /// Looks at one record, which begins at a place in an array.
    @FunctionalInterface
    interface Visitor {
        void visit(byte[] records, int at) throws IOException;
    }

    private static final int LENGTH = LasHead.RECORD_LENGTH;
    private static final int FIRST_BLOCK = 512 * LENGTH;
    private static final int LARGEST_BLOCK = (1 << 15) * LENGTH;
    private static final int FILE_BUFFER = 1 << 16;

    private final Path folder;
    private final Budget budget;
    private final List<byte[]> blocks = new ArrayList<>();
    private byte[] last = {};
    private int used;
    private long count;
    private @Nullable Path file;
    private @Nullable OutputStream spilled;

    /// @param folder for the file, should there have to be one
    RecordSpool(Path folder, Budget budget) {
        this.folder = folder;
        this.budget = budget;
    }

    long count() {
        return count;
    }

    void add(byte[] from, int at) throws IOException {
        if (used == last.length && spilled == null && !grow()) {
            Path created = Files.createTempFile(folder, "points-", ".spool");
            file = created;
            spilled = new BufferedOutputStream(Files.newOutputStream(created), FILE_BUFFER);
        }
        if (spilled == null) {
            System.arraycopy(from, at, last, used, LENGTH);
            used += LENGTH;
        } else {
            spilled.write(from, at, LENGTH);
        }
        count++;
    }

    private boolean grow() {
        int bytes = Math.clamp(2L * last.length, FIRST_BLOCK, LARGEST_BLOCK);
        if (!budget.take(bytes)) {
            return false;
        }
        last = new byte[bytes];
        used = 0;
        blocks.add(last);
        return true;
    }

    /// Goes through all records in their order.
    void forEach(Visitor visitor) throws IOException {
        for (byte[] block : blocks) {
            int end = block == last ? used : block.length;
            for (int at = 0; at < end; at += LENGTH) {
                visitor.visit(block, at);
            }
        }
        if (spilled != null && file != null) {
            spilled.flush();
            readSpilled(file, visitor);
        }
    }

    private static void readSpilled(Path file, Visitor visitor) throws IOException {
        var record = new byte[LENGTH];
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), FILE_BUFFER)) {
            while (in.readNBytes(record, 0, LENGTH) == LENGTH) {
                visitor.visit(record, 0);
            }
        }
    }

    /// Gives memory and file back.
    @Override
    public void close() throws IOException {
        for (byte[] block : blocks) {
            budget.left += block.length;
        }
        blocks.clear();
        last = new byte[0];
        used = 0;
        count = 0;
        if (spilled != null && file != null) {
            spilled.close();
            Files.deleteIfExists(file);
            spilled = null;
        }
    }
}
