package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.RgbImage;

/// Decoded photos, reduced to the resolution they are needed at, the least recently used ones dropped first. For any
/// number of threads: a photo is decoded by the first that asks, the others wait.
final class PhotoCache {

    private final Loader loader;
    private final double[] factors;
    private final long budget;
    private final Object[] locks;
    private final Map<Integer, RgbImage> images = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /// @param factors by how much each photo is reduced, at least 1
    PhotoCache(PhotoReader reader, List<Shot> shots, double[] factors, long budget) {
        this(shot -> reader.read(shots.get(shot)), factors, budget);
    }

    private PhotoCache(Loader loader, double[] factors, long budget) {
        this.loader = loader;
        this.factors = factors;
        this.budget = budget;
        this.locks = new Object[factors.length];
        java.util.Arrays.setAll(locks, i -> new Object());
    }

    /// Where photos come from.
    @FunctionalInterface
    private interface Loader {
        RgbImage load(int shot) throws IOException;
    }

    /// The photos of this one made smaller, kept beside them.
    ///
    /// @param more by how much each is reduced once more, at least 1
    PhotoCache smaller(double[] more, long room) {
        return new PhotoCache(this::image, more, room);
    }

    RgbImage image(int shot) throws IOException {
        synchronized (locks[shot]) {
            RgbImage known = find(shot);
            if (known != null) {
                return known;
            }
            RgbImage image = ImageReduction.by(loader.load(shot), factors[shot]);
            keep(shot, image);
            return image;
        }
    }

    /// Lets go of all photos if they do not all fit: those held are the last ones asked for, of no use to work that begins
    /// elsewhere.
    synchronized void releaseUnlessComplete() {
        if (images.size() < locks.length) {
            images.clear();
            held = 0;
        }
    }

    private synchronized @Nullable RgbImage find(int shot) {
        return images.get(shot);
    }

    private synchronized void keep(int shot, RgbImage image) {
        images.put(shot, image);
        held += image.rgb().length;
        var oldest = images.entrySet().iterator();
        while (held > budget && images.size() > 1) {
            held -= oldest.next().getValue().rgb().length;
            oldest.remove();
        }
    }
}
