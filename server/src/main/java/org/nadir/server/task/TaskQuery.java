package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Problem;
import org.nadir.server.http.Request;

/// Which tasks of a project a list shows, and in which order.
///
/// @param status wanted status code; null for any
/// @param assets names that must all be available
/// @param bbox `west, south, east, north` in degrees that the extent must meet; null for anywhere
record TaskQuery(
        @Nullable Integer status, List<String> assets, double @Nullable [] bbox, String orderBy) {

    private static final Map<String, String> ORDERINGS =
            Map.ofEntries(
                    Map.entry("id", "id"),
                    Map.entry("name", "name"),
                    Map.entry("created_at", "created_at"),
                    Map.entry("status", "status"),
                    Map.entry("tags", "tags"),
                    Map.entry("images_count", "images_count"),
                    Map.entry("processing_time", "processing_time"),
                    Map.entry("size", "size_bytes"),
                    Map.entry("processing_node", "node_id"),
                    Map.entry("uuid", "node_uuid"),
                    Map.entry("public", "is_public"));

    static TaskQuery of(Request request) {
        String status = request.query("status");
        if (status != null && !status.matches("-?[0-9]{1,9}")) {
            throw Problem.rule("Invalid status: " + status);
        }
        String assets = request.query("available_assets");
        String bbox = request.query("bbox");
        return new TaskQuery(
                status == null ? null : Integer.valueOf(status),
                assets == null ? List.of() : List.of(assets.split("\\s*,\\s*")),
                bbox == null ? null : numbers(bbox),
                order(request.query("ordering")));
    }

    private static double[] numbers(String bbox) {
        String[] parts = bbox.split(",");
        var numbers = new double[4];
        if (parts.length != 4) {
            throw Problem.rule("Invalid bbox: expected west,south,east,north");
        }
        for (int i = 0; i < 4; i++) {
            try {
                numbers[i] = Double.parseDouble(parts[i].strip());
            } catch (NumberFormatException broken) {
                throw Problem.rule("Invalid bbox: " + bbox);
            }
        }
        return numbers;
    }

    private static String order(@Nullable String ordering) {
        var order = new ArrayList<String>();
        for (String field : ordering == null ? new String[0] : ordering.split(",")) {
            boolean descending = field.strip().startsWith("-");
            String column = ORDERINGS.get(descending ? field.strip().substring(1) : field.strip());
            if (column != null) {
                order.add(column + (descending ? " DESC" : ""));
            }
        }
        order.add(order.isEmpty() ? "created_at" : "id");
        order.add("id");
        return String.join(", ", order);
    }

    boolean matches(Task task) {
        var state = task.state().status();
        if (status != null && (state == null || state.code() != status)) {
            return false;
        }
        Set<String> available = new HashSet<>();
        task.result().availableAssets().forEach(asset -> available.add(asset.asText()));
        return available.containsAll(assets) && meets(task);
    }

    private boolean meets(Task task) {
        if (bbox == null) {
            return true;
        }
        return meets(bbox, task.result().orthophotoExtent())
                || meets(bbox, task.result().dsmExtent())
                || meets(bbox, task.result().dtmExtent());
    }

    private static boolean meets(double[] box, @Nullable JsonNode extent) {
        return extent != null
                && extent.path(0).asDouble() <= box[2]
                && extent.path(2).asDouble() >= box[0]
                && extent.path(1).asDouble() <= box[3]
                && extent.path(3).asDouble() >= box[1];
    }
}
