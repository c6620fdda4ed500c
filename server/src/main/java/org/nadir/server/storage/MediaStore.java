package org.nadir.server.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where files are, under one data folder:
///
/// ```
/// media/project/{P}/task/{T}/            the photos and side files of a task
/// media/project/{P}/task/{T}/assets/     its results, in ODM's layout
/// media/project/{P}/task/{T}/data/       its console
/// media/settings/                        the logo
/// cache/task-{T}/                        what was made from results and media, and can be made again
/// jobs/                                  results of background jobs
/// media/project/{P}/task/{T}/.import/    what an unfinished import is made from
/// staging/                               uploads in pieces, kept over restarts for a day
/// tmp/                                   what is on its way; emptied at start
/// ```
///
/// All of it is on one disk, so that moves between these places happen at once or not at all.
public final class MediaStore {

    private static final Logger LOG = LoggerFactory.getLogger(MediaStore.class);

    /// Names that a new set of results, and the old one, have while they change places.
    private static final String INCOMING = ".incoming";

    private static final String OUTGOING = ".outgoing";

    private static final int LOCKS = 64;
    private static final String IMPORT = ".import";

    /// In the import folder: the archive to unpack.
    public static final String IMPORT_ARCHIVE = "all.zip";

    /// In the import folder: results that came one by one, laid out as they will be.
    public static final String IMPORT_EXTERNAL = "external";

    private static final String RESIZED = ".resized";

    private final Path media;
    private final Path derived;
    private final Path temporary;
    private final ReentrantLock[] locks = new ReentrantLock[LOCKS];
    private final Path jobs;
    private final Path staging;

    private MediaStore(Path data) {
        this.media = data.resolve("media");
        this.derived = data.resolve("cache");
        this.temporary = data.resolve("tmp");
        Arrays.setAll(locks, any -> new ReentrantLock());
        this.jobs = data.resolve("jobs");
        this.staging = data.resolve("staging");
    }

    /// Makes the folders and clears what an earlier run left on its way.
    ///
    /// @param alone whether no other server works in this folder; only then are temporary files swept away
    public static MediaStore open(Path data, boolean alone) throws IOException {
        var store = new MediaStore(data.toAbsolutePath().normalize());
        Files.createDirectories(store.media.resolve("project"));
        if (alone) {
            Folders.delete(store.temporary);
        }
        Files.createDirectories(store.temporary);
        Files.createDirectories(store.staging);
        return store;
    }

    public Path temporary() {
        return temporary;
    }

    /// Where uploads wait for the rest of them.
    public Path staging() {
        return staging;
    }

    public Path newTemporary(String prefix) throws IOException {
        return Files.createTempDirectory(temporary, prefix);
    }

    /// Where the logo is.
    public Path settings() {
        return media.resolve("settings");
    }

    /// Where background jobs have their folders.
    public Path jobs() {
        return jobs;
    }

    /// Deletes derived things that were made before a moment.
    public void deleteDerived(Instant before) throws IOException {
        if (!Files.isDirectory(derived)) {
            return;
        }
        try (Stream<Path> files = Files.walk(derived)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (UncheckedIOException vanished) {
            throw vanished.getCause();
        }
    }

    public Path task(long project, long task) {
        return project(project).resolve("task").resolve(Long.toString(task));
    }

    private Path project(long project) {
        return media.resolve("project").resolve(Long.toString(project));
    }

    public Path assets(long project, long task) {
        return task(project, task).resolve("assets");
    }

    /// Files that users put beside the results. They stay when a task is done anew.
    public Path mediaFiles(long project, long task) {
        return assets(project, task).resolve("media");
    }

    /// What the server notes about a task in files, so that it travels with the folder.
    public Path notes(long project, long task) {
        return task(project, task).resolve("data");
    }

    /// Where copies for showing are kept, which may be deleted at any time; whoever finds nothing there makes it again. May not
    /// exist yet.
    public Path derived(long task) {
        return derived.resolve("task-" + task);
    }

    /// Held while files of users come into the results or leave them, and while the results are exchanged.
    public ReentrantLock lock(long task) {
        return locks[(int) Math.floorMod(task, (long) LOCKS)];
    }

    public Path console(long project, long task) {
        return task(project, task).resolve("data").resolve("console_output.txt");
    }

    /// What an unfinished import is made from; gone once it is over.
    public Path importFolder(long project, long task) {
        return task(project, task).resolve(IMPORT);
    }

    /// A task to import, before it has a number.
    ///
    /// @param temporary deleted in the end
    public record NewImport(Path temporary) implements AutoCloseable {

        /// What becomes the folder of the task.
        public Path task() {
            return temporary.resolve("task");
        }

        /// What becomes its import folder.
        public Path source() {
            return task().resolve(IMPORT);
        }

        @Override
        public void close() throws IOException {
            Folders.delete(temporary);
        }
    }

    public NewImport newImport() throws IOException {
        var made = new NewImport(newTemporary("import-"));
        Files.createDirectories(made.source());
        return made;
    }

    /// Ends an import: what it was made from goes.
    public void endImport(long project, long task) throws IOException {
        Path folder = importFolder(project, task);
        if (!Files.exists(folder)) {
            return;
        }
        Path trash = newTemporary("imported-");
        Files.move(folder, trash.resolve("import"), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(trash);
    }

    /// Brings back what stood beside the results in a task's folder when its backup was made: photos, side files, data.
    public void restore(Path backup, long project, long task) throws IOException {
        Path folder = task(project, task);
        try (Stream<Path> entries = Files.list(backup)) {
            for (Path entry : entries.toList()) {
                String name = entry.getFileName().toString();
                Path target = folder.resolve(name);
                if (name.equals("assets") || name.startsWith(".") && isOwn(name)) {
                    continue;
                }
                if (Files.isRegularFile(entry) && !isOwn(name)) {
                    Files.move(
                            entry,
                            target,
                            StandardCopyOption.ATOMIC_MOVE,
                            StandardCopyOption.REPLACE_EXISTING);
                } else if (Files.isDirectory(entry)) {
                    Folders.delete(target);
                    Files.move(entry, target, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    private static boolean isOwn(String name) {
        return name.equals("data")
                || name.equals(INCOMING)
                || name.equals(OUTGOING)
                || name.equals(IMPORT)
                || name.equals(RESIZED);
    }

    /// What of a task's folder belongs into a backup, by its path there: not what is on its way.
    public static boolean isLasting(String path) {
        int slash = path.indexOf('/');
        return slash <= 0 || !isOwn(path.substring(0, slash)) || path.startsWith("data/");
    }

    /// The photos and side files of a task, by name.
    public List<Path> inputs(long project, long task) throws IOException {
        Path folder = task(project, task);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var files = new ArrayList<Path>();
        try (Stream<Path> entries = Files.list(folder)) {
            entries.filter(entry -> Files.isRegularFile(entry)).forEach(files::add);
        }
        Collections.sort(files);
        return files;
    }

    /// A file below a folder, by a path from outside.
    ///
    /// @return empty when it is not there, is no plain file, or would lie elsewhere
    public static Optional<Path> fileInside(Path folder, String path) throws IOException {
        Path file;
        try {
            file = folder.resolve(path).normalize();
        } catch (InvalidPathException broken) {
            return Optional.empty();
        }
        for (String part : path.split("[/\\\\]", -1)) {
            if (part.equals("..") || part.equals(".") || part.isEmpty()) {
                return Optional.empty();
            }
        }
        if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        // A link in the results must not lead out of them.
        return file.toRealPath().startsWith(folder.toRealPath())
                ? Optional.of(file)
                : Optional.empty();
    }

    /// Makes a folder of files the folder of a new task.
    public void adopt(Path files, long project, long task) throws IOException {
        Path folder = task(project, task);
        Files.createDirectories(folder.getParent());
        if (Files.exists(folder)) {
            // Ids are never given twice, so this is of another database: keep it, out of the way.
            Path aside = folder.resolveSibling(task + ".unknown-" + System.currentTimeMillis());
            LOG.warn("{} was there before its task; moved to {}", folder, aside);
            Files.move(folder, aside);
        }
        Files.move(files, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Moves one received file into a task's folder.
    public void addInput(Path file, long project, long task, String name) throws IOException {
        Path folder = task(project, task);
        Files.createDirectories(folder);
        Files.move(
                file,
                folder.resolve(name),
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
    }

    /// Moves a task's folder to another project.
    public void moveTask(long task, long fromProject, long toProject) throws IOException {
        Path from = task(fromProject, task);
        if (!Files.exists(from)) {
            return;
        }
        Path to = task(toProject, task);
        Files.createDirectories(to.getParent());
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Deletes a task's folder: it is gone from its place at once, its files a little later.
    public void deleteTask(long project, long task) throws IOException {
        Folders.delete(derived(task));
        Path folder = task(project, task);
        if (!Files.exists(folder)) {
            return;
        }
        Path trash = newTemporary("removed-");
        Files.move(folder, trash.resolve("task"), StandardCopyOption.ATOMIC_MOVE);
        Folders.delete(trash);
    }

    /// Deletes the folders of a project that have become empty; anything unknown in them stays.
    public void deleteProjectIfEmpty(long project) throws IOException {
        Path folder = project(project);
        deleteIfEmpty(folder.resolve("task"));
        deleteIfEmpty(folder);
    }

    private static void deleteIfEmpty(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> entries = Files.list(folder)) {
            if (entries.findAny().isPresent()) {
                return;
            }
        }
        Files.deleteIfExists(folder);
    }

    /// An empty folder in which a new set of results is laid out.
    public Path beginAssets(long project, long task) throws IOException {
        repairAssets(project, task);
        Path incoming = task(project, task).resolve(INCOMING);
        Files.createDirectories(incoming);
        return incoming;
    }

    /// The folder in which a new set of results is being laid out.
    public Path incoming(long project, long task) {
        return task(project, task).resolve(INCOMING);
    }

    /// Makes what was laid out the results of the task. A reader sees the old set or the new one. Media files of users move
    /// over last, and win over files of the same name among the results.
    public void finishAssets(long project, long task) throws IOException {
        Path folder = task(project, task);
        Path assets = folder.resolve("assets");
        Path outgoing = folder.resolve(OUTGOING);
        ReentrantLock lock = lock(task);
        lock.lock();
        try {
            if (Files.exists(assets)) {
                Files.move(assets, outgoing, StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(folder.resolve(INCOMING), assets, StandardCopyOption.ATOMIC_MOVE);
            moveFiles(outgoing.resolve("media"), assets.resolve("media"));
        } finally {
            lock.unlock();
        }
        Folders.delete(outgoing);
    }

    private static void moveFiles(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            return;
        }
        Files.createDirectories(to);
        try (Stream<Path> entries = Files.list(from)) {
            for (Path entry : entries.toList()) {
                Path target = to.resolve(entry.getFileName());
                if (Files.isDirectory(target)) {
                    Folders.delete(target);
                }
                Files.move(
                        entry,
                        target,
                        StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    /// Finishes or undoes an exchange of results that was cut off.
    public void repairAssets(long project, long task) throws IOException {
        Path folder = task(project, task);
        Path assets = folder.resolve("assets");
        Path outgoing = folder.resolve(OUTGOING);
        ReentrantLock lock = lock(task);
        lock.lock();
        try {
            if (Files.exists(outgoing) && !Files.exists(assets)) {
                Files.move(outgoing, assets, StandardCopyOption.ATOMIC_MOVE);
            }
            moveFiles(outgoing.resolve("media"), assets.resolve("media"));
        } finally {
            lock.unlock();
        }
        Folders.delete(outgoing);
        Folders.delete(folder.resolve(INCOMING));
    }

    /// Where the folder of each task is, by the task's number.
    public Map<Long, Path> taskFolders() throws IOException {
        var folders = new HashMap<Long, Path>();
        try (DirectoryStream<Path> projects = Files.newDirectoryStream(media.resolve("project"))) {
            for (Path project : projects) {
                addTaskFolders(project.resolve("task"), folders);
            }
        }
        return folders;
    }

    private static void addTaskFolders(Path tasks, Map<Long, Path> folders) throws IOException {
        if (!Files.isDirectory(tasks)) {
            return;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(tasks)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.matches("[0-9]{1,18}")) {
                    folders.put(Long.parseLong(name), entry);
                }
            }
        }
    }

    /// Puts a task's folder where its row says it is, when a move to another project was cut off.
    public void repairPlace(long project, long task, Path folder) throws IOException {
        Path expected = task(project, task);
        if (folder.equals(expected)) {
            return;
        }
        if (Files.exists(expected)) {
            LOG.warn("Both {} and {} exist; the latter is task {}", folder, expected, task);
            return;
        }
        LOG.info("Moving {} back to {}", folder, expected);
        Files.createDirectories(expected.getParent());
        Files.move(folder, expected, StandardCopyOption.ATOMIC_MOVE);
    }

    /// Bytes of a task's photos and results.
    public long size(long project, long task) throws IOException {
        return Folders.size(task(project, task)) - Folders.size(importFolder(project, task));
    }
}
