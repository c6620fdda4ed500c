package org.nadir.engine.sfm;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Console;
import org.nadir.imaging.GrayImage;
import org.nadir.imaging.ImageDecoder;

/// Decodes photos to pyramids, as many at a time as memory allows, and keeps those that fit into a share of the heap for a
/// second use. For any thread; a photo is used by one thread at a time.
final class PyramidReader {

    /// Shares of the heap that photos in work, and photos that are kept, may fill.
    private static final double WORKING_SHARE = 0.4;

    private static final double KEPT_SHARE = 0.1;
    private static final int KILO = 1024;

    /// Of a photo in work: the decoder's pixels, the file, and the pyramid.
    private static final double BYTES_PER_PIXEL = 5;

    /// What is done with a photo.
    interface Use {
        void of(int photo, PhotoPyramid pyramid);
    }

    private final Reconstruction block;
    private final Console console;
    private final boolean[] keep;
    private final @Nullable PhotoPyramid[] kept;
    private final boolean[] unusable;
    private final int budgetKilobytes;
    private final Semaphore memory;

    PyramidReader(Reconstruction block, Console console) {
        this.block = block;
        this.console = console;
        double heap = Runtime.getRuntime().maxMemory();
        budgetKilobytes = (int) Math.min(WORKING_SHARE * heap / KILO, Integer.MAX_VALUE);
        memory = new Semaphore(budgetKilobytes, true);
        keep = new boolean[block.photos.size()];
        kept = new PhotoPyramid[keep.length];
        unusable = new boolean[keep.length];
        double left = KEPT_SHARE * heap;
        for (int p = 0; p < keep.length; p++) {
            left -= PhotoPyramid.bytes(pixels(p));
            keep[p] = left >= 0;
        }
    }

    private long pixels(int photo) {
        Camera camera = block.photos.get(photo).camera();
        return (long) camera.width() * camera.height();
    }

    /// Uses a photo the first time.
    void first(int photo, Use use) throws InterruptedException {
        read(
                photo,
                (p, pyramid) -> {
                    kept[p] = keep[p] ? pyramid : null;
                    use.of(p, pyramid);
                });
    }

    /// Uses a photo the last time.
    void last(int photo, Use use) throws InterruptedException {
        PhotoPyramid known = kept[photo];
        kept[photo] = null;
        if (known != null) {
            use.of(photo, known);
        } else if (!unusable[photo]) {
            read(photo, use);
        }
    }

    /// A photo that cannot be read any more, or has another size than the camera was told to have, is left out.
    private void read(int photo, Use use) throws InterruptedException {
        int need = (int) Math.min(BYTES_PER_PIXEL * pixels(photo) / KILO, budgetKilobytes);
        memory.acquire(need);
        try {
            Photo of = block.photos.get(photo);
            GrayImage gray = ImageDecoder.decodePhotoGray(of.file());
            unusable[photo] =
                    gray.width() != of.camera().width() || gray.height() != of.camera().height();
            if (!unusable[photo]) {
                use.of(photo, new PhotoPyramid(gray));
            }
        } catch (IOException unreadable) {
            unusable[photo] = true;
            console.warning(
                    block.photos.get(photo).name()
                            + " cannot be read again. Its tie points stay where they were found");
        } finally {
            memory.release(need);
        }
    }
}
