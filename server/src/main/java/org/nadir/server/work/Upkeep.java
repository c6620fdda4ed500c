package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.db.Micros;
import org.nadir.server.live.Changes;
import org.nadir.server.project.Projects;
import org.nadir.server.storage.Folders;
import org.nadir.server.storage.MediaStore;
import org.nadir.server.task.PendingAction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what nobody needs any more, and at start repairs what a crash left half done.
public final class Upkeep implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);
    private static final Duration TEMPORARY_LIFE = Duration.ofHours(24);
    private static final Duration PARTIAL_LIFE = Duration.ofHours(72);

    private final Jdbi jdbi;
    private final Projects projects;
    private final MediaStore store;
    private final Changes changes;
    private final Duration period;
    private final Thread clock = Thread.ofVirtual().name("upkeep").unstarted(this::run);

    Upkeep(Jdbi jdbi, Projects projects, MediaStore store, Changes changes, Duration period) {
        this.jdbi = jdbi;
        this.projects = projects;
        this.store = store;
        this.changes = changes;
        this.period = period;
    }

    private record Place(long project, long task, boolean importing) {}

    /// Brings the folders of tasks that are not settled in line with their rows. Quick: only what may be out of line is looked at.
    void repair() {
        List<Place> places =
                jdbi.withHandle(handle ->
                        handle.createQuery("SELECT project_id, id, pending_action FROM tasks")
                                .map((row, context) ->
                                        new Place(
                                                row.getLong(1),
                                                row.getLong(2),
                                                row.getInt(3) == PendingAction.IMPORT.code()))
                                .list());
        for (Place place : places) {
            try {
                store.repairPlace(place.project(), place.task());
                store.repairAssets(place.project(), place.task());
                if (!place.importing()) {
                    store.endImport(place.project(), place.task());
                }
            } catch (IOException disk) {
                LOG.error("The folder of task {} cannot be repaired", place.task(), disk);
            }
        }
    }

    void start() {
        clock.start();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(period);
                cleanUp();
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void cleanUp() {
        try {
            for (long id : projects.dropEmptied()) {
                store.deleteProjectIfEmpty(id);
                changes.project(id);
            }
            removeAbandonedTasks();
            removeOldTemporaries();
        } catch (IOException | RuntimeException failure) {
            LOG.warn("Cleaning up failed; it is tried again", failure);
        }
    }

    /// Uploads that nobody came back to.
    private void removeAbandonedTasks() {
        int count =
                jdbi.inTransaction(handle ->
                        handle.createUpdate(
                                        """
                                        UPDATE tasks SET pending_action = 2, partial = FALSE,
                                            next_step_at = 0
                                        WHERE partial = TRUE AND created_at < :before
                                        """)
                                .bind("before", Micros.now() - PARTIAL_LIFE.toNanos() / 1000)
                                .execute());
        if (count > 0) {
            LOG.info("{} abandoned uploads are removed", count);
            changes.wakeScheduler();
        }
    }

    private void removeOldTemporaries() throws IOException {
        Instant before = Instant.now().minus(TEMPORARY_LIFE);
        for (Path folder : List.of(store.temporary(), store.staging())) {
            try (Stream<Path> entries = Files.list(folder)) {
                for (Path entry : entries.toList()) {
                    removeIfOld(entry, before);
                }
            }
        }
    }

    private static void removeIfOld(Path entry, Instant before) throws IOException {
        try {
            if (lastChange(entry).isBefore(before)) {
                Folders.delete(entry);
            }
        } catch (NoSuchFileException gone) {
            LOG.debug("{} went by itself", entry);
        }
    }

    /// Of a file, or of a folder and what stands right in it: a file that still grows does not change its folder's time.
    private static Instant lastChange(Path entry) throws IOException {
        Instant latest = Files.getLastModifiedTime(entry).toInstant();
        if (Files.isDirectory(entry)) {
            try (Stream<Path> inside = Files.list(entry)) {
                for (Path file : inside.toList()) {
                    Instant changed = Files.getLastModifiedTime(file).toInstant();
                    latest = changed.isAfter(latest) ? changed : latest;
                }
            }
        }
        return latest;
    }

    @Override
    public void close() {
        clock.interrupt();
        try {
            clock.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
