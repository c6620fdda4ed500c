package org.nadir.node;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How a node runs.
///
/// @param host address to listen on
/// @param port port to listen on, 0 for any free one
/// @param folder the node's own folder; one process at a time may use it
/// @param token what clients must send; empty for none
/// @param parallel tasks that run at once
/// @param maxImages most files a task may have; null for no limit
/// @param keepHours finished tasks are removed after so many hours
/// @param engine how the engine's process is started
public record NodeConfig(
        String host,
        int port,
        Path folder,
        String token,
        int parallel,
        @Nullable Integer maxImages,
        int keepHours,
        EngineCommand engine) {

    public NodeConfig {
        if (parallel < 1) {
            throw new IllegalArgumentException("parallel must be at least 1: " + parallel);
        }
        if (keepHours < 1) {
            throw new IllegalArgumentException("keepHours must be at least 1: " + keepHours);
        }
    }
}
