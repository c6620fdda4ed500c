package org.nadir.nodeodm;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a node says of a task.
///
/// @param processingTimeMillis milliseconds since processing started, -1 before
/// @param errorMessage empty when there is none
/// @param progress 0 to 100
/// @param detail stage and time left of a running task; null on nodes that do not tell
/// @param output console lines from the asked line on; empty when not asked for
public record TaskInfo(
        String uuid,
        String name,
        long processingTimeMillis,
        TaskStatus status,
        String errorMessage,
        int imagesCount,
        double progress,
        @Nullable StageProgress detail,
        List<String> output) {

    public TaskInfo {
        output = List.copyOf(output);
    }
}
