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
        try {
            return message(Files.getFileStore(folder).getUsableSpace(), needed);
        } catch (IOException unknown) {
            return message(0, needed);
        }
    }

    /// @param free bytes
    /// @param needed bytes; 0 when unknown
    static String message(double free, long needed) {
        String about = needed > 0 ? ", about " + gigabytes(needed) + " GB needed" : "";
        return "Not enough disk space: "
                + gigabytes(free)
                + " GB free"
                + about
                + ". Free some space and restart the task.";
    }

    private static String gigabytes(double bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / 1e9);
    }
}
