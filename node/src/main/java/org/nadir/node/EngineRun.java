package org.nadir.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.pipeline.EngineEvents;
import org.nadir.nodeodm.StageProgress;

/// One run of the engine in its own process. Console lines go to the task's console as they come; progress events to the
/// task's record.
final class EngineRun {

    /// How a run ended; `message` is empty unless it failed.
    record Outcome(int exitCode, String message) {}

    private static final ObjectMapper JSON = new ObjectMapper();

    private final NodeTask task;
    private final Process process;
    private volatile boolean stopped;

    EngineRun(NodeTask task, EngineCommand command) throws IOException {
        this.task = task;
        writeOptions();
        Path folder = task.folder();
        // The child's standard input stays open: it ends when this process does, and the child with
        // it.
        this.process =
                new ProcessBuilder(command.forProject(folder))
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
    }

    private void writeOptions() throws IOException {
        ObjectNode options = JSON.createObjectNode();
        task.record().options().forEach(option -> options.set(option.name(), option.value()));
        // Not an option: the title of the report.
        options.put("name", task.record().name());
        JSON.writeValue(task.folder().resolve("options.json").toFile(), options);
    }

    /// Follows the process until it ends.
    Outcome await() throws IOException, InterruptedException {
        String problem = null;
        try (var output =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                problem = take(line, problem);
            }
        } catch (IOException closed) {
            if (!stopped) {
                throw closed;
            }
        }
        int exit = process.waitFor();
        return new Outcome(exit, exit == 0 ? "" : problem != null ? problem : meaning(exit));
    }

    private @Nullable String take(String line, @Nullable String problem) throws IOException {
        if (!line.startsWith(EngineEvents.PREFIX)) {
            task.console().add(line);
            return problem;
        }
        JsonNode event = JSON.readTree(line.substring(EngineEvents.PREFIX.length()));
        if (event.has("problem")) {
            return event.path("problem").asText();
        }
        // The last tenth belongs to packing the results.
        task.progress(
                0.9 * event.path("percent").asDouble(),
                JSON.treeToValue(event, StageProgress.class));
        return problem;
    }

    /// Ends the process: politely, and two seconds later by force.
    void stop() {
        stopped = true;
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private static String meaning(int exit) {
        return switch (exit) {
            case 1, 134, 139 -> "Cannot process dataset: see the console for the reason.";
            // 3 is how a JVM with ExitOnOutOfMemoryError ends, 137 how the kernel ends a process.
            case 3, 137 ->
                    "Not enough memory: use smaller photos, a lower pc-quality, fewer threads (max-concurrency), or a machine with more memory.";
            default -> "Processing failed (" + exit + "): see the console for the reason.";
        };
    }

    static boolean isOutOfMemory(int exit) {
        return exit == 3 || exit == 137;
    }
}
