package org.nadir.server.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// A row of `jobs`.
///
/// @param kind what it makes, for instance `export`
/// @param progress percent
/// @param fileName the result's name in the job's folder, when it is a file
/// @param output the result, when it is a value
public record Job(
        String id,
        long taskId,
        String kind,
        State state,
        double progress,
        String note,
        @Nullable String fileName,
        @Nullable JsonNode output,
        @Nullable String error) {

    /// Where it stands.
    public enum State {
        WAITING,
        RUNNING,
        DONE,
        FAILED
    }

    public boolean isEnded() {
        return state == State.DONE || state == State.FAILED;
    }

    static Job of(ResultSet row) throws SQLException {
        String output = row.getString("output");
        return new Job(
                row.getString("id"),
                row.getLong("task_id"),
                row.getString("kind"),
                State.valueOf(row.getString("state")),
                row.getDouble("progress"),
                row.getString("note"),
                row.getString("file_name"),
                output == null ? null : Json.parse(output),
                row.getString("error"));
    }
}
