package org.nadir.app;

import java.lang.management.ManagementFactory;
import org.nadir.node.EngineCommand;
import picocli.CommandLine.Option;

/// Flags that every command with a node has.
final class NodeOptions {

    @Option(
            names = "--parallel",
            defaultValue = "1",
            description = "Tasks that run at the same time (default: ${DEFAULT-VALUE}).")
    int parallel = 1;

    @Option(
            names = "--engine-memory",
            paramLabel = "MB",
            description =
                    "Most heap of each engine process in MB; it takes what it needs (default: 60 %% of the machine's memory, shared).")
    @org.jspecify.annotations.Nullable
    Long engineMemory;

    @Option(
            names = "--keep-hours",
            defaultValue = "48",
            description =
                    "Finished tasks leave the node after so many hours (default: ${DEFAULT-VALUE}).")
    int keepHours = 48;

    EngineCommand engine() {
        return EngineCommand.ownJvm(heapMegabytes());
    }

    long heapMegabytes() {
        if (engineMemory != null) {
            return engineMemory;
        }
        var machine =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return Math.max(512, (long) (0.6 * (machine.getTotalMemorySize() >> 20) / parallel));
    }
}
