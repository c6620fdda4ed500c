package org.nadir.server.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.account.Quotas;
import org.nadir.server.clock.Ticker;
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

    private static final Duration DERIVED_LIFE = Duration.ofDays(30);
    private static final Duration DERIVED_PERIOD = Duration.ofHours(6);

    /// A part of the server that has something of its own to delete now and then.
    public interface Chore {
        void cleanUp() throws IOException;
    }

    private final Jdbi jdbi;
    private final Projects projects;
    private final MediaStore store;
    private final Changes changes;
    private final Quotas quotas;
    private final Duration period;
    private final List<Planned> chores = new CopyOnWriteArrayList<>();
    private final Ticker clock;

    Upkeep(
            Jdbi jdbi,
            Projects projects,
            MediaStore store,
            Changes changes,
            Quotas quotas,
            Pace pace) {
        this.jdbi = jdbi;
        this.projects = projects;
        this.store = store;
        this.changes = changes;
        this.quotas = quotas;
        this.period = pace.cleanup();
        this.clock = new Ticker("upkeep", period, this::cleanUp);
        add(period, this::dropEmptiedProjects);
        add(pace.quotas(), this::enforceQuotas);
        add(period, this::removeAbandonedTasks);
        add(period, this::removeOldTemporaries);
        add(DERIVED_PERIOD, () -> store.deleteDerived(Instant.now().minus(DERIVED_LIFE)));
    }

    private record Place(long project, long task, boolean importing) {}

    /// Brings the folders of tasks in line with their rows.
    void repair() {
        try {
            repair(store.taskFolders());
        } catch (IOException disk) {
            LOG.error("The folders of tasks cannot be repaired", disk);
        }
    }

    private void repair(Map<Long, Path> folders) {
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
            Path folder = folders.get(place.task());
            if (folder == null) {
                continue;
            }
            try {
                store.repairPlace(place.project(), place.task(), folder);
                store.repairAssets(place.project(), place.task());
                if (!place.importing()) {
                    store.endImport(place.project(), place.task());
                }
            } catch (IOException disk) {
                LOG.error("The folder of task {} cannot be repaired", place.task(), disk);
            }
        }
    }

    void add(Chore chore) {
        add(period, chore);
    }

    private void add(Duration every, Chore chore) {
        chores.add(new Planned(every, chore));
    }

    /// A chore that is done soon after the start and then once in each period.
    private static final class Planned {
        private final Duration period;
        private final Chore chore;
        private long doneNanos;

        Planned(Duration period, Chore chore) {
            this.period = period;
            this.chore = chore;
            this.doneNanos = System.nanoTime() - period.toNanos();
        }

        void doIfDue() throws IOException {
            if (System.nanoTime() - doneNanos >= period.toNanos()) {
                doneNanos = System.nanoTime();
                chore.cleanUp();
            }
        }
    }

    void start() {
        clock.start();
    }

    private void cleanUp() {
        for (Planned planned : chores) {
            try {
                planned.doIfDue();
            } catch (IOException | RuntimeException failure) {
                LOG.warn("Cleaning up failed; it is tried again", failure);
            }
        }
    }

    private void dropEmptiedProjects() throws IOException {
        for (long id : projects.dropEmptied()) {
            store.deleteProjectIfEmpty(id);
            changes.project(id);
        }
    }

    private void enforceQuotas() {
        for (Quotas.Removal removal : quotas.enforce()) {
            changes.task(removal.projectId(), removal.taskId());
            changes.wakeScheduler(removal.taskId());
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
        clock.close();
    }
}
