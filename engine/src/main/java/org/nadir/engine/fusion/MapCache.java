package org.nadir.engine.fusion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.nadir.engine.depth.DepthMapFile;

/// Depth maps read from files, the most recently used ones kept up to a budget. Any thread may ask.
final class MapCache {

    private final List<Path> files;
    private final int capacity;
    private final LinkedHashMap<Integer, MapSamples> kept = new LinkedHashMap<>(16, 0.75f, true);

    /// @param budget bytes that cached maps may take
    MapCache(List<Path> files, long budget) throws IOException {
        this.files = files;
        long largest = 1;
        for (Path file : files) {
            largest = Math.max(largest, Files.size(file));
        }
        // In memory a map has 19 bytes per pixel, 10 in the file.
        this.capacity = Math.clamp(budget / (2 * largest), 1, 1000);
    }

    MapSamples map(int index) throws IOException {
        synchronized (kept) {
            MapSamples map = kept.get(index);
            if (map != null) {
                return map;
            }
        }
        var map = new MapSamples(DepthMapFile.read(files.get(index)));
        synchronized (kept) {
            kept.put(index, map);
            if (kept.size() > capacity) {
                kept.remove(kept.firstEntry().getKey());
            }
        }
        return map;
    }
}
