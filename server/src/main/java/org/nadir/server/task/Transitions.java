package org.nadir.server.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.server.db.Micros;
import org.nadir.server.hook.Outbox;
import org.nadir.server.http.Json;
import org.nadir.server.live.Changes;

/// Every change that the scheduler makes to a task: one method each, one transaction each. None of them loses an action that
/// a user asked for meanwhile, and each may be repeated.
public final class Transitions {

    private final Jdbi jdbi;
    private final Changes changes;
    private final Outbox outbox;

    public Transitions(Jdbi jdbi, Changes changes, Outbox outbox) {
        this.jdbi = jdbi;
        this.changes = changes;
        this.outbox = outbox;
    }

    /// The tasks that have something to do now and that nobody works on. The first condition is that of the index
    /// `tasks_unsettled`, word for word.
    public List<Long> due(int limit) {
        long now = Micros.now();
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id FROM tasks
                                WHERE (pending_action IS NOT NULL OR status IS NULL
                                       OR status IN (10, 20))
                                  AND (pending_action IS NOT NULL OR node_id IS NOT NULL
                                       OR auto_node = TRUE)
                                  AND partial = FALSE AND next_step_at <= :now
                                  AND lease_until < :now
                                ORDER BY next_step_at, id LIMIT :limit
                                """)
                        .bind("now", now)
                        .bind("limit", limit)
                        .mapTo(Long.class)
                        .list());
    }

    /// Takes a task for one worker; false when another has it. A worker that stops renewing loses it after `life`.
    public boolean claim(long id, String worker, Duration life) {
        long now = Micros.now();
        return jdbi.inTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET lease_owner = :worker,
                                    lease_until = :until
                                WHERE id = :id
                                  AND (lease_until < :now OR lease_owner = :worker)
                                """)
                        .bind("worker", worker)
                        .bind("until", now + life.toNanos() / 1000)
                        .bind("id", id)
                        .bind("now", now)
                        .execute())
                == 1;
    }

    /// Keeps a claim alive.
    ///
    /// @return what a user has asked for meanwhile; empty also when the task is gone
    public Optional<PendingAction> renew(long id, String worker, Duration life) {
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                UPDATE tasks SET lease_until = :until
                                WHERE id = :id AND lease_owner = :worker
                                RETURNING pending_action
                                """)
                        .bind("until", Micros.now() + life.toNanos() / 1000)
                        .bind("id", id)
                        .bind("worker", worker)
                        .map((row, context) ->
                                PendingAction.ofCode(Micros.orNull(row, "pending_action")))
                        .findOne());
    }

    /// Gives a task back; it is looked at again after the pause, at once when a user asked for something since the step began.
    public void release(long id, String worker, Duration pause, @Nullable PendingAction seen) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE tasks SET lease_owner = NULL, lease_until = 0,
                                    next_step_at = CASE
                                        WHEN pending_action IS NOT NULL
                                             AND pending_action <> :seen THEN 0
                                        ELSE :next END
                                WHERE id = :id AND lease_owner = :worker
                                """)
                        .bind("seen", seen == null ? 0 : seen.code())
                        .bind("next", Micros.now() + pause.toNanos() / 1000)
                        .bind("id", id)
                        .bind("worker", worker)
                        .execute());
    }

    /// After a crash of the only server: nobody works on anything.
    public void dropAllClaims() {
        jdbi.useTransaction(handle ->
                handle.execute(
                        "UPDATE tasks SET lease_owner = NULL, lease_until = 0,"
                                + " next_step_at = 0"));
    }

    /// A node was chosen for the task.
    public void assigned(Task task, long nodeId) {
        change(task, "node_id = :node", update -> update.bind("node", nodeId));
    }

    /// The node of a waiting task went away: look for another.
    public void unassigned(Task task) {
        change(
                task,
                "node_id = NULL, status = NULL, node_uuid = '', upload_uuid = '',"
                        + " upload_progress = 0");
    }

    /// An upload to the node begins, under a name of our own.
    public void uploadBegins(Task task, String uploadUuid) {
        change(
                task,
                "upload_uuid = :uuid, upload_progress = 0",
                update -> update.bind("uuid", uploadUuid));
    }

    public void uploadProgress(Task task, double progress) {
        change(task, "upload_progress = :p", update -> update.bind("p", progress));
    }

    /// The node has taken the task.
    public void accepted(Task task, String nodeUuid) {
        change(
                task,
                "node_uuid = :uuid, upload_uuid = '', upload_progress = 1",
                update -> update.bind("uuid", nodeUuid));
    }

    /// What the node says of a task that is not over.
    public void observed(
            Task task,
            TaskStatus status,
            long processingTime,
            double progress,
            @Nullable JsonNode detail) {
        change(
                task,
                """
                status = :status, processing_time = :time, running_progress = :p,
                progress_detail = :detail
                """,
                update ->
                        update.bind("status", status.code())
                                .bind("time", processingTime)
                                .bind("p", progress)
                                .bind("detail", textOrNull(detail)));
    }

    public void runningProgress(Task task, double progress) {
        change(task, "running_progress = :p", update -> update.bind("p", progress));
    }

    public void resizeProgress(Task task, double progress) {
        change(task, "resize_progress = :p", update -> update.bind("p", progress));
    }

    /// All photos are small enough now.
    public void resized(Task task, long sizeBytes) {
        change(
                task,
                "resize_progress = 1, size_bytes = :size, " + done(PendingAction.RESIZE),
                update -> update.bind("size", sizeBytes));
    }

    /// The task cannot go on. An action asked for since stays.
    ///
    /// @param handled the action whose handling failed; null for none
    public void failed(Task task, String sentence, @Nullable PendingAction handled) {
        failed(task, sentence, handled, task.state().processingTime());
    }

    /// As [#failed(Task, String, PendingAction)], with the time that the node had worked.
    public void failed(
            Task task, String sentence, @Nullable PendingAction handled, long processingTime) {
        String ending = handled == null ? "" : ", " + done(handled);
        end(
                task,
                "status = 30, last_error = :error, upload_uuid = '', progress_detail = NULL,"
                        + " processing_time = :time"
                        + ending,
                update -> update.bind("error", sentence).bind("time", processingTime));
    }

    /// The task was stopped, by a user or by the node.
    public void canceled(Task task) {
        end(
                task,
                "status = 50, upload_uuid = '', progress_detail = NULL, "
                        + done(PendingAction.CANCEL),
                update -> update);
    }

    /// Ready for another run.
    ///
    /// @param nodeKeepsIt whether the node runs its copy again; else everything is sent anew
    public void restarted(Task task, boolean nodeKeepsIt) {
        String again =
                nodeKeepsIt
                        ? ""
                        : ", node_uuid = '', upload_uuid = '', upload_progress = 0,"
                                + " options = :options";
        change(
                task,
                "status = NULL, last_error = NULL, processing_time = -1, running_progress = 0,"
                        + " progress_detail = NULL, "
                        + done(PendingAction.RESTART)
                        + again,
                update ->
                        nodeKeepsIt
                                ? update
                                : update.bind(
                                        "options",
                                        Json.text(
                                                TaskOptions.withoutRerun(task.wish().options()))));
    }

    /// The photos were deleted, the results stay.
    public void compacted(Task task, int imagesCount, long sizeBytes) {
        change(
                task,
                "compacted = TRUE, images_count = :images, size_bytes = :size, "
                        + done(PendingAction.COMPACT),
                update -> update.bind("images", imagesCount).bind("size", sizeBytes));
    }

    /// The results are in place.
    public void completed(Task task, Task.Result result, long processingTime) {
        end(
                task,
                """
                status = 40, last_error = NULL, running_progress = 1, processing_time = :time,
                available_assets = :assets, orthophoto_extent = :orthophoto, dsm_extent = :dsm,
                dtm_extent = :dtm, epsg = :epsg, wkt = :wkt, orthophoto_bands = :bands,
                statistics = :statistics, media_count = :media, size_bytes = :size,
                potree_scene = '{}', crop = NULL, progress_detail = NULL
                """,
                update ->
                        update.bind("time", processingTime)
                                .bind("assets", Json.text(result.availableAssets()))
                                .bind("orthophoto", textOrNull(result.orthophotoExtent()))
                                .bind("dsm", textOrNull(result.dsmExtent()))
                                .bind("dtm", textOrNull(result.dtmExtent()))
                                .bind("epsg", result.epsg())
                                .bind("wkt", result.wkt())
                                .bind("bands", Json.text(result.orthophotoBands()))
                                .bind("statistics", Json.text(result.statistics()))
                                .bind("media", result.mediaCount())
                                .bind("size", result.sizeBytes()));
    }

    /// More result files were made from those that there were.
    public void assetsAdded(Task task, JsonNode availableAssets) {
        change(
                task,
                "available_assets = :assets",
                update -> update.bind("assets", Json.text(availableAssets)));
    }

    /// The task is gone.
    public void removed(Task task) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM tasks WHERE id = :id")
                        .bind("id", task.id())
                        .execute());
        changes.taskRemoved(task.projectId(), task.id());
        changes.project(task.projectId());
    }

    /// Clears an action, unless the user has asked for another since.
    private static String done(PendingAction action) {
        return "pending_action = CASE WHEN pending_action = "
                + action.code()
                + " THEN NULL ELSE pending_action END";
    }

    private static @Nullable String textOrNull(@Nullable JsonNode node) {
        return node == null ? null : Json.text(node);
    }

    private interface Values {
        Update bind(Update update);
    }

    private void change(Task task, String assignments) {
        change(task, assignments, update -> update);
    }

    private void change(Task task, String assignments, Values values) {
        jdbi.useTransaction(handle -> update(handle, task, assignments, values));
        changes.task(task.projectId(), task.id());
    }

    /// A change after which the task rests, and others hear that it ended.
    private void end(Task task, String assignments, Values values) {
        jdbi.useTransaction(handle -> {
            Integer before =
                    handle.createQuery("SELECT status FROM tasks WHERE id = :id")
                            .bind("id", task.id())
                            .mapTo(Integer.class)
                            .findOne()
                            .orElse(null);
            update(handle, task, assignments, values);
            outbox.taskMayHaveEnded(handle, task.id(), before);
        });
        changes.task(task.projectId(), task.id());
    }

    private static void update(Handle handle, Task task, String assignments, Values values) {
        values.bind(handle.createUpdate("UPDATE tasks SET " + assignments + " WHERE id = :id"))
                .bind("id", task.id())
                .execute();
    }
}
