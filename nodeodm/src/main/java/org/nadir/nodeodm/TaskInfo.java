package org.nadir.nodeodm;

import java.util.List;

/// What a node says of a task.
///
/// @param processingTimeMillis milliseconds since processing started, -1 before
/// @param errorMessage empty when there is none
/// @param progress 0 to 100
/// @param output console lines from the asked line on; empty when not asked for
public record TaskInfo(
        String uuid,
        String name,
        long processingTimeMillis,
        TaskStatus status,
        String errorMessage,
        int imagesCount,
        double progress,
        List<String> output) {

    public TaskInfo {
        output = List.copyOf(output);
    }
}
