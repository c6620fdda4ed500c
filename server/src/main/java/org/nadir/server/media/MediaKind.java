package org.nadir.server.media;

import java.util.Locale;
import java.util.Set;

/// What a media file is; lists are in this order.
public enum MediaKind {
    PHOTO,
    PANO,
    VIDEO;

    private static final Set<String> PHOTOS = Set.of("jpg", "jpeg", "png");
    private static final Set<String> VIDEOS = Set.of("mp4", "mov", "avi", "mkv", "webm");
    private static final String SUBTITLES = "srt";

    /// The word for it in JSON.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static boolean isPhoto(String fileName) {
        return PHOTOS.contains(ending(fileName));
    }

    static boolean isVideo(String fileName) {
        return VIDEOS.contains(ending(fileName));
    }

    /// Subtitles: the flight of the video with the same name.
    static boolean isSubtitles(String fileName) {
        return SUBTITLES.equals(ending(fileName));
    }

    private static String ending(String fileName) {
        int dot = fileName.lastIndexOf('.');
        return dot < 0 ? "" : fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
    }
}
