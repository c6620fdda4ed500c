package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.RgbImage;
import org.nadir.imaging.UnreadableImageException;
import org.nadir.server.http.Problem;

/// Decodes photos for showing them, a few at a time: each takes a few hundred megabytes meanwhile. For any thread.
public final class PhotoDecoding {

    private static final int AT_A_TIME = 3;

    /// A decoded pixel takes six bytes for a while.
    private static final long MAX_PIXELS =
            Math.min(64_000_000, Runtime.getRuntime().maxMemory() / 40);

    private static final Semaphore TURNS = new Semaphore(AT_A_TIME);

    private PhotoDecoding() {}

    /// The photo as stored; one of more than 64 megapixels (fewer where memory is short) made smaller.
    ///
    /// @throws Problem when it cannot be shown
    public static RgbImage forDisplay(Path photo) throws IOException {
        TURNS.acquireUninterruptibly();
        try {
            return ImageDecoder.decodeForDisplay(photo, MAX_PIXELS);
        } catch (UnreadableImageException unreadable) {
            throw Problem.rule("Cannot make a thumbnail: " + unreadable.reason());
        } finally {
            TURNS.release();
        }
    }
}
