package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.Plane;

/// Bands of photos at the size they are needed in, the least recently used ones dropped first. For any number of threads: a
/// band is read by the first that asks, the others wait.
final class PlaneCache {

    private final BandPhotos photos;
    private final Shot[] shots;
    private final double[] factors;
    private final long budget;
    private final Object[] locks;
    private final Map<Integer, Plane> planes = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /// @param shots those of the plan
    /// @param factors by how much a photo of each band is reduced, at least 1; by shot, then by band
    /// @param budget bytes
    PlaneCache(BandPhotos photos, Shot[] shots, double[] factors, long budget) {
        this.photos = photos;
        this.shots = shots;
        this.factors = factors;
        this.budget = budget;
        this.locks = new Object[factors.length];
        java.util.Arrays.setAll(locks, i -> new Object());
    }

    Plane plane(int shot, int band) throws IOException {
        int key = shot * photos.count() + band;
        synchronized (locks[key]) {
            Plane known = find(key);
            if (known != null) {
                return known;
            }
            Plane plane = reduced(photos.read(shots[shot], band), factors[key]);
            keep(key, plane);
            return plane;
        }
    }

    private static Plane reduced(Plane plane, double factor) {
        return factor < 1.1
                ? plane
                : plane.reduced(
                        (int) Math.max(1, Math.round(plane.width() / factor)),
                        (int) Math.max(1, Math.round(plane.height() / factor)));
    }

    private synchronized @Nullable Plane find(int key) {
        return planes.get(key);
    }

    private synchronized void keep(int key, Plane plane) {
        planes.put(key, plane);
        held += bytes(plane);
        var oldest = planes.entrySet().iterator();
        while (held > budget && planes.size() > 1) {
            held -= bytes(oldest.next().getValue());
            oldest.remove();
        }
    }

    private static long bytes(Plane plane) {
        return (long) Float.BYTES * plane.values().length;
    }
}
