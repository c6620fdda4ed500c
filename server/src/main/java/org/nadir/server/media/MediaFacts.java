package org.nadir.server.media;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// What is found out about a media file by looking into it.
///
/// @param stamp changes with the file and its subtitles; facts with another stamp are out of date
/// @param geolocation longitude, latitude and perhaps altitude; null when not known
/// @param width of a panorama, 0 for the others
/// @param height of a panorama, 0 for the others
record MediaFacts(
        String stamp, MediaKind kind, @Nullable List<Double> geolocation, int width, int height) {

    ObjectNode json() {
        ObjectNode json = Json.object().put("stamp", stamp).put("type", kind.word());
        putPlace(json);
        return json.put("width", width).put("height", height);
    }

    void putPlace(ObjectNode json) {
        if (geolocation == null) {
            json.putNull("geolocation");
            return;
        }
        var place = json.putArray("geolocation");
        geolocation.forEach(place::add);
    }

    /// @return null for anything but what [#json] wrote
    static @Nullable MediaFacts of(JsonNode json) {
        MediaKind kind = null;
        for (MediaKind each : MediaKind.values()) {
            if (each.word().equals(json.path("type").asText())) {
                kind = each;
            }
        }
        String stamp = json.path("stamp").asText();
        if (kind == null || stamp.isEmpty()) {
            return null;
        }
        JsonNode place = json.path("geolocation");
        List<Double> geolocation =
                place.isArray() && place.size() >= 2
                        ? place.valueStream().map(JsonNode::asDouble).toList()
                        : null;
        return new MediaFacts(
                stamp, kind, geolocation, json.path("width").asInt(), json.path("height").asInt());
    }
}
