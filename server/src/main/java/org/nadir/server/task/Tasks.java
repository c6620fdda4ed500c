package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;

/// The rows of tasks as requests read and write them. What the scheduler does to them is in [Transitions]. Thread-safe.
public final class Tasks {

    private final Jdbi jdbi;

    public Tasks(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    public Optional<Task> find(long id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM tasks WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> Task.of(row))
                        .findOne());
    }

    public Optional<Task> findByPublicId(String publicId) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM tasks WHERE public_id = :id")
                        .bind("id", publicId)
                        .map((row, context) -> Task.of(row))
                        .findOne());
    }

    /// The tasks of a project.
    ///
    /// @param order an ORDER BY list made of known columns
    public List<Task> list(long projectId, String order) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                "SELECT * FROM tasks WHERE project_id = :project ORDER BY " + order)
                        .bind("project", projectId)
                        .map((row, context) -> Task.of(row))
                        .list());
    }

    /// Files to be put in place together with a new row.
    public interface FilePlacement {
        void place(long taskId) throws IOException;
    }

    /// Adds a task. The placement runs inside the transaction: when it fails there is no task.
    public Task create(
            long projectId,
            TaskChange change,
            boolean partial,
            int imagesCount,
            long sizeBytes,
            FilePlacement placement) {
        return jdbi.inTransaction(handle -> {
            long id =
                    handle.createQuery(
                                    """
                                    INSERT INTO tasks (public_id, project_id, created_at,
                                        partial, images_count, size_bytes, pending_action)
                                    VALUES (:uuid, :project, :now,
                                        :partial, :images, :size, :pending)
                                    RETURNING id
                                    """)
                            .bind("uuid", UUID.randomUUID().toString())
                            .bind("project", projectId)
                            .bind("now", Micros.now())
                            .bind("partial", partial)
                            .bind("images", imagesCount)
                            .bind("size", sizeBytes)
                            .bind("pending", pending(change))
                            .mapTo(Long.class)
                            .one();
            Task task = save(handle, id, change.columns());
            place(placement, id);
            return task;
        });
    }

    private static @Nullable Integer pending(TaskChange change) {
        return change.resize() ? PendingAction.RESIZE.code() : null;
    }

    private static void place(FilePlacement placement, long id) {
        try {
            placement.place(id);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Changes the named columns and leaves the rest; the scheduler looks at the task at once.
    public Task update(long id, Map<String, @Nullable Object> columns) {
        return jdbi.inTransaction(handle -> save(handle, id, columns));
    }

    private static Task save(Handle handle, long id, Map<String, @Nullable Object> columns) {
        var all = new LinkedHashMap<String, @Nullable Object>(columns);
        all.put("next_step_at", 0L);
        var assignments = new ArrayList<String>();
        all.keySet().forEach(column -> assignments.add(column + " = :" + column));
        return handle.createQuery(
                        "UPDATE tasks SET "
                                + String.join(", ", assignments)
                                + " WHERE id = :id RETURNING *")
                .bindMap(all)
                .bind("id", id)
                .map((row, context) -> Task.of(row))
                .one();
    }

    /// Moves the row to another project; the placement, run inside the transaction, moves the files.
    public Task move(long id, long projectId, FilePlacement placement) {
        return jdbi.inTransaction(handle -> {
            Task task = save(handle, id, Map.of("project_id", projectId));
            place(placement, id);
            return task;
        });
    }

    /// Records what a user asked for. REMOVE stays whatever is asked after it.
    public void request(long id, PendingAction action) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET partial = FALSE, last_error = NULL,
                                    next_step_at = 0,
                                    pending_action = CASE WHEN pending_action = 2
                                        THEN 2 ELSE :action END
                                WHERE id = :id
                                """)
                        .bind("action", action.code())
                        .bind("id", id)
                        .execute());
    }

    /// Records new photos.
    public void filesChanged(long id, int imagesCount, long sizeBytes) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET images_count = :images, size_bytes = :size
                                WHERE id = :id
                                """)
                        .bind("images", imagesCount)
                        .bind("size", sizeBytes)
                        .bind("id", id)
                        .execute());
    }

    /// Records new or removed media files.
    public void mediaChanged(long id, int mediaCount, long sizeBytes) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET media_count = :media, size_bytes = :size
                                WHERE id = :id
                                """)
                        .bind("media", mediaCount)
                        .bind("size", sizeBytes)
                        .bind("id", id)
                        .execute());
    }

    /// Exchanges the state of the 3D viewer, unless another request has changed it since `known` was read.
    public boolean replaceScene(long id, JsonNode known, JsonNode scene) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET potree_scene = :scene
                                WHERE id = :id AND potree_scene = :known
                                """)
                        .bind("scene", Json.text(scene))
                        .bind("known", Json.text(known))
                        .bind("id", id)
                        .execute())
                == 1;
    }

    /// Ends the staged upload of photos: from now on the scheduler takes care of the task.
    public Task commit(long id) {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                UPDATE tasks SET partial = FALSE, next_step_at = 0
                                WHERE id = :id RETURNING *
                                """)
                        .bind("id", id)
                        .map((row, context) -> Task.of(row))
                        .one());
    }
}
