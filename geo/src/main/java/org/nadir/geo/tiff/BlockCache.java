package org.nadir.geo.tiff;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decoded blocks, the least recently used ones dropped first once the bytes exceed a budget. For any thread.
final class BlockCache {

    /// @param mask true for blocks of the mask that belongs to the level
    record Key(int level, boolean mask, int index) {}

    private final long budget;
    private final LinkedHashMap<Key, byte[]> blocks = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    BlockCache(long budget) {
        this.budget = budget;
    }

    synchronized byte @Nullable [] get(Key key) {
        return blocks.get(key);
    }

    synchronized void put(Key key, byte[] block) {
        byte[] before = blocks.put(key, block);
        bytes += block.length - (before == null ? 0 : before.length);
        var oldest = blocks.entrySet().iterator();
        while (bytes > budget && oldest.hasNext()) {
            Map.Entry<Key, byte[]> entry = oldest.next();
            bytes -= entry.getValue().length;
            oldest.remove();
        }
    }
}
