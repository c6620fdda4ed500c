package org.nadir.server.hook;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;

/// Messages that wait for delivery. They are written in the transaction of the change that they tell of, so that none is lost
/// and none tells of what did not happen. Thread-safe.
public final class Outbox {

    private static final double MEGABYTE = 1048576;

    /// How a task ends, by its status.
    private enum Ending {
        FAILED(30, "task.failed"),
        COMPLETED(40, "task.completed"),
        CANCELED(50, "task.canceled");

        private final int status;
        private final String event;

        Ending(int status, String event) {
            this.status = status;
            this.event = event;
        }

        static Optional<Ending> of(int status) {
            return Arrays.stream(values()).filter(ending -> ending.status == status).findFirst();
        }
    }

    /// A message that was taken for delivery.
    ///
    /// @param attempts how often it was tried, this time included
    record Message(long id, Webhooks.Kind kind, String body, long createdAt, int attempts) {

        static Message of(ResultSet row) throws SQLException {
            return new Message(
                    row.getLong("id"),
                    row.getString("kind").equals(Webhooks.Kind.TASK.key())
                            ? Webhooks.Kind.TASK
                            : Webhooks.Kind.QUOTA,
                    row.getString("body"),
                    row.getLong("created_at"),
                    row.getInt("attempts"));
        }
    }

    private final Jdbi jdbi;
    private final Webhooks webhooks;

    public Outbox(Jdbi jdbi, Webhooks webhooks) {
        this.jdbi = jdbi;
        this.webhooks = webhooks;
    }

    /// Tells of the end of a task, after its row was changed.
    ///
    /// @param before the status that it had before; when it is the same now, nothing ended
    public void taskMayHaveEnded(Handle handle, long taskId, @Nullable Integer before) {
        if (webhooks.tasks() == null) {
            return;
        }
        handle.createQuery(
                        """
                        SELECT t.*, p.name AS project_name FROM tasks t
                        JOIN projects p ON p.id = t.project_id WHERE t.id = :id
                        """)
                .bind("id", taskId)
                .map((row, context) -> taskEnded(row, before))
                .findOne()
                .flatMap(message -> message)
                .ifPresent(body -> add(handle, Webhooks.Kind.TASK, body));
    }

    private static Optional<ObjectNode> taskEnded(ResultSet row, @Nullable Integer before)
            throws SQLException {
        int status = row.getInt("status");
        if (row.wasNull() || (before != null && before == status)) {
            return Optional.empty();
        }
        Optional<Ending> ending = Ending.of(status);
        if (ending.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode body =
                Json.object().put("event", ending.get().event).put("at", Micros.iso(Micros.now()));
        body.set("task", task(row));
        body.putObject("project")
                .put("id", row.getLong("project_id"))
                .put("name", row.getString("project_name"));
        return Optional.of(body);
    }

    private static ObjectNode task(ResultSet row) throws SQLException {
        ObjectNode task =
                Json.object()
                        .put("id", row.getLong("id"))
                        .put("public_id", row.getString("public_id"))
                        .put("uuid", row.getString("node_uuid"))
                        .put("project", row.getLong("project_id"))
                        .put("name", row.getString("name"))
                        .put("created_at", Micros.iso(row.getLong("created_at")))
                        .put("status", row.getInt("status"))
                        .put("last_error", row.getString("last_error"))
                        .put("processing_time", row.getLong("processing_time"))
                        .put("images_count", row.getInt("images_count"))
                        .put("size", row.getLong("size_bytes") / MEGABYTE);
        task.set("available_assets", Json.parse(row.getString("available_assets")));
        return task;
    }

    public void quotaExceeded(Handle handle, Webhooks.QuotaExceeded excess) {
        if (webhooks.quotas() == null) {
            return;
        }
        add(
                handle,
                Webhooks.Kind.QUOTA,
                Json.object()
                        .put("username", excess.username())
                        .put("quota_used", excess.used())
                        .put("quota_total", excess.quota())
                        .put("deadline", excess.deadline()));
    }

    private static void add(Handle handle, Webhooks.Kind kind, ObjectNode body) {
        long now = Micros.now();
        handle.createUpdate(
                        """
                        INSERT INTO webhook_outbox (kind, body, created_at, next_attempt_at)
                        VALUES (:kind, :body, :now, :now)
                        """)
                .bind("kind", kind.key())
                .bind("body", Json.text(body))
                .bind("now", now)
                .execute();
    }

    /// The messages that are to be tried now, oldest first.
    List<Long> due(int limit) {
        return jdbi.withHandle(handle ->
                handle.createQuery(
                                """
                                SELECT id FROM webhook_outbox WHERE next_attempt_at <= :now
                                ORDER BY id LIMIT :limit
                                """)
                        .bind("now", Micros.now())
                        .bind("limit", limit)
                        .mapTo(Long.class)
                        .list());
    }

    /// Takes a message for one server; after `lease` others may try.
    Optional<Message> take(long id, Duration lease) {
        long now = Micros.now();
        return jdbi.inTransaction(handle ->
                handle.createQuery(
                                """
                                UPDATE webhook_outbox
                                SET next_attempt_at = :until, attempts = attempts + 1
                                WHERE id = :id AND next_attempt_at <= :now RETURNING *
                                """)
                        .bind("until", now + lease.toNanos() / 1000)
                        .bind("id", id)
                        .bind("now", now)
                        .map((row, context) -> Message.of(row))
                        .findOne());
    }

    /// It was received, or is given up.
    void drop(long id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("DELETE FROM webhook_outbox WHERE id = :id")
                        .bind("id", id)
                        .execute());
    }

    void retryAfter(long id, Duration pause) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE webhook_outbox SET next_attempt_at = :next WHERE id = :id
                                """)
                        .bind("next", Micros.now() + pause.toNanos() / 1000)
                        .bind("id", id)
                        .execute());
    }
}
