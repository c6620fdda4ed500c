package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;
import org.nadir.server.node.Nodes;
import org.nadir.server.node.ProcessingNode;

/// Tasks as the API shows them: the fifteen fields of old, then those of today.
public final class TaskJson {

    private static final double MEGABYTE = 1048576;

    private final Nodes nodes;
    private final boolean uuidIds;

    /// @param uuidIds show the UUID as `id`, for clients that want it so
    public TaskJson(Nodes nodes, boolean uuidIds) {
        this.nodes = nodes;
        this.uuidIds = uuidIds;
    }

    public ObjectNode one(Task task) {
        return write(task, nodes.byId());
    }

    public ArrayNode all(List<Task> tasks) {
        Map<Long, ProcessingNode> byId = nodes.byId();
        ArrayNode array = Json.array();
        tasks.forEach(task -> array.add(write(task, byId)));
        return array;
    }

    private ObjectNode write(Task task, Map<Long, ProcessingNode> byId) {
        ObjectNode json = Json.object();
        id(json, task);
        old(json, task);
        today(json, task, node(task, byId));
        return json;
    }

    private void id(ObjectNode json, Task task) {
        if (uuidIds) {
            json.put("id", task.publicId());
        } else {
            json.put("id", task.id());
        }
    }

    private static @Nullable ProcessingNode node(Task task, Map<Long, ProcessingNode> byId) {
        Long id = task.wish().nodeId();
        return id == null ? null : byId.get(id);
    }

    private static void old(ObjectNode json, Task task) {
        Task.Wish wish = task.wish();
        Task.State state = task.state();
        TaskStatus status = state.status();
        PendingAction pending = state.pending();
        json.put("project", task.projectId())
                .put("processing_node", wish.nodeId())
                .put("images_count", task.result().imagesCount());
        json.set("available_assets", task.result().availableAssets());
        json.put("uuid", state.nodeUuid())
                .put("name", task.name())
                .put("processing_time", state.processingTime())
                .put("auto_processing_node", wish.autoNode())
                .put("status", status == null ? null : status.code())
                .put("last_error", state.lastError());
        json.set("options", wish.options());
        json.putNull("ground_control_points");
        json.put("created_at", Micros.iso(task.createdAt()))
                .put("pending_action", pending == null ? null : pending.code());
    }

    private static void today(ObjectNode json, Task task, @Nullable ProcessingNode node) {
        Task.Wish wish = task.wish();
        Task.State state = task.state();
        Task.Result result = task.result();
        json.put("public_id", task.publicId())
                .put("processing_node_name", node == null ? null : node.label());
        json.set("can_rerun_from", node == null ? Json.array() : Json.texts(node.rerunStages()));
        json.set("statistics", result.statistics());
        set(json, "extent", result.extent());
        json.put("media", result.mediaCount());
        json.set("tags", Json.texts(wish.tags()));
        set(json, "crop", wish.crop());
        json.set("srs", Srs.describe(result.epsg(), result.wkt()));
        json.put("epsg", result.epsg())
                .put("wkt", result.epsg() == null ? result.wkt() : null)
                .put("public", wish.isPublic())
                .put("public_edit", wish.publicEdit())
                .put("resize_to", wish.resizeTo())
                .put("upload_progress", state.uploadProgress())
                .put("resize_progress", state.resizeProgress())
                .put("running_progress", state.runningProgress())
                .put("import_url", wish.importUrl())
                .put("partial", state.partial());
        json.set("potree_scene", wish.scene());
        json.set("orthophoto_bands", result.orthophotoBands());
        set(json, "progress_detail", state.progressDetail());
        json.put("size", result.sizeBytes() / MEGABYTE).put("compacted", result.compacted());
    }

    private static void set(ObjectNode json, String name, @Nullable JsonNode value) {
        if (value == null) {
            json.putNull(name);
        } else {
            json.set(name, value);
        }
    }
}
