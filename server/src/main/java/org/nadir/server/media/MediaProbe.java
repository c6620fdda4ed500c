package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.imaging.PanoramaTags;
import org.nadir.imaging.PhotoTagReader;
import org.nadir.imaging.PhotoTags;
import org.nadir.imaging.UnreadableImageException;
import org.nadir.imaging.VideoPosition;

/// Looks into media files. A damaged file keeps its place in the list; it just tells nothing.
final class MediaProbe {

    private MediaProbe() {}

    /// @param subtitles beside a video; null when there are none
    static MediaFacts look(Path file, String stamp, @Nullable Path subtitles) throws IOException {
        return MediaKind.isVideo(file.getFileName().toString())
                ? video(file, stamp, subtitles)
                : photo(file, stamp);
    }

    private static MediaFacts photo(Path file, String stamp) throws IOException {
        try {
            PhotoTags tags = PhotoTagReader.read(file);
            Optional<PanoramaTags> panorama = panorama(file, tags);
            return new MediaFacts(
                    stamp,
                    panorama.isPresent() ? MediaKind.PANO : MediaKind.PHOTO,
                    place(tags.position()),
                    panorama.map(PanoramaTags::width).orElse(0),
                    panorama.map(PanoramaTags::height).orElse(0));
        } catch (UnreadableImageException damaged) {
            return new MediaFacts(stamp, MediaKind.PHOTO, null, 0, 0);
        }
    }

    /// How a photo covers the sphere, as it is seen upright; empty when it is no panorama.
    static Optional<PanoramaTags> panorama(Path file, PhotoTags tags) throws IOException {
        boolean lies = tags.orientation() >= 5;
        return PanoramaTags.read(
                file, lies ? tags.height() : tags.width(), lies ? tags.width() : tags.height());
    }

    private static @Nullable List<Double> place(PhotoTags.@Nullable Position position) {
        return position == null || position.isNullIsland()
                ? null
                : place(position.longitude(), position.latitude(), position.altitude());
    }

    private static List<Double> place(
            double longitude, double latitude, @Nullable Double altitude) {
        return altitude == null
                ? List.of(longitude, latitude)
                : List.of(longitude, latitude, altitude);
    }

    private static MediaFacts video(Path file, String stamp, @Nullable Path subtitles)
            throws IOException {
        List<Double> place =
                VideoPosition.read(file)
                        .map(at -> place(at.longitude(), at.latitude(), at.altitude()))
                        .orElse(null);
        if (place == null && subtitles != null) {
            place =
                    FlightLog.first(subtitles)
                            .map(fix -> place(fix.longitude(), fix.latitude(), fix.altitude()))
                            .orElse(null);
        }
        return new MediaFacts(stamp, MediaKind.VIDEO, place, 0, 0);
    }
}
