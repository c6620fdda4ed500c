package org.nadir.node;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.nodeodm.StageProgress;

/// One task of the node: its record, its folder and its console. Every change of state goes through [#change], which
/// stores the new record before anybody sees it.
final class NodeTask {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String RECORD = "task.json";

    private final Path folder;
    private final TaskConsole console;
    private volatile TaskRecord record;
    private volatile @Nullable StageProgress detail;

    private NodeTask(Path folder, TaskRecord record) throws IOException {
        this.folder = folder;
        this.record = record;
        this.console = new TaskConsole(folder.resolve("task_output.txt"));
    }

    static NodeTask create(Path folder, TaskRecord record) throws IOException {
        Files.createDirectories(folder.resolve("images"));
        var task = new NodeTask(folder, record);
        task.store(record);
        return task;
    }

    static NodeTask load(Path folder) throws IOException {
        return new NodeTask(
                folder, JSON.readValue(folder.resolve(RECORD).toFile(), TaskRecord.class));
    }

    static boolean isTask(Path folder) {
        return Files.exists(folder.resolve(RECORD));
    }

    TaskRecord record() {
        return record;
    }

    String uuid() {
        return record.uuid();
    }

    Path folder() {
        return folder;
    }

    Path images() {
        return folder.resolve("images");
    }

    Path archive() {
        return folder.resolve("all.zip");
    }

    ProjectFolder project() {
        return new ProjectFolder(folder, images());
    }

    TaskConsole console() {
        return console;
    }

    /// Stores and then shows a new record.
    synchronized TaskRecord change(UnaryOperator<TaskRecord> transition) {
        TaskRecord next = transition.apply(record);
        try {
            store(next);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("Cannot store the state of task " + uuid(), e);
        }
        record = next;
        return next;
    }

    /// Shows progress without storing it: a restarted node begins the run anew anyway.
    synchronized void progress(double percent, @Nullable StageProgress stage) {
        record = record.withProgress(percent);
        detail = stage;
    }

    /// What the engine told last; null when nothing runs.
    @Nullable StageProgress detail() {
        return record.state() == TaskRecord.State.RUNNING ? detail : null;
    }

    private void store(TaskRecord next) throws IOException {
        Path partial = folder.resolve(RECORD + ".part");
        byte[] bytes = JSON.writeValueAsBytes(next);
        try (var file =
                FileChannel.open(
                        partial,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            file.write(java.nio.ByteBuffer.wrap(bytes));
            file.force(true);
        }
        Files.move(
                partial,
                folder.resolve(RECORD),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
