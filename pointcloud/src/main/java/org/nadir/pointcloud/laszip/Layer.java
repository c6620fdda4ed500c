package org.nadir.pointcloud.laszip;

/// One layer of a chunk. An empty one says that its field stays what it was in the chunk's first record.
final class Layer {

    final ArithmeticDecoder decoder = new ArithmeticDecoder();
    private boolean present;

    void start(byte[] bytes, int from, int size) {
        present = size > 0;
        if (present) {
            decoder.start(bytes, from, from + size);
        }
    }

    boolean present() {
        return present;
    }
}
