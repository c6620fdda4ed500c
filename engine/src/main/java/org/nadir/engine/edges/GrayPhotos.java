package org.nadir.engine.edges;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.scene.Shot;
import org.nadir.imaging.GrayImage;
import org.nadir.imaging.ImageDecoder;

/// Photos in gray, made smaller until their pixels are about as large as the raster's cells; the least recently used ones
/// are dropped first. For any number of threads: a photo is decoded by the first that asks, the others wait.
final class GrayPhotos {

    private final List<Shot> shots;
    private final double factor;
    private final long budget;
    private final Object[] locks;
    private final Map<Integer, GrayImage> images = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /// @param factor by how much photos are made smaller; less than one leaves them as they are
    /// @param budget bytes of pixels that may be held
    GrayPhotos(List<Shot> shots, double factor, long budget) {
        this.shots = shots;
        this.factor = factor;
        this.budget = budget;
        this.locks = new Object[shots.size()];
        java.util.Arrays.setAll(locks, i -> new Object());
    }

    GrayImage image(int shot) throws IOException {
        synchronized (locks[shot]) {
            GrayImage known = find(shot);
            if (known == null) {
                known = load(shots.get(shot));
                keep(shot, known);
            }
            return known;
        }
    }

    private GrayImage load(Shot shot) throws IOException {
        GrayImage whole = ImageDecoder.decodePhotoGray(shot.photo().file());
        // A little smaller costs sharpness only.
        if (factor < 1.2) {
            return whole;
        }
        return whole.resized(
                Math.max(1, (int) Math.round(whole.width() / factor)),
                Math.max(1, (int) Math.round(whole.height() / factor)));
    }

    private synchronized @Nullable GrayImage find(int shot) {
        return images.get(shot);
    }

    private synchronized void keep(int shot, GrayImage image) {
        images.put(shot, image);
        held += image.gray().length;
        var oldest = images.entrySet().iterator();
        while (held > budget && images.size() > 1) {
            held -= oldest.next().getValue().gray().length;
            oldest.remove();
        }
    }
}
