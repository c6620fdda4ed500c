package org.nadir.pointcloud.laszip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Expands compressed chunks to point records, all at once or in portions. Not for several threads at once.
public final class ChunkDecoder {

    private final ItemCodec[] codecs;
    private final @Nullable LayeredChunk layers;
    private final int recordLength;
    private final ArithmeticDecoder decoder = new ArithmeticDecoder();
    private byte[] chunk = {};
    private int size;
    private long done;
    private long most;

    public ChunkDecoder(PointItems items) {
        this(items, 3);
    }

    /// @param version version of layered items; those of others is always 2
    public ChunkDecoder(PointItems items, int version) {
        recordLength = items.recordLength();
        layers = items.layered() ? new LayeredChunk(items.layers(version), recordLength) : null;
        List<ItemCodec> list = items.layered() ? List.of() : items.codecs();
        codecs = list.toArray(ItemCodec[]::new);
    }

    /// Expands `count` (at least 1) records of the chunk in `bytes[0 ..< size]` into `records`.
    ///
    /// @throws IndexOutOfBoundsException when the chunk ends too early
    public void decode(byte[] bytes, int size, byte[] records, int count) {
        start(bytes, size);
        read(records, count);
    }

    /// Begins with the chunk in `bytes[0 ..< size]`, which must stay as they are until the next call.
    ///
    /// @throws IndexOutOfBoundsException when the chunk ends too early
    public void start(byte[] bytes, int chunkSize) {
        if (chunkSize < recordLength) {
            throw new IndexOutOfBoundsException("chunk of " + chunkSize + " bytes");
        }
        chunk = bytes;
        size = chunkSize;
        done = 0;
        most = layers == null ? Long.MAX_VALUE : layers.start(bytes, chunkSize);
        int at = 0;
        for (ItemCodec codec : codecs) {
            codec.start(bytes, at);
            at += codec.size();
        }
    }

    /// Expands the next `count` (at least 1) records.
    ///
    /// @throws IndexOutOfBoundsException when the chunk ends too early
    public void read(byte[] records, int count) {
        if (done + count > most) {
            throw new IndexOutOfBoundsException("chunk of " + most + " points");
        }
        int at = 0;
        int coded = count;
        if (done == 0) {
            System.arraycopy(chunk, 0, records, 0, recordLength);
            at = recordLength;
            coded--;
            if (coded > 0) {
                startCode();
            }
        } else if (done == 1) {
            startCode();
        }
        done += count;
        if (layers != null) {
            layers.decode(records, at, coded);
            return;
        }
        for (int p = 0; p < coded; p++) {
            for (ItemCodec codec : codecs) {
                codec.decode(decoder, records, at);
                at += codec.size();
            }
        }
    }

    /// A chunk of one record may hold no code at all.
    private void startCode() {
        if (layers == null) {
            decoder.start(chunk, recordLength, size);
        }
    }
}
