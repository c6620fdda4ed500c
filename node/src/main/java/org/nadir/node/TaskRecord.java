package org.nadir.node;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.OptionValue;

/// What survives of a task on disk. A new value replaces the old one at each transition.
///
/// @param state where the task stands
/// @param startedMillis when the current or last run began; 0 before
/// @param processingTimeMillis length of the last run; -1 before
/// @param progress 0 to 100
@JsonIgnoreProperties(ignoreUnknown = true)
record TaskRecord(
        String uuid,
        String name,
        long dateCreated,
        State state,
        long startedMillis,
        long processingTimeMillis,
        String errorMessage,
        List<OptionValue> options,
        int imagesCount,
        double progress,
        @Nullable String webhook) {

    /// The protocol's states, and before them the upload, in which nobody but the uploader knows the task.
    enum State {
        UPLOADING(0),
        QUEUED(10),
        RUNNING(20),
        FAILED(30),
        COMPLETED(40),
        CANCELED(50);

        private final int code;

        State(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        boolean isFinal() {
            return this == FAILED || this == COMPLETED || this == CANCELED;
        }
    }

    TaskRecord {
        options = List.copyOf(options);
    }

    static TaskRecord uploading(
            String uuid,
            String name,
            long dateCreated,
            List<OptionValue> options,
            @Nullable String webhook) {
        return new TaskRecord(
                uuid, name, dateCreated, State.UPLOADING, 0, -1, "", options, 0, 0, webhook);
    }

    TaskRecord queued(List<OptionValue> newOptions, int files) {
        return new TaskRecord(
                uuid, name, dateCreated, State.QUEUED, 0, -1, "", newOptions, files, 0, webhook);
    }

    TaskRecord running(long now) {
        return new TaskRecord(
                uuid,
                name,
                dateCreated,
                State.RUNNING,
                now,
                0,
                "",
                options,
                imagesCount,
                0,
                webhook);
    }

    TaskRecord ended(State end, String message, long now) {
        long took = startedMillis == 0 ? -1 : now - startedMillis;
        double at = end == State.COMPLETED ? 100 : progress;
        return new TaskRecord(
                uuid,
                name,
                dateCreated,
                end,
                startedMillis,
                took,
                message,
                options,
                imagesCount,
                at,
                webhook);
    }

    TaskRecord withProgress(double percent) {
        return new TaskRecord(
                uuid,
                name,
                dateCreated,
                state,
                startedMillis,
                processingTimeMillis,
                errorMessage,
                options,
                imagesCount,
                Math.max(progress, percent),
                webhook);
    }
}
