package org.nadir.pointcloud;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.List;
import org.nadir.pointcloud.laszip.ChunkDecoder;
import org.nadir.pointcloud.laszip.ChunkTable;
import org.nadir.pointcloud.laszip.PointItems;

/// The records of a LAZ file, chunk after chunk by its chunk table.
final class LazChunks implements RawRecords {

    private static final int POINTWISE_CHUNKED = 2;
    private static final int VARIABLE = -1;
    private static final int LARGEST_CHUNK = 10_000_000;

    private final RandomAccessFile file;
    private final LasHeader header;
    private final ChunkDecoder decoder;
    private final ChunkTable table;
    private final int chunkSize;
    private final long end;
    private byte[] compressed = {};
    private int chunk;
    private long position;
    private long done;

    private LazChunks(
            RandomAccessFile file,
            LasHeader header,
            PointItems items,
            ChunkTable table,
            int chunkSize,
            long end) {
        this.file = file;
        this.header = header;
        this.decoder = new ChunkDecoder(items);
        this.table = table;
        this.chunkSize = chunkSize;
        this.end = end;
        position = header.dataOffset() + Long.BYTES;
    }

    static LazChunks open(RandomAccessFile file, LasHeader header) throws IOException {
        byte[] v =
                header.records().stream()
                        .filter(r -> r.id() == 22204 && r.user().equals("laszip encoded"))
                        .map(LasHeader.Record::content)
                        .findFirst()
                        .orElseThrow(
                                () -> new IOException("compressed, but without a laszip record"));
        if (v.length < 34 || v.length < 34 + 6 * getUnsignedShort(v, 32)) {
            throw new IOException("laszip record of " + v.length + " bytes");
        }
        int compressor = getUnsignedShort(v, 0);
        if (compressor != POINTWISE_CHUNKED || getUnsignedShort(v, 2) != 0) {
            throw new IOException("LASzip compressor " + compressor + " is not supported");
        }
        PointItems items = items(v);
        if (items.recordLength() != header.recordLength()) {
            throw new IOException("laszip items do not add up to the record length");
        }
        int chunkSize = getInt(v, 12);
        if (chunkSize != VARIABLE && (chunkSize < 1 || chunkSize > LARGEST_CHUNK)) {
            throw new IOException("chunks of " + chunkSize + " points");
        }
        long end = tablePosition(file, header);
        return new LazChunks(file, header, items, table(file, end, chunkSize), chunkSize, end);
    }

    @Override
    public int nextCount() throws IOException {
        long left = header.count() - done;
        if (left == 0) {
            return 0;
        }
        if (chunk == table.bytes().length) {
            throw new IOException("chunks hold " + done + " points of " + header.count());
        }
        int points = chunkSize == VARIABLE ? table.points()[chunk] : chunkSize;
        if (points < 1 || points > LARGEST_CHUNK) {
            throw new IOException("chunk " + chunk + " of " + points + " points");
        }
        return (int) Math.min(points, left);
    }

    @Override
    public int next(byte[] records) throws IOException {
        int n = nextCount();
        if (n == 0) {
            return 0;
        }
        int size = table.bytes()[chunk];
        if (size < 0 || size > end - position) {
            throw new IOException("chunk " + chunk + " of " + size + " bytes leaves the file");
        }
        compressed = compressed.length < size ? new byte[size] : compressed;
        file.seek(position);
        file.readFully(compressed, 0, size);
        decoder.decode(compressed, size, records, n);
        position += size;
        done += n;
        chunk++;
        return n;
    }

    private static PointItems items(byte[] v) throws IOException {
        List<Integer> types = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int at = 34; at < 34 + 6 * getUnsignedShort(v, 32); at += 6) {
            int type = getUnsignedShort(v, at);
            int version = getUnsignedShort(v, at + 4);
            if (version != 2) {
                throw new IOException(
                        "LASzip item " + type + " of version " + version + " is not supported");
            }
            types.add(type);
            sizes.add(getUnsignedShort(v, at + 2));
        }
        return new PointItems(types, sizes);
    }

    /// Where the chunk table lies. Writers that could not seek put the place into the last eight bytes.
    private static long tablePosition(RandomAccessFile file, LasHeader header) throws IOException {
        long at = longAt(file, header.dataOffset());
        if (at == -1) {
            at = longAt(file, file.length() - Long.BYTES);
        }
        if (at < header.dataOffset() + Long.BYTES || at > file.length() - Long.BYTES) {
            throw new IOException("no chunk table; the file may be cut off");
        }
        return at;
    }

    private static long longAt(RandomAccessFile file, long at) throws IOException {
        return LittleEndian.getLong(LasHeaderReader.readAt(file, at, Long.BYTES), 0);
    }

    private static ChunkTable table(RandomAccessFile file, long at, int chunkSize)
            throws IOException {
        int room = (int) Math.min(file.length() - at, 1 << 26);
        byte[] bytes = LasHeaderReader.readAt(file, at, room);
        return ChunkTable.decode(bytes, chunkSize == VARIABLE, LARGEST_CHUNK);
    }
}
