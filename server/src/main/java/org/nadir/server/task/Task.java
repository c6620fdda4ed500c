package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;
import org.nadir.server.project.Project;

/// A row of `tasks`.
///
/// @param publicId the task's own UUID; `state.nodeUuid` is another, given on the node
/// @param createdAt microseconds since 1970
public record Task(
        long id,
        String publicId,
        long projectId,
        String name,
        long createdAt,
        Wish wish,
        State state,
        Result result) {

    /// What the user asked for.
    ///
    /// @param nodeId null while no node is chosen
    /// @param autoNode whether the server may choose the node
    /// @param resizeTo longest side of the photos in pixels; -1 leaves them as they are
    public record Wish(
            @Nullable Long nodeId,
            boolean autoNode,
            JsonNode options,
            int resizeTo,
            List<String> tags,
            boolean isPublic,
            boolean publicEdit,
            @Nullable JsonNode crop,
            JsonNode scene,
            String importUrl) {}

    /// Where it stands.
    ///
    /// @param status null while nothing is known
    /// @param nodeUuid empty until the node has taken the task
    /// @param uploadUuid the name under which an upload to the node is under way; empty when none is
    /// @param partial whether its photos are still coming in
    /// @param processingTime milliseconds on the node; -1 unknown
    /// @param progressDetail what the node is doing, from nodes that tell
    public record State(
            @Nullable TaskStatus status,
            @Nullable PendingAction pending,
            @Nullable String lastError,
            String nodeUuid,
            String uploadUuid,
            boolean partial,
            long processingTime,
            double uploadProgress,
            double resizeProgress,
            double runningProgress,
            @Nullable JsonNode progressDetail) {}

    /// What it has.
    ///
    /// @param orthophotoExtent `[west, south, east, north]` in degrees, or null; as the other two
    public record Result(
            int imagesCount,
            long sizeBytes,
            boolean compacted,
            JsonNode availableAssets,
            @Nullable JsonNode orthophotoExtent,
            @Nullable JsonNode dsmExtent,
            @Nullable JsonNode dtmExtent,
            @Nullable Integer epsg,
            @Nullable String wkt,
            JsonNode orthophotoBands,
            JsonNode statistics,
            int mediaCount) {

        public Result withImagesCount(int count) {
            return new Result(
                    count,
                    sizeBytes,
                    compacted,
                    availableAssets,
                    orthophotoExtent,
                    dsmExtent,
                    dtmExtent,
                    epsg,
                    wkt,
                    orthophotoBands,
                    statistics,
                    mediaCount);
        }

        /// The first extent there is.
        public @Nullable JsonNode extent() {
            if (orthophotoExtent != null) {
                return orthophotoExtent;
            }
            return dsmExtent != null ? dsmExtent : dtmExtent;
        }
    }

    static Task of(ResultSet row) throws SQLException {
        return new Task(
                row.getLong("id"),
                row.getString("public_id"),
                row.getLong("project_id"),
                row.getString("name"),
                row.getLong("created_at"),
                wish(row),
                state(row),
                result(row));
    }

    private static Wish wish(ResultSet row) throws SQLException {
        return new Wish(
                Micros.orNull(row, "node_id"),
                row.getBoolean("auto_node"),
                Json.parse(row.getString("options")),
                row.getInt("resize_to"),
                Project.tags(row.getString("tags")),
                row.getBoolean("is_public"),
                row.getBoolean("public_edit"),
                jsonOrNull(row, "crop"),
                Json.parse(row.getString("potree_scene")),
                row.getString("import_url"));
    }

    private static State state(ResultSet row) throws SQLException {
        Long status = Micros.orNull(row, "status");
        return new State(
                status == null ? null : TaskStatus.ofCode(Math.toIntExact(status)),
                PendingAction.ofCode(Micros.orNull(row, "pending_action")),
                row.getString("last_error"),
                row.getString("node_uuid"),
                row.getString("upload_uuid"),
                row.getBoolean("partial"),
                row.getLong("processing_time"),
                row.getDouble("upload_progress"),
                row.getDouble("resize_progress"),
                row.getDouble("running_progress"),
                jsonOrNull(row, "progress_detail"));
    }

    private static Result result(ResultSet row) throws SQLException {
        Long epsg = Micros.orNull(row, "epsg");
        return new Result(
                row.getInt("images_count"),
                row.getLong("size_bytes"),
                row.getBoolean("compacted"),
                Json.parse(row.getString("available_assets")),
                jsonOrNull(row, "orthophoto_extent"),
                jsonOrNull(row, "dsm_extent"),
                jsonOrNull(row, "dtm_extent"),
                epsg == null ? null : Math.toIntExact(epsg),
                row.getString("wkt"),
                Json.parse(row.getString("orthophoto_bands")),
                Json.parse(row.getString("statistics")),
                row.getInt("media_count"));
    }

    private static @Nullable JsonNode jsonOrNull(ResultSet row, String column) throws SQLException {
        String text = row.getString(column);
        return text == null ? null : Json.parse(text);
    }
}
