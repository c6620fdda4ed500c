package org.nadir.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All tasks of the node, one folder each. Holds a lock on the folder, so that two nodes cannot share it. Folders that are
/// no tasks are left alone.
final class TaskStore implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskStore.class);

    private final Path folder;
    private final FileChannel lockFile;
    private final Map<String, NodeTask> tasks = new ConcurrentHashMap<>();

    TaskStore(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath();
        Files.createDirectories(folder);
        this.lockFile =
                FileChannel.open(
                        folder.resolve(".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        lock();
        load();
    }

    private void lock() throws IOException {
        FileLock lock;
        try {
            lock = lockFile.tryLock();
        } catch (OverlappingFileLockException here) {
            lock = null;
        }
        if (lock == null) {
            lockFile.close();
            throw new IOException(
                    "Another node uses the folder "
                            + folder
                            + ": stop it, or give this one a folder of its own");
        }
    }

    private void load() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(NodeTask::isTask).toList()) {
                try {
                    NodeTask task = NodeTask.load(entry);
                    tasks.put(task.uuid(), task);
                } catch (IOException | RuntimeException broken) {
                    LOG.error("Task folder {} cannot be read and is left as it is", entry, broken);
                }
            }
        }
    }

    NodeTask create(TaskRecord record) throws IOException {
        NodeTask task = NodeTask.create(folder.resolve(record.uuid()), record);
        tasks.put(record.uuid(), task);
        return task;
    }

    Optional<NodeTask> find(String uuid) {
        return Optional.ofNullable(tasks.get(uuid));
    }

    Collection<NodeTask> all() {
        return tasks.values();
    }

    /// Tasks in the order in which they were created.
    List<NodeTask> inOrder() {
        return tasks.values().stream()
                .sorted(
                        Comparator.comparingLong((NodeTask t) -> t.record().dateCreated())
                                .thenComparing(NodeTask::uuid))
                .toList();
    }

    /// Forgets a task and deletes its files. The record goes first: what is left after a crash is then no task any more.
    void remove(NodeTask task) throws IOException {
        tasks.remove(task.uuid());
        Files.deleteIfExists(task.folder().resolve("task.json"));
        deleteTree(task.folder());
    }

    Path folder() {
        return folder;
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }
}
