package org.nadir.server.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Names of media files.
public final class MediaNames {

    private static final Pattern UNSAFE =
            Pattern.compile("[^\\w .-]", Pattern.UNICODE_CHARACTER_CLASS);

    private MediaNames() {}

    /// The name under which an upload is kept: word characters, spaces, dots and dashes of the given one.
    ///
    /// @return empty when it is no kind of file that is kept here, or nothing is left of its name
    static Optional<String> clean(String given) {
        String name = UNSAFE.matcher(given).replaceAll("").strip().replaceFirst("^[. ]+", "");
        boolean kept =
                MediaKind.isPhoto(name) || MediaKind.isVideo(name) || MediaKind.isSubtitles(name);
        return kept && !stem(name).isBlank() ? Optional.of(name) : Optional.empty();
    }

    /// Whether a file of this name is listed; subtitles are not, they belong to a video.
    static boolean isListed(String name) {
        return !name.startsWith(".") && (MediaKind.isPhoto(name) || MediaKind.isVideo(name));
    }

    /// A name without its ending.
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }

    /// How many media files a folder holds.
    public static int count(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return (int)
                    files.filter(file ->
                                    isListed(file.getFileName().toString())
                                            && Files.isRegularFile(file))
                            .count();
        }
    }
}
