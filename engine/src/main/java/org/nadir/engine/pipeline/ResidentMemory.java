package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The largest resident memory of this process, from Linux' `/proc`.
final class ResidentMemory {

    private ResidentMemory() {}

    /// In megabytes; 0 where the system does not tell.
    static long peakMegabytes() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
                }
            }
        } catch (IOException elsewhere) {
            // Not Linux.
        }
        return 0;
    }
}
