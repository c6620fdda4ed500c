package org.nadir.engine.ortho;

import java.io.IOException;
import java.util.List;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.RecentlyUsed;
import org.nadir.imaging.RgbImage;

/// Decoded photos, reduced to the resolution they are needed at. For any number of threads.
final class PhotoCache {

    private final RecentlyUsed<RgbImage> images;

    /// @param factors by how much each photo is reduced, at least 1
    PhotoCache(PhotoReader reader, List<Shot> shots, double[] factors, long budget) {
        this(shot -> reader.read(shots.get(shot)), factors, budget);
    }

    private PhotoCache(RecentlyUsed.Maker<RgbImage> photos, double[] factors, long budget) {
        images =
                new RecentlyUsed<>(
                        factors.length,
                        shot -> ImageReduction.by(photos.make(shot), factors[shot]),
                        image -> image.rgb().length,
                        budget);
    }

    /// The photos of this one made smaller, kept beside them.
    ///
    /// @param more by how much each is reduced once more, at least 1
    PhotoCache smaller(double[] more, long room) {
        return new PhotoCache(this::image, more, room);
    }

    RgbImage image(int shot) throws IOException {
        return images.get(shot);
    }

    /// See [RecentlyUsed#releaseUnlessComplete].
    void releaseUnlessComplete() {
        images.releaseUnlessComplete();
    }
}
