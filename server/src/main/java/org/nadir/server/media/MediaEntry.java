package org.nadir.server.media;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import org.nadir.server.http.Json;

/// A media file as clients see it.
///
/// @param size bytes
/// @param srt whether a video has subtitles beside it
record MediaEntry(String filename, String description, long size, boolean srt, MediaFacts facts) {

    static final Comparator<MediaEntry> ORDER =
            Comparator.comparing((MediaEntry entry) -> entry.facts().kind())
                    .thenComparing(MediaEntry::filename);

    ObjectNode json() {
        ObjectNode json = properties();
        facts.putPlace(json);
        return json;
    }

    /// All but the place.
    ObjectNode properties() {
        ObjectNode json =
                Json.object()
                        .put("type", facts.kind().word())
                        .put("filename", filename)
                        .put("description", description)
                        .put("size", size);
        if (facts.kind() == MediaKind.PANO) {
            json.put("width", facts.width()).put("height", facts.height());
        }
        return srt ? json.put("srt", true) : json;
    }
}
