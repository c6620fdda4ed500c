package org.nadir.server.media;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.CubeLayout;
import org.nadir.imaging.ImageDecoder;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.PanoramaCube;
import org.nadir.imaging.PanoramaTags;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.RgbImage;
import org.nadir.imaging.Thumbnail;
import org.nadir.imaging.UnreadableImageException;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.storage.Folders;

/// Makes the tiles of panoramas, each when it is first asked for, and keeps them in files. One panorama at a time is held in
/// memory, since a viewer asks for many of its tiles in a row. Thread-safe.
final class PanoramaTiles {

    private static final long MAX_PIXELS =
            Math.min(140_000_000, Runtime.getRuntime().maxMemory() / 14);

    private static final double QUALITY = 0.85;

    /// A tile as it stands in a path.
    record Address(int level, PanoramaCube.Face face, int row, int column) {

        static Address of(Request request) {
            String last = request.path("column");
            if (!last.endsWith(".jpg")) {
                throw Problem.notFound();
            }
            return new Address(
                    number(request.path("level")),
                    PanoramaCube.Face.of(request.path("face")).orElseThrow(Problem::notFound),
                    number(request.path("row")),
                    number(last.substring(0, last.length() - ".jpg".length())));
        }

        private static int number(String text) {
            if (!text.matches("[0-9]{1,6}")) {
                throw Problem.notFound();
            }
            return Integer.parseInt(text);
        }

        String fileName() {
            return level + "-" + face + "-" + row + "-" + column + ".jpg";
        }
    }

    /// A decoded panorama and its smaller copies, by level.
    private record Held(
            String key, PanoramaTags tags, CubeLayout layout, Map<Integer, RgbImage> levels) {}

    private final ReentrantLock turn = new ReentrantLock();
    private SoftReference<@Nullable Held> held = new SoftReference<>(null);

    /// @param folder where this panorama's tiles are kept
    /// @return a JPEG
    /// @throws Problem when there is no such tile, or the file is no panorama
    byte[] tile(Path panorama, Path folder, Address address) throws IOException {
        String stamp = MediaFiles.stamp(panorama);
        Path kept = folder.resolve("tiles-" + stamp).resolve(address.fileName());
        if (Files.isRegularFile(kept)) {
            return Files.readAllBytes(kept);
        }
        PanoramaTags tags = tags(panorama);
        CubeLayout layout = CubeLayout.of(tags.width());
        if (!layout.has(address.level(), address.row(), address.column())) {
            throw Problem.notFound();
        }
        turn.lock();
        try {
            if (!Files.isRegularFile(kept)) {
                Held open = open(panorama, stamp, tags, layout);
                Files.createDirectories(kept.getParent());
                Folders.writeAtomically(kept, render(open, address));
            }
        } finally {
            turn.unlock();
        }
        return Files.readAllBytes(kept);
    }

    private static PanoramaTags tags(Path file) throws IOException {
        try {
            PhotoTags tags = PhotoTagReader.read(file);
            return MediaProbe.panorama(file, tags).orElseThrow(Problem::notFound);
        } catch (UnreadableImageException damaged) {
            throw Problem.notFound();
        }
    }

    private Held open(Path panorama, String stamp, PanoramaTags tags, CubeLayout layout)
            throws IOException {
        String key = panorama + " " + stamp;
        Held known = held.get();
        if (known != null && known.key().equals(key)) {
            return known;
        }
        held.clear();
        try {
            RgbImage stored = ImageDecoder.decodeForDisplay(panorama, MAX_PIXELS);
            RgbImage image = Thumbnail.upright(stored, PhotoTagReader.read(panorama).orientation());
            var levels = new HashMap<Integer, RgbImage>();
            levels.put(layout.levels(), image);
            var fresh = new Held(key, tags, layout, levels);
            held = new SoftReference<>(fresh);
            return fresh;
        } catch (UnreadableImageException damaged) {
            throw Problem.rule("This panorama cannot be shown: " + damaged.reason());
        }
    }

    private static byte[] render(Held held, Address address) {
        CubeLayout layout = held.layout();
        int side = layout.side(address.level());
        int left = address.column() * layout.tile();
        int top = address.row() * layout.tile();
        RgbImage part =
                new PanoramaCube(image(held, address.level()), held.tags())
                        .part(
                                address.face(),
                                side,
                                left,
                                top,
                                Math.min(layout.tile(), side - left),
                                Math.min(layout.tile(), side - top));
        return ImageEncoder.jpeg(part, QUALITY);
    }

    /// The panorama at about the detail of a level: finer than the tile it would sparkle.
    private static RgbImage image(Held held, int level) {
        RgbImage known = held.levels().get(level);
        if (known != null) {
            return known;
        }
        RgbImage finer = image(held, level + 1);
        RgbImage half =
                finer.resized(Math.max(1, finer.width() / 2), Math.max(1, finer.height() / 2));
        held.levels().put(level, half);
        return half;
    }
}
