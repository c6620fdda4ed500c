package org.nadir.server.work;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.asset.ResultArchive;
import org.nadir.server.download.Download;
import org.nadir.server.download.RefusedUrlException;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Json;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.Console;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.TaskBackup;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes a task of results that were made elsewhere, or of a backup. What it is made from lies in the task's import folder until
/// the row says that all is in place; cut off before that, everything after the download is done again.
final class ImportStep {

    private static final Logger LOG = LoggerFactory.getLogger(ImportStep.class);
    private static final double DOWNLOAD_SHARE = 0.9;
    private static final long PROGRESS_NANOS = Duration.ofSeconds(1).toNanos();
    private static final String UNPACKED = "unpacked";
    private static final long LARGEST_BACKUP_FIELDS = 16 << 20;

    private final Transitions transitions;
    private final MediaStore store;
    private final Console console;
    private final Completion completion;
    private final Download download;
    private final ImportSources sources;
    private final ResultArchive.Limits limits;

    ImportStep(
            Transitions transitions,
            MediaStore store,
            Console console,
            Completion completion,
            Download download,
            ImportSources sources,
            ResultArchive.Limits limits) {
        this.transitions = transitions;
        this.store = store;
        this.console = console;
        this.completion = completion;
        this.download = download;
        this.sources = sources;
        this.limits = limits;
    }

    /// The source is not there.
    private static final class MissingSourceException extends IOException {
        private static final long serialVersionUID = 1L;

        MissingSourceException(String sentence) {
            super(sentence);
        }
    }

    Duration run(Task task, Running step) {
        try {
            bring(task, step);
        } catch (ZipException damaged) {
            fail(task, "Invalid zip file: " + damaged.getMessage());
        } catch (RefusedUrlException | MissingSourceException refused) {
            fail(task, String.valueOf(refused.getMessage()));
        } catch (IOException failure) {
            LOG.warn("Import of task {} failed", task.id(), failure);
            fail(
                    task,
                    ErrorTable.isDiskFull(failure)
                            ? "The server has no disk space left for the import."
                            : "The import failed: " + SendStep.reason(failure));
        }
        return Duration.ZERO;
    }

    private void fail(Task task, String sentence) {
        try {
            store.repairAssets(task.projectId(), task.id());
            store.endImport(task.projectId(), task.id());
        } catch (IOException leftover) {
            LOG.warn("Leftovers of the import of task {} stay", task.id(), leftover);
        }
        transitions.failed(task, sentence, PendingAction.IMPORT);
    }

    private void bring(Task task, Running step) throws IOException {
        Path folder = store.importFolder(task.projectId(), task.id());
        Path unpacked = folder.resolve(UNPACKED);
        Files.createDirectories(folder);
        Path output = store.console(task.projectId(), task.id());
        console.clear(output);
        console.append(output, List.of("Importing assets..."));
        Path external = folder.resolve(MediaStore.IMPORT_EXTERNAL);
        if (Files.isDirectory(external)) {
            place(task, external, step, true);
        } else {
            Path archive = archive(task, folder, step);
            Folders.delete(unpacked);
            Files.createDirectories(unpacked);
            ResultArchive.extract(archive, unpacked, limits, step::isCancelled);
            JsonNode backup = backup(unpacked);
            if (backup == null) {
                place(task, unpacked, step, false);
            } else {
                restore(task, unpacked, backup, step);
            }
        }
        store.endImport(task.projectId(), task.id());
        LOG.info("Task {} is imported", task.id());
    }

    private Path archive(Task task, Path folder, Running step) throws IOException {
        Path archive = folder.resolve(MediaStore.IMPORT_ARCHIVE);
        if (Files.exists(archive)) {
            return archive;
        }
        String url = task.wish().importUrl();
        if (url.startsWith("file://")) {
            return inImportFolder(url.substring("file://".length()));
        }
        if (url.isEmpty()) {
            throw new MissingSourceException("The archive to import is missing.");
        }
        Path part = folder.resolve("all.zip.part");
        var progress = new DownloadProgress(task);
        step.transfer(() -> {
            download.fetch(url, part, progress);
            return part;
        });
        Files.move(part, archive, StandardCopyOption.ATOMIC_MOVE);
        return archive;
    }

    private Path inImportFolder(String name) throws IOException {
        Path folder = sources.folder();
        Optional<Path> file =
                folder == null || !Files.isDirectory(folder)
                        ? Optional.empty()
                        : MediaStore.fileInside(folder.toAbsolutePath().normalize(), name);
        return file.orElseThrow(() ->
                new MissingSourceException("The file to import is not on the server: " + name));
    }

    private static @Nullable JsonNode backup(Path unpacked) throws IOException {
        Path file = unpacked.resolve(TaskBackup.FILE);
        if (!Files.isRegularFile(file) || Files.size(file) > LARGEST_BACKUP_FIELDS) {
            return null;
        }
        try {
            JsonNode backup = Json.parse(Files.readString(file));
            return backup.isObject() ? backup : null;
        } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException broken) {
            throw new ZipException("its data/backup.json cannot be read");
        }
    }

    /// Makes a folder of results the results of the task.
    ///
    /// @param keep whether the folder is the only source, so that a kill must not lose it
    private void place(Task task, Path results, Running step, boolean keep) throws IOException {
        completion.optimise(results, step);
        Path incoming = store.beginAssets(task.projectId(), task.id());
        if (keep) {
            Folders.link(results, incoming);
        } else {
            Files.delete(incoming);
            Files.move(results, incoming, StandardCopyOption.ATOMIC_MOVE);
        }
        completion.exchange(task);
        completion.endConsole(task);
        transitions.imported(task, completion.readWithPhotos(task), Map.of());
    }

    /// Makes the folder of the task what it was when the backup was made.
    private void restore(Task task, Path backup, JsonNode fields, Running step) throws IOException {
        Path assets = backup.resolve("assets");
        if (Files.isDirectory(assets)) {
            completion.optimise(assets, step);
            Path incoming = store.beginAssets(task.projectId(), task.id());
            Files.delete(incoming);
            Files.move(assets, incoming, StandardCopyOption.ATOMIC_MOVE);
            completion.exchange(task);
        }
        console.clear(store.console(task.projectId(), task.id()));
        Files.deleteIfExists(backup.resolve(TaskBackup.FILE));
        store.restore(backup, task.projectId(), task.id());
        Task.Result result = completion.readWithPhotos(task);
        transitions.imported(task, result, TaskBackup.columns(fields, result));
    }

    private final class DownloadProgress implements Download.Progress {
        private final Task task;
        private long nextNanos = System.nanoTime();

        DownloadProgress(Task task) {
            this.task = task;
        }

        @Override
        public void at(long done, long total) {
            if (total > 0 && System.nanoTime() - nextNanos >= 0) {
                nextNanos = System.nanoTime() + PROGRESS_NANOS;
                transitions.runningProgress(
                        task, DOWNLOAD_SHARE * Math.clamp((double) done / total, 0, 1));
            }
        }
    }
}
