package org.nadir.server.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.nadir.server.clock.Ticker;
import org.nadir.server.db.Micros;
import org.nadir.server.http.ErrorTable;
import org.nadir.server.http.Problem;
import org.nadir.server.storage.Folders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs, two at a time, and keeps their results for a day. What is known of a job is in the database, so that it can be
/// asked for after a restart; a job that was cut off by one has failed and says so. Thread-safe.
public final class Jobs implements AutoCloseable {

    /// How long results can be fetched.
    public static final Duration LIFE = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);
    private static final int PARALLEL = 2;
    private static final int MOST_WAITING = 200;
    private static final Duration BEAT = Duration.ofSeconds(30);
    private static final Duration SILENCE = Duration.ofMinutes(5);
    private static final Duration ORPHAN_LIFE = Duration.ofHours(1);
    private static final long REPORT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final String CUT_OFF =
            "The server was stopped while this was being made. Please ask for it again.";

    private final JobRows rows;
    private final Path folder;
    private final Map<String, Boolean> own = new ConcurrentHashMap<>();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(
                    PARALLEL, Thread.ofPlatform().name("job-", 1).daemon(true).factory());
    private final Ticker pulse = new Ticker("job-pulse", BEAT, this::beat);
    private volatile boolean stopping;

    /// @param folder where each job has a folder of its own
    /// @param alone whether no other server uses this database: then all unfinished jobs are of an earlier run
    public Jobs(Jdbi jdbi, Path folder, boolean alone) throws IOException {
        this.rows = new JobRows(jdbi);
        this.folder = Files.createDirectories(folder);
        if (alone) {
            int count = rows.failSilent(Long.MAX_VALUE, CUT_OFF);
            if (count > 0) {
                LOG.info("{} jobs were cut off by the last stop", count);
            }
        }
        pulse.start();
    }

    /// Adds a job to the queue.
    ///
    /// @return its secret id
    public String begin(long taskId, String kind, JobWork work) {
        if (own.size() >= MOST_WAITING) {
            throw Problem.detail(429, "Too many jobs are waiting. Please try again later.");
        }
        String id = UUID.randomUUID().toString();
        rows.add(id, taskId, kind);
        own.put(id, true);
        workers.execute(() -> run(id, kind, work));
        return id;
    }

    public Optional<Job> find(String id) {
        return id.length() == 36 ? rows.find(id) : Optional.empty();
    }

    /// The file of a job that is done; empty when it has none, or no more.
    public Optional<Path> file(Job job) {
        if (job.state() != Job.State.DONE || job.fileName() == null) {
            return Optional.empty();
        }
        Path file = folder.resolve(job.id()).resolve(job.fileName());
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private void run(String id, String kind, JobWork work) {
        Path place = folder.resolve(id);
        boolean kept = false;
        try {
            rows.advance(id, 0, "");
            Files.createDirectories(place);
            var progress = new Reporter(id);
            progress.check();
            JobWork.Result result = work.run(place, progress);
            kept =
                    switch (result) {
                        case JobWork.Result.OfFile(String name) -> rows.done(id, name, null);
                        case JobWork.Result.OfValue(var value) -> {
                            rows.done(id, null, value);
                            yield false;
                        }
                    };
        } catch (JobFailure known) {
            fail(id, String.valueOf(known.getMessage()));
        } catch (CancellationException stopped) {
            fail(id, CUT_OFF);
        } catch (IOException | RuntimeException | OutOfMemoryError failure) {
            failUnexpectedly(id, kind, failure);
        } finally {
            own.remove(id);
            if (!kept) {
                Folders.discard(place);
            }
        }
    }

    private void failUnexpectedly(String id, String kind, Throwable failure) {
        if (stopping) {
            fail(id, CUT_OFF);
            return;
        }
        LOG.error("A job of kind {} failed", kind, failure);
        if (ErrorTable.isDiskFull(failure)) {
            fail(id, "The server has no disk space left.");
        } else {
            // Messages of failures name places on the server, which are nobody's business.
            fail(
                    id,
                    "This could not be made: a file of the task is missing, damaged or not readable.");
        }
    }

    private void fail(String id, String why) {
        // A job that was interrupted has still to be written down.
        boolean interrupted = Thread.interrupted();
        try {
            rows.failed(id, why);
        } catch (RuntimeException closed) {
            LOG.warn("Job {} failed, which could not be noted: {}", id, closed.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void beat() {
        try {
            own.keySet().forEach(rows::beat);
        } catch (RuntimeException failure) {
            LOG.warn("Cannot note that jobs go on", failure);
        }
    }

    /// Forgets jobs that ended long ago, fails those whose server is gone, and deletes folders that belong to nothing.
    public void cleanUp() throws IOException {
        long now = Micros.now();
        rows.failSilent(now - micros(SILENCE), CUT_OFF);
        rows.deleteEnded(now - micros(LIFE));
        long youngest = System.currentTimeMillis() - ORPHAN_LIFE.toMillis();
        try (Stream<Path> places = Files.list(folder)) {
            for (Path place : places.toList()) {
                boolean old = Files.getLastModifiedTime(place).toMillis() < youngest;
                String id = place.getFileName().toString();
                if (old && !own.containsKey(id) && rows.find(id).isEmpty()) {
                    Folders.delete(place);
                }
            }
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1000;
    }

    /// Stops the jobs that run; they and those that wait have failed then.
    @Override
    public void close() {
        stopping = true;
        pulse.close();
        workers.shutdownNow();
        try {
            if (!workers.awaitTermination(20, TimeUnit.SECONDS)) {
                LOG.warn("Jobs still run while the server stops");
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
        own.keySet().forEach(id -> fail(id, CUT_OFF));
    }

    /// Writes progress down now and then. Used by the job's thread only.
    private final class Reporter implements JobProgress {
        private final String id;
        private long reported = System.nanoTime() - REPORT_NANOS;

        Reporter(String id) {
            this.id = id;
        }

        @Override
        public void at(double percent, String note) {
            check();
            long now = System.nanoTime();
            if (now - reported >= REPORT_NANOS) {
                reported = now;
                rows.advance(id, Math.clamp(percent, 0, 100), note);
            }
        }

        @Override
        public void check() {
            if (stopping) {
                throw new CancellationException("The server stops");
            }
        }
    }
}
