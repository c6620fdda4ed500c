package org.nadir.engine.pipeline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.nadir.engine.work.Problem;

/// Refuses work that would fill the disk, before it starts.
final class DiskSpace {

    private DiskSpace() {}

    /// @throws Problem when less than `bytes` are free at `folder`
    static void require(Path folder, long bytes) throws IOException {
        if (Files.getFileStore(folder).getUsableSpace() < bytes) {
            throw new Problem(Problem.Code.DISK_FULL, message(folder, bytes));
        }
    }

    /// @param needed bytes; 0 when unknown
    static String message(Path folder, long needed) {
        String free;
        try {
            free = gigabytes(Files.getFileStore(folder).getUsableSpace()) + " GB free";
        } catch (IOException unknown) {
            free = "none free";
        }
        String about = needed > 0 ? ", about " + gigabytes(needed) + " GB needed" : "";
        return "Not enough disk space: " + free + about + ". Free some space and restart the task.";
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e9);
    }
}
