package org.nadir.server.media;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.nadir.imaging.ImageEncoder;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.RgbImage;
import org.nadir.imaging.Thumbnail;
import org.nadir.imaging.UnreadableImageException;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskAccess;

/// What is shown of media files: small pictures, the flight of a video, the faces of a panorama.
final class MediaViews {

    private static final int THUMBNAIL = 256;
    private static final int LARGEST_THUMBNAIL = 1024;
    private static final double THUMBNAIL_QUALITY = 0.75;
    private static final double CLOSEST_POINTS = 0.1;

    private final MediaFiles files;
    private final PanoramaTiles panoramas = new PanoramaTiles();
    private final VideoFrames frames = new VideoFrames();

    MediaViews(MediaFiles files) {
        this.files = files;
    }

    void thumbnail(Request request, TaskAccess.Admitted admitted) throws IOException {
        int size = Math.clamp(request.queryInteger("size", THUMBNAIL), 1, LARGEST_THUMBNAIL);
        Path file = listed(request, admitted.task());
        RgbImage image =
                MediaKind.isVideo(file.getFileName().toString())
                        ? frames.atOneSecond(
                                file, files.derived(admitted.task(), request.path("file")))
                        : upright(PhotoDecoding.forDisplay(file).within(size), file);
        jpeg(request, ImageEncoder.jpeg(image.within(size), THUMBNAIL_QUALITY));
    }

    private Path listed(Request request, Task task) throws IOException {
        String name = request.path("file");
        if (!MediaNames.isListed(name)) {
            throw Problem.notFound();
        }
        return files.file(task, name).orElseThrow(Problem::notFound);
    }

    private static RgbImage upright(RgbImage image, Path file) throws IOException {
        try {
            return Thumbnail.upright(image, PhotoTagReader.read(file).orientation());
        } catch (UnreadableImageException untagged) {
            return image;
        }
    }

    private static void jpeg(Request request, byte[] bytes) {
        request.context()
                .disableCompression()
                .header("Cache-Control", "private, max-age=3600")
                .contentType("image/jpeg")
                .result(bytes);
    }

    void flightPath(Request request, TaskAccess.Admitted admitted) throws IOException {
        double step = step(request.query("t"));
        String name = request.path("file");
        if (files.file(admitted.task(), name).isEmpty()) {
            throw Problem.notFound();
        }
        if (!MediaKind.isVideo(name)) {
            throw Problem.rule("Not a video: " + name);
        }
        Path log = files.subtitles(admitted.task(), name).orElseThrow(Problem::notFound);
        List<FlightLog.Fix> path = FlightLog.every(log, step);
        if (path.isEmpty()) {
            throw Problem.notFound();
        }
        request.reply(feature(name, path));
    }

    private static double step(@org.jspecify.annotations.Nullable String text) {
        try {
            double step = text == null ? 1 : Double.parseDouble(text);
            if (!Double.isNaN(step)) {
                return Math.max(CLOSEST_POINTS, step);
            }
        } catch (NumberFormatException broken) {
            throw Problem.rule("Invalid t parameter: " + text);
        }
        throw Problem.rule("Invalid t parameter: " + text);
    }

    private static ObjectNode feature(String name, List<FlightLog.Fix> path) {
        ObjectNode feature = Json.object().put("type", "Feature");
        ArrayNode coordinates =
                feature.putObject("geometry").put("type", "LineString").putArray("coordinates");
        ObjectNode properties = feature.putObject("properties");
        ArrayNode times = properties.putArray("timestamps");
        properties.put("filename", name);
        for (FlightLog.Fix fix : path) {
            add(fix, coordinates, times);
        }
        if (path.size() == 1) {
            // A line has two ends, even where nothing moves.
            add(path.getFirst(), coordinates, times);
        }
        return feature;
    }

    private static void add(FlightLog.Fix fix, ArrayNode coordinates, ArrayNode times) {
        Double altitude = fix.altitude();
        coordinates.add(
                Json.numbers(fix.longitude(), fix.latitude(), altitude == null ? 0 : altitude));
        times.add(fix.seconds());
    }

    void panoramaTile(Request request, TaskAccess.Admitted admitted) throws IOException {
        Path file = listed(request, admitted.task());
        Path folder = files.derived(admitted.task(), request.path("file"));
        jpeg(request, panoramas.tile(file, folder, PanoramaTiles.Address.of(request)));
    }
}
