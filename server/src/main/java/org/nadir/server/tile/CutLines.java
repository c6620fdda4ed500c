package org.nadir.server.tile;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;
import org.nadir.server.task.Task;
import org.nadir.tiles.CutLine;

/// Areas out of GeoJSON (RFC 7946), from a request or from a task.
public final class CutLines {

    private CutLines() {}

    /// The area that a request asks for: `boundaries`, or with `crop=1` the task's own.
    ///
    /// @return null for everything
    static @Nullable CutLine of(Request request, Task task) {
        String boundaries = request.query("boundaries");
        if (boundaries != null) {
            try {
                return parse(Json.parse(boundaries));
            } catch (IllegalArgumentException broken) {
                throw Problem.rule("Invalid boundaries parameter");
            }
        }
        return "1".equals(request.query("crop")) ? crop(task) : null;
    }

    /// The task's own area.
    ///
    /// @return null for everything
    public static @Nullable CutLine crop(Task task) {
        JsonNode crop = task.wish().crop();
        return crop == null || crop.isNull() ? null : parse(crop);
    }

    /// @throws IllegalArgumentException for what is no polygon
    public static CutLine parse(JsonNode json) {
        JsonNode geometry =
                json.path("type").asText().equals("Feature") ? json.path("geometry") : json;
        var rings = new ArrayList<double[][]>();
        switch (geometry.path("type").asText()) {
            case "Polygon" -> add(geometry.path("coordinates"), rings);
            case "MultiPolygon" ->
                    geometry.path("coordinates").forEach(polygon -> add(polygon, rings));
            default -> throw new IllegalArgumentException("Not a polygon: " + geometry);
        }
        return CutLine.of(rings.toArray(double[][][]::new));
    }

    private static void add(JsonNode polygon, List<double[][]> rings) {
        for (JsonNode ring : polygon) {
            var points = new double[ring.size()][];
            for (int i = 0; i < points.length; i++) {
                JsonNode point = ring.get(i);
                if (!point.path(0).isNumber() || !point.path(1).isNumber()) {
                    throw new IllegalArgumentException("Not a position: " + point);
                }
                points[i] = new double[] {point.get(0).asDouble(), point.get(1).asDouble()};
            }
            rings.add(points);
        }
    }
}
