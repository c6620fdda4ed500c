package org.nadir.pointcloud.laszip;

import java.util.List;

/// Compresses point records to chunks in memory. A chunk begins with one raw record and can be read by itself. Not for
/// several threads at once.
public final class ChunkEncoder {

    private final ItemCodec[] codecs;
    private final int recordLength;
    private final ArithmeticEncoder encoder = new ArithmeticEncoder();

    public ChunkEncoder(PointItems items) {
        List<ItemCodec> list = items.codecs();
        codecs = list.toArray(ItemCodec[]::new);
        recordLength = items.recordLength();
    }

    /// Compresses `count` (at least 1) records that follow each other from `from` on. The result is in [#bytes], until the
    /// next call.
    ///
    /// @return compressed size in bytes
    public int encode(byte[] records, int from, int count) {
        encoder.clear();
        int at = from;
        for (int i = 0; i < recordLength; i++) {
            encoder.putRaw(records[at + i]);
        }
        for (ItemCodec codec : codecs) {
            codec.start(records, at);
            at += codec.size();
        }
        encoder.start();
        for (int p = 1; p < count; p++) {
            for (ItemCodec codec : codecs) {
                codec.encode(encoder, records, at);
                at += codec.size();
            }
        }
        encoder.finish();
        return encoder.size();
    }

    public byte[] bytes() {
        return encoder.bytes();
    }
}
