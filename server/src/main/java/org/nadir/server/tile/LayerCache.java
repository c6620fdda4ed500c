package org.nadir.server.tile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nadir.tiles.RasterLayer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the rasters that were used lately open. A file that was exchanged is opened anew; a layer is closed only when nobody
/// uses it. Thread-safe.
final class LayerCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LayerCache.class);
    private static final int MOST_OPEN = 24;

    /// A layer in use; given back by closing.
    final class Lease implements AutoCloseable {
        private final Entry entry;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        RasterLayer layer() {
            return entry.layer;
        }

        /// Changes whenever the file does.
        String version() {
            return entry.version;
        }

        @Override
        public void close() {
            giveBack(entry);
        }
    }

    private static final class Entry {
        final String version;
        final RasterLayer layer;
        int users;
        boolean dropped;

        Entry(String version, RasterLayer layer) {
            this.version = version;
            this.layer = layer;
        }
    }

    private final Map<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

    /// @return null when there is no such file
    /// @throws IOException when the file is no raster on the map
    @Nullable Lease open(Path file) throws IOException {
        String version = version(file);
        if (version == null) {
            return null;
        }
        synchronized (entries) {
            Entry known = entries.get(file);
            if (known != null && known.version.equals(version)) {
                known.users++;
                return new Lease(known);
            }
        }
        // Opened outside the lock: of two threads that open the same file the later one's layer is
        // kept.
        var fresh = new Entry(version, RasterLayer.open(file));
        fresh.users = 1;
        synchronized (entries) {
            Entry old = entries.put(file, fresh);
            if (old != null) {
                drop(old);
            }
            shrink();
        }
        return new Lease(fresh);
    }

    private static @Nullable String version(Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.isRegularFile()
                    ? Long.toHexString(attributes.size())
                            + "-"
                            + Long.toHexString(
                                    attributes.lastModifiedTime().to(TimeUnit.MICROSECONDS))
                            + "-"
                            + Integer.toHexString(String.valueOf(attributes.fileKey()).hashCode())
                    : null;
        } catch (NoSuchFileException absent) {
            return null;
        }
    }

    private void shrink() {
        Iterator<Entry> oldest = entries.values().iterator();
        while (entries.size() > MOST_OPEN && oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.users == 0) {
                oldest.remove();
                drop(entry);
            }
        }
    }

    private void giveBack(Entry entry) {
        synchronized (entries) {
            entry.users--;
            if (entry.dropped && entry.users == 0) {
                closeQuietly(entry);
            }
        }
    }

    private static void drop(Entry entry) {
        entry.dropped = true;
        if (entry.users == 0) {
            closeQuietly(entry);
        }
    }

    private static void closeQuietly(Entry entry) {
        try {
            entry.layer.close();
        } catch (IOException failure) {
            LOG.warn("Cannot close {}", entry.layer.reader().file(), failure);
        }
    }

    @Override
    public void close() {
        synchronized (entries) {
            List<Entry> all = new ArrayList<>(entries.values());
            entries.clear();
            all.forEach(LayerCache::drop);
        }
    }
}
