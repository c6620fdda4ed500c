package org.nadir.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.nadir.server.db.Micros;
import org.nadir.server.http.Json;

/// The table of jobs. Thread-safe.
final class JobRows {

    private final Jdbi jdbi;

    JobRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Optional<Job> find(String id) {
        return jdbi.withHandle(handle ->
                handle.createQuery("SELECT * FROM jobs WHERE id = :id")
                        .bind("id", id)
                        .map((row, context) -> Job.of(row))
                        .findOne());
    }

    void add(String id, long taskId, String kind) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                INSERT INTO jobs (id, task_id, kind, state, beat_at)
                                VALUES (:id, :task, :kind, 'WAITING', :now)
                                """)
                        .bind("id", id)
                        .bind("task", taskId)
                        .bind("kind", kind)
                        .bind("now", Micros.now())
                        .execute());
    }

    /// Says that the job goes on.
    void advance(String id, double progress, String note) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE jobs SET state = 'RUNNING', progress = :progress, note = :note, beat_at = :now
                                WHERE id = :id AND state IN ('WAITING', 'RUNNING')
                                """)
                        .bind("id", id)
                        .bind("progress", progress)
                        .bind("note", note)
                        .bind("now", Micros.now())
                        .execute());
    }

    /// Says that somebody still cares for a job, running or waiting.
    void beat(String id) {
        jdbi.useTransaction(handle ->
                handle.createUpdate("UPDATE jobs SET beat_at = :now WHERE id = :id")
                        .bind("id", id)
                        .bind("now", Micros.now())
                        .execute());
    }

    /// @return whether the job was still there and not ended
    boolean done(String id, @Nullable String fileName, @Nullable JsonNode output) {
        return 0
                < jdbi.inTransaction(handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE jobs SET state = 'DONE', progress = 100, note = '',
                                            file_name = :file, output = :output, ended_at = :now
                                        WHERE id = :id AND state IN ('WAITING', 'RUNNING')
                                        """)
                                .bind("id", id)
                                .bind("file", fileName)
                                .bind("output", output == null ? null : Json.text(output))
                                .bind("now", Micros.now())
                                .execute());
    }

    void failed(String id, String error) {
        jdbi.useTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE jobs SET state = 'FAILED', error = :error, ended_at = :now
                                WHERE id = :id AND state IN ('WAITING', 'RUNNING')
                                """)
                        .bind("id", id)
                        .bind("error", error)
                        .bind("now", Micros.now())
                        .execute());
    }

    /// Fails all jobs that nobody has cared for since a moment.
    int failSilent(long before, String error) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate(
                                """
                                UPDATE jobs SET state = 'FAILED', error = :error, ended_at = :now
                                WHERE state IN ('WAITING', 'RUNNING') AND beat_at < :before
                                """)
                        .bind("before", before)
                        .bind("error", error)
                        .bind("now", Micros.now())
                        .execute());
    }

    int deleteEnded(long before) {
        return jdbi.inTransaction(handle ->
                handle.createUpdate(
                                """
                                DELETE FROM jobs WHERE state IN ('DONE', 'FAILED') AND ended_at < :before
                                """)
                        .bind("before", before)
                        .execute());
    }
}
