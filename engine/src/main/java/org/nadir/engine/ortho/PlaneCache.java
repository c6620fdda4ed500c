package org.nadir.engine.ortho;

import java.io.IOException;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.RecentlyUsed;
import org.nadir.imaging.Plane;

/// Bands of photos at the size they are needed in. For any number of threads.
final class PlaneCache {

    private final int bands;
    private final RecentlyUsed<Plane> planes;

    /// @param shots those of the plan
    /// @param factors by how much a photo of each band is reduced, at least 1; by shot, then by band
    /// @param budget bytes
    PlaneCache(BandPhotos photos, Shot[] shots, double[] factors, long budget) {
        bands = photos.count();
        planes =
                new RecentlyUsed<>(
                        factors.length,
                        key -> reduced(photos.read(shots[key / bands], key % bands), factors[key]),
                        plane -> (long) Float.BYTES * plane.values().length,
                        budget);
    }

    Plane plane(int shot, int band) throws IOException {
        return planes.get(shot * bands + band);
    }

    private static Plane reduced(Plane plane, double factor) {
        return factor < 1.1
                ? plane
                : plane.reduced(
                        (int) Math.max(1, Math.round(plane.width() / factor)),
                        (int) Math.max(1, Math.round(plane.height() / factor)));
    }
}
