package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.http.FieldReader;
import org.nadir.server.http.Fields;
import org.nadir.server.http.Json;
import org.nadir.server.project.ProjectChange;

/// What `data/backup.json` tells of a task: the fields that WebODM's backups have, and under `nadir` what else a row holds that
/// cannot be read out of the files. Reading is lenient: a field that makes no sense is left out.
public final class TaskBackup {

    /// Where it lies in a backup.
    public static final String FILE = "data/backup.json";

    private static final String OWN = "nadir";
    private static final double MICROS = 1e6;
    private static final double YEAR_3000 = 32_503_680_000.0;
    private static final int LONGEST_NAME = 255;

    private TaskBackup() {}

    public static byte[] bytes(Task task) {
        return Json.bytes(write(task));
    }

    private static ObjectNode write(Task task) {
        Task.Wish wish = task.wish();
        ObjectNode json =
                Json.object()
                        .put("name", task.name())
                        .put("processing_time", task.state().processingTime());
        json.set("options", wish.options());
        json.put("created_at", task.createdAt() / MICROS)
                .put("public", wish.isPublic())
                .put("resize_to", wish.resizeTo());
        json.set("potree_scene", wish.scene());
        json.set("tags", Json.texts(wish.tags()));
        json.set("crop", wish.crop());
        TaskStatus status = task.state().status();
        json.putObject(OWN)
                .put("created_at", task.createdAt())
                .put("public_edit", wish.publicEdit())
                .put("images_count", task.result().imagesCount())
                .put("compacted", task.result().compacted())
                .put("status", status == null ? null : status.code())
                .put("last_error", task.state().lastError());
        return json;
    }

    /// The columns that a backup sets.
    ///
    /// @param result what was read out of the backup's files
    public static Map<String, @Nullable Object> columns(JsonNode backup, Task.Result result) {
        var columns = new LinkedHashMap<String, @Nullable Object>();
        columns.put("import_url", "");
        columns.put("name", text(backup.path("name"), LONGEST_NAME));
        long time = backup.path("processing_time").asLong(-1);
        columns.put("processing_time", Math.max(-1, time));
        columns.put("is_public", backup.path("public").asBoolean(false));
        columns.put("resize_to", Math.clamp(backup.path("resize_to").asLong(-1), -1, 1_000_000));
        JsonNode scene = parsed(backup.path("potree_scene"));
        columns.put("potree_scene", Json.text(scene.isObject() ? scene : Json.object()));
        columns.put("tags", tags(parsed(backup.path("tags"))));
        options(parsed(backup.path("options")), columns);
        createdAt(backup, columns);
        CropArea crop = CropArea.ofBackup(backup.path("crop"));
        JsonNode inside = crop == null ? null : crop.within(result);
        columns.put("crop", inside == null ? null : Json.text(inside));
        own(backup.path(OWN), result, columns);
        return columns;
    }

    private static String text(JsonNode value, int longest) {
        String text = value.isTextual() ? value.asText().replace("\0", "") : "";
        return text.substring(0, Math.min(longest, text.length()));
    }

    /// Some backups hold JSON inside of text.
    private static JsonNode parsed(JsonNode value) {
        if (!value.isTextual()) {
            return value;
        }
        try {
            return Json.parse(value.asText());
        } catch (IllegalArgumentException plainText) {
            return value;
        }
    }

    private static String tags(JsonNode tags) {
        if (tags.isArray()) {
            return ProjectChange.joinTags(tags, new FieldReader(Fields.ofJson(Map.of())));
        }
        return text(tags, 1 << 16).strip().replaceAll("\\s+", " ");
    }

    private static void options(JsonNode options, Map<String, @Nullable Object> columns) {
        if (!options.isMissingNode()) {
            var lenient = new FieldReader(Fields.ofJson(Map.of()));
            TaskOptions.check(options, lenient, list -> columns.put("options", Json.text(list)));
        }
    }

    /// Seconds since 1970; our own backups have the exact microseconds too.
    private static void createdAt(JsonNode backup, Map<String, @Nullable Object> columns) {
        double seconds = backup.path("created_at").asDouble(-1);
        if (!(seconds >= 0 && seconds < YEAR_3000)) {
            return;
        }
        long exact = backup.path(OWN).path("created_at").asLong(-1);
        boolean same = Math.abs(exact / MICROS - seconds) < 1;
        columns.put("created_at", same ? exact : Math.round(seconds * MICROS));
    }

    private static void own(
            JsonNode own, Task.Result result, Map<String, @Nullable Object> columns) {
        columns.put("public_edit", own.path("public_edit").asBoolean(false));
        columns.put("compacted", own.path("compacted").asBoolean(false));
        int images = own.path("images_count").asInt(-1);
        if (images >= 0) {
            columns.put("images_count", images);
        }
        int status = own.path("status").asInt(TaskStatus.COMPLETED.code());
        boolean ended = status == TaskStatus.FAILED.code() || status == TaskStatus.CANCELED.code();
        boolean empty = result.availableAssets().isEmpty();
        if (ended) {
            columns.put("status", status);
            columns.put("last_error", own.path("last_error").asText(null));
        } else if (empty) {
            // Photos alone: nothing is complete, and nothing goes on until somebody restarts it.
            columns.put("status", TaskStatus.CANCELED.code());
        }
    }
}
