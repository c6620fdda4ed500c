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
    private static final int LAYERED_CHUNKED = 3;
    private static final int PORTION = 50_000;
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
    private int leftInChunk;
    private boolean fresh;
    private long position;
    private long done;

    private LazChunks(
            RandomAccessFile file,
            LasHeader header,
            ChunkDecoder decoder,
            ChunkTable table,
            int chunkSize,
            long end) {
        this.file = file;
        this.header = header;
        this.decoder = decoder;
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
        boolean layered = compressor == LAYERED_CHUNKED;
        if (!layered && compressor != POINTWISE_CHUNKED || getUnsignedShort(v, 2) != 0) {
            throw new IOException("LASzip compressor " + compressor + " is not supported");
        }
        PointItems items = items(v);
        if (items.layered() != layered) {
            throw new IOException(
                    "LASzip items " + items.types() + " with compressor " + compressor);
        }
        if (items.recordLength() != header.recordLength()) {
            throw new IOException("laszip items do not add up to the record length");
        }
        int chunkSize = getInt(v, 12);
        if (chunkSize != VARIABLE && (chunkSize < 1 || chunkSize > LARGEST_CHUNK)) {
            throw new IOException("chunks of " + chunkSize + " points");
        }
        long end = tablePosition(file, header);
        return new LazChunks(
                file,
                header,
                new ChunkDecoder(items, getUnsignedShort(v, 38)),
                table(file, end, chunkSize),
                chunkSize,
                end);
    }

    @Override
    public int nextCount() throws IOException {
        if (leftInChunk == 0 && done < header.count()) {
            leftInChunk = pointsOfChunk();
        }
        return Math.min(leftInChunk, PORTION);
    }

    private int pointsOfChunk() throws IOException {
        if (chunk == table.bytes().length) {
            throw new IOException("chunks hold " + done + " points of " + header.count());
        }
        int points = chunkSize == VARIABLE ? table.points()[chunk] : chunkSize;
        if (points < 1 || points > LARGEST_CHUNK) {
            throw new IOException("chunk " + chunk + " of " + points + " points");
        }
        fresh = true;
        return (int) Math.min(points, header.count() - done);
    }

    @Override
    public int next(byte[] records) throws IOException {
        int n = nextCount();
        if (n == 0) {
            return 0;
        }
        if (fresh) {
            startChunk();
        }
        decoder.read(records, n);
        done += n;
        leftInChunk -= n;
        return n;
    }

    private void startChunk() throws IOException {
        int size = table.bytes()[chunk];
        if (size < 0 || size > end - position) {
            throw new IOException("chunk " + chunk + " of " + size + " bytes leaves the file");
        }
        compressed = compressed.length < size ? new byte[size] : compressed;
        file.seek(position);
        file.readFully(compressed, 0, size);
        decoder.start(compressed, size);
        position += size;
        chunk++;
        fresh = false;
    }

    private static PointItems items(byte[] v) throws IOException {
        List<Integer> types = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (int at = 34; at < 34 + 6 * getUnsignedShort(v, 32); at += 6) {
            int type = getUnsignedShort(v, at);
            int version = getUnsignedShort(v, at + 4);
            boolean known =
                    type >= PointItems.POINT14 ? version == 3 || version == 4 : version == 2;
            if (!known) {
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
