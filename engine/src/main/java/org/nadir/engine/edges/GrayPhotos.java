package org.nadir.engine.edges;

import java.io.IOException;
import java.util.List;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.RecentlyUsed;
import org.nadir.imaging.GrayImage;
import org.nadir.imaging.ImageDecoder;

/// Photos in gray, made smaller until their pixels are about as large as the raster's cells. For any number of threads.
final class GrayPhotos {

    private final double factor;
    private final RecentlyUsed<GrayImage> images;

    /// @param factor by how much photos are made smaller; less than one leaves them as they are
    /// @param budget bytes of pixels that may be held
    GrayPhotos(List<Shot> shots, double factor, long budget) {
        this.factor = factor;
        this.images =
                new RecentlyUsed<>(
                        shots.size(),
                        shot -> load(shots.get(shot)),
                        image -> image.gray().length,
                        budget);
    }

    GrayImage image(int shot) throws IOException {
        return images.get(shot);
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
}
