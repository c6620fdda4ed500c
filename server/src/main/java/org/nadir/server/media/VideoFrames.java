package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.RgbImage;
import org.nadir.server.http.Problem;
import org.nadir.server.storage.Folders;

/// Single pictures out of videos, by a process with bounded time and memory. What came out is kept, also that nothing did.
/// One video at a time. Thread-safe.
final class VideoFrames {

    private static final int LONGEST_SIDE = 1024;
    private static final String MOST_MEMORY = "-Xmx768m";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ReentrantLock turn = new ReentrantLock();

    /// @param folder where pictures of this video are kept
    /// @throws Problem when the video is of a kind that cannot be read
    RgbImage atOneSecond(Path video, Path folder) throws IOException {
        Path kept = folder.resolve("frame-" + MediaFiles.stamp(video) + ".jpg");
        if (!Files.exists(kept)) {
            turn.lock();
            try {
                if (!Files.exists(kept)) {
                    make(video, kept);
                }
            } finally {
                turn.unlock();
            }
        }
        if (Files.size(kept) == 0) {
            throw Problem.rule("Cannot make a thumbnail of this video.");
        }
        return ImageDecoder.decodeForDisplay(kept, (long) LONGEST_SIDE * LONGEST_SIDE);
    }

    private static void make(Path video, Path kept) throws IOException {
        Files.createDirectories(kept.getParent());
        Path fresh = kept.resolveSibling(kept.getFileName() + ".new");
        Folders.delete(fresh);
        if (!run(video, fresh)) {
            Files.write(fresh, new byte[0]);
        }
        Files.move(
                fresh, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean run(Path video, Path picture) throws IOException {
        Process process =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        MOST_MEMORY,
                                        "-XX:+UseSerialGC",
                                        "-Djava.awt.headless=true",
                                        "-cp",
                                        System.getProperty("java.class.path"),
                                        FrameReader.class.getName(),
                                        video.toString(),
                                        picture.toString(),
                                        Integer.toString(LONGEST_SIDE)))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        try {
            return process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    && process.exitValue() == 0
                    && Files.exists(picture);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Problem.detail(503, "The server is closing.");
        } finally {
            process.destroyForcibly();
        }
    }
}
