package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.project.ProjectChange;

/// The columns that a request sets, checked.
///
/// @param columns column name to value; values may be null
/// @param newProject the project to move to; null to stay
/// @param resize whether photos are to be made smaller
public record TaskChange(
        Map<String, @Nullable Object> columns, @Nullable Long newProject, boolean resize) {

    /// @param nodeExists tells ids of nodes that can be assigned
    /// @param result what the task has, whose rasters bound a crop; null for a new task
    /// @throws org.nadir.server.http.Problem naming every bad field
    static TaskChange of(Fields fields, LongPredicate nodeExists, Task.@Nullable Result result) {
        return of(fields, nodeExists, result, new FieldReader(fields));
    }

    /// As [#of(Fields, LongPredicate, Task.Result)], for requests that replace the whole task.
    static TaskChange whole(Fields fields, LongPredicate nodeExists, Task.Result result) {
        var reader = new FieldReader(fields).require("project").require("processing_node");
        return of(fields, nodeExists, result, reader);
    }

    private static TaskChange of(
            Fields fields,
            LongPredicate nodeExists,
            Task.@Nullable Result result,
            FieldReader reader) {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        var project = new @Nullable Long[1];
        var resize = new boolean[1];
        reader.flag("auto_processing_node", flag -> columns.put("auto_node", flag))
                .integerOrNull("processing_node", id -> node(id, nodeExists, reader, columns))
                .json(
                        "options",
                        value ->
                                TaskOptions.check(
                                        value,
                                        reader,
                                        list -> columns.put("options", Json.text(list))))
                .json("tags", tags -> columns.put("tags", ProjectChange.joinTags(tags, reader)))
                .flag("public", flag -> columns.put("is_public", flag))
                .flag("public_edit", flag -> columns.put("public_edit", flag))
                .json("crop", crop -> columns.put("crop", crop(crop, result, reader)))
                .json("potree_scene", scene -> columns.put("potree_scene", scene(scene)))
                .integerOrNull(
                        "resize_to",
                        size -> {
                            long pixels = size == null ? -1 : Math.clamp(size, -1, 1_000_000);
                            columns.put("resize_to", pixels);
                            resize[0] = pixels > 0;
                        })
                .integerOrNull("project", id -> project[0] = id);
        if (!isNull(fields, "name")) {
            reader.text("name", 255, name -> columns.put("name", name.strip()));
        }
        reader.check();
        return new TaskChange(columns, project[0], resize[0]);
    }

    private static boolean isNull(Fields fields, String name) {
        JsonNode value = fields.value(name);
        return value != null && value.isNull();
    }

    /// The area as it is kept; null for none.
    private static @Nullable String crop(
            JsonNode crop, Task.@Nullable Result result, FieldReader reader) {
        if (crop.isNull() || crop.isContainerNode() && crop.isEmpty()) {
            return null;
        }
        try {
            CropArea area = CropArea.parse(crop);
            JsonNode inside = result == null ? null : area.within(result);
            return inside == null ? null : Json.text(inside);
        } catch (IllegalArgumentException broken) {
            reader.error("crop", "Invalid crop: " + broken.getMessage());
            return null;
        }
    }

    private static String scene(JsonNode scene) {
        return Json.text(scene.isObject() ? scene : Json.object());
    }

    private static void node(
            @Nullable Long id,
            LongPredicate nodeExists,
            FieldReader reader,
            Map<String, @Nullable Object> columns) {
        if (id != null && !nodeExists.test(id)) {
            reader.error("processing_node", "Invalid pk \"" + id + "\" - object does not exist.");
            return;
        }
        columns.put("node_id", id);
    }
}
