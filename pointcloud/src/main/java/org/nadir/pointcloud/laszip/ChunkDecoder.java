package org.nadir.pointcloud.laszip;

import java.util.List;

/// Expands compressed chunks to point records. Not for several threads at once.
public final class ChunkDecoder {

    private final ItemCodec[] codecs;
    private final int recordLength;
    private final ArithmeticDecoder decoder = new ArithmeticDecoder();

    public ChunkDecoder(PointItems items) {
        List<ItemCodec> list = items.codecs();
        codecs = list.toArray(ItemCodec[]::new);
        recordLength = items.recordLength();
    }

    /// Expands `count` (at least 1) records of the chunk in `bytes[0 ..< size]` into `records`.
    ///
    /// @throws IndexOutOfBoundsException when the chunk ends too early
    public void decode(byte[] bytes, int size, byte[] records, int count) {
        if (size < recordLength) {
            throw new IndexOutOfBoundsException("chunk of " + size + " bytes");
        }
        System.arraycopy(bytes, 0, records, 0, recordLength);
        int at = 0;
        for (ItemCodec codec : codecs) {
            codec.start(records, at);
            at += codec.size();
        }
        if (count == 1) {
            return;
        }
        decoder.start(bytes, recordLength, size);
        for (int p = 1; p < count; p++) {
            for (ItemCodec codec : codecs) {
                codec.decode(decoder, records, at);
                at += codec.size();
            }
        }
    }
}
