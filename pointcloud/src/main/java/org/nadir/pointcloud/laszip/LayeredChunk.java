package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;

/// Expands the chunks of LAS point formats 6 to 10: a raw record, the number of records, the sizes of all layers, then the layers.
final class LayeredChunk {

    private static final int CHANNEL_BYTE = 15;

    private final LayeredItem[] items;
    private final int recordLength;
    private final Layer[] layers;
    private int channel;

    LayeredChunk(LayeredItem[] items, int recordLength) {
        this.items = items;
        this.recordLength = recordLength;
        int count = 0;
        for (LayeredItem item : items) {
            count += item.layers();
        }
        layers = new Layer[count];
        for (int i = 0; i < count; i++) {
            layers[i] = new Layer();
        }
    }

    /// @return records in the chunk, as it says itself
    long start(byte[] bytes, int size) {
        int at = recordLength + Integer.BYTES * (1 + layers.length);
        if (size < at) {
            throw new IndexOutOfBoundsException("chunk of " + size + " bytes");
        }
        for (int i = 0; i < layers.length; i++) {
            int layerSize = getInt(bytes, recordLength + Integer.BYTES * (1 + i));
            if (layerSize < 0 || layerSize > size - at) {
                throw new IndexOutOfBoundsException(
                        "layer of " + (layerSize & 0xFFFFFFFFL) + " bytes leaves its chunk");
            }
            layers[i].start(bytes, at, layerSize);
            at += layerSize;
        }
        channel = bytes[CHANNEL_BYTE] >>> 4 & 3;
        int from = 0;
        int first = 0;
        for (LayeredItem item : items) {
            item.start(layers, first, bytes, from, channel);
            from += item.size();
            first += item.layers();
        }
        return getInt(bytes, recordLength) & 0xFFFFFFFFL;
    }

    void decode(byte[] records, int from, int count) {
        int at = from;
        for (int p = 0; p < count; p++) {
            for (LayeredItem item : items) {
                channel = item.decode(records, at, channel);
                at += item.size();
            }
        }
    }
}
