package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jcodec.api.FrameGrab;
import org.jcodec.api.JCodecException;
import org.jcodec.common.io.FileChannelWrapper;
import org.jcodec.common.io.NIOUtils;
import org.jcodec.common.model.Picture;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.RgbImage;

/// A program of its own that takes one picture out of a video: started by [VideoFrames], since a damaged video may make the
/// decoder run on or take all memory, and only a process can be ended from outside.
///
/// `FrameReader <video> <JPEG to write> <longest side>`; ends with 0 when the picture is there.
public final class FrameReader {

    private static final double SECOND = 1;
    private static final Duration FOR_THE_EXACT_FRAME = Duration.ofSeconds(8);
    private static final Duration LIFE = Duration.ofSeconds(40);
    private static final double QUALITY = 0.85;

    private FrameReader() {}

    public static void main(String[] arguments) throws IOException {
        // Should the server be killed, this process ends by itself.
        daemon(() -> {
            pause(LIFE);
            Runtime.getRuntime().halt(2);
        });
        RgbImage image = read(Path.of(arguments[0]));
        if (image != null) {
            RgbImage small = image.within(Integer.parseInt(arguments[2]));
            Files.write(Path.of(arguments[1]), ImageEncoder.jpeg(small, QUALITY));
        }
        Runtime.getRuntime().halt(image == null ? 1 : 0);
    }

    /// The frame at one second. It is decoded from the last whole picture on, which can take long: then, and in shorter videos,
    /// that whole picture does.
    private static @Nullable RgbImage read(Path video) {
        var exact = new AtomicReference<@Nullable RgbImage>();
        Thread thread = daemon(() -> exact.set(tried(video, true)));
        try {
            thread.join(FOR_THE_EXACT_FRAME);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        RgbImage found = exact.get();
        return found != null ? found : tried(video, false);
    }

    private static Thread daemon(Runnable work) {
        return Thread.ofPlatform().daemon().start(work);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
    }

    /// Whatever the decoder throws means that the video cannot be read.
    private static @Nullable RgbImage tried(Path video, boolean precise) {
        try (FileChannelWrapper channel = NIOUtils.readableChannel(video.toFile())) {
            FrameGrab grab = FrameGrab.createFrameGrab(channel);
            if (precise) {
                grab.seekToSecondPrecise(SECOND);
            } else if (grab.getVideoTrack().getMeta().getTotalDuration() > SECOND) {
                grab.seekToSecondSloppy(SECOND);
            }
            Picture picture = grab.getNativeFrame();
            return picture == null
                    ? null
                    : FramePixels.of(grab.getVideoTrack().getMeta(), picture.getCroppedHeight())
                            .rgb(picture);
        } catch (IOException | JCodecException | RuntimeException | AssertionError unreadable) {
            System.err.println(unreadable);
            return null;
        }
    }
}
