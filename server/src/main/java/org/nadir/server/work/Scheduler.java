package org.nadir.server.work;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.nadir.server.clock.Ticker;
import org.nadir.server.live.Changes;
import org.nadir.server.task.PendingAction;
import org.nadir.server.task.Task;
import org.nadir.server.task.Tasks;
import org.nadir.server.task.Transitions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds tasks that have something to do, and has each do one step at a time. Woken at once by changes; looks by itself several
/// times a second. Steps of different tasks run side by side on virtual threads.
///
/// Each step holds a claim on its task in the database, renewed while it runs, so that several servers can share one database
/// and a task of a server that died is taken over. A step may end at any line: the next one begins from what the database and
/// the files say.
public final class Scheduler implements AutoCloseable, Changes.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final Duration AFTER_SURPRISE = Duration.ofSeconds(5);
    private static final int MOST_AT_ONCE = 100;

    private final Tasks tasks;
    private final Transitions transitions;
    private final Steps steps;
    private final Pace pace;
    private final String worker = "server-" + UUID.randomUUID();
    private final Semaphore bell = new Semaphore(0);
    private final ConcurrentHashMap<Long, Running> running = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Thread clock = Thread.ofVirtual().name("scheduler").unstarted(this::run);
    private final Ticker heart;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean closed;

    Scheduler(Tasks tasks, Transitions transitions, Steps steps, Pace pace) {
        this.tasks = tasks;
        this.transitions = transitions;
        this.steps = steps;
        this.pace = pace;
        this.heart = new Ticker("scheduler-heart", pace.heartbeat(), this::beat);
    }

    public void start() {
        clock.start();
        heart.start();
    }

    @Override
    public void workWaits(long taskId) {
        bell.release();
        Running step = running.get(taskId);
        if (step != null && !closed) {
            // A look at the database for what is wanted takes place off the caller's thread.
            threads.execute(() -> listen(step));
        }
    }

    private void run() {
        while (!closed) {
            try {
                startDueSteps();
                if (bell.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException database) {
                if (closed) {
                    return;
                }
                LOG.error("The scheduler cannot look for work", database);
                if (pausedUntilClosed(AFTER_SURPRISE)) {
                    return;
                }
            }
        }
    }

    private void startDueSteps() {
        for (long id : transitions.due(MOST_AT_ONCE)) {
            var step = new Running(id);
            if (running.putIfAbsent(id, step) == null) {
                threads.execute(() -> claimAndRun(step));
            }
        }
    }

    private void claimAndRun(Running step) {
        try {
            if (!closed && transitions.claim(step.taskId(), worker, pace.lease())) {
                runClaimed(step);
            }
        } catch (RuntimeException database) {
            LOG.error("A step of task {} failed", step.taskId(), database);
        } finally {
            running.remove(step.taskId());
            bell.release();
        }
    }

    private void runClaimed(Running step) {
        Optional<Task> task = tasks.find(step.taskId());
        PendingAction seen = task.map(found -> found.state().pending()).orElse(null);
        Duration pause = AFTER_SURPRISE;
        step.deals(seen);
        try {
            if (task.isPresent()) {
                pause = steps.run(task.get(), step);
            }
        } catch (RuntimeException surprise) {
            LOG.error("A step of task {} failed", step.taskId(), surprise);
        } finally {
            transitions.release(step.taskId(), worker, pause, seen);
        }
    }

    private void beat() {
        running.values().forEach(this::listen);
    }

    /// Renews the claim and hears what a user wants.
    private void listen(Running step) {
        try {
            transitions.renew(step.taskId(), worker, pace.lease()).ifPresent(step::hear);
        } catch (RuntimeException database) {
            LOG.warn("Cannot renew the claim on task {}", step.taskId(), database);
        }
    }

    /// Pauses, and wakes at closing; interrupts would cut connections to the database.
    ///
    /// @return whether the scheduler is closed
    private boolean pausedUntilClosed(Duration pause) {
        try {
            return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Ends all steps where they are and waits for them; what they left undone is done after the next start.
    @Override
    public void close() {
        closed = true;
        closing.countDown();
        bell.release();
        try {
            clock.join();
            heart.close();
            running.values().forEach(Running::cancel);
            threads.shutdown();
            if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
                threads.shutdownNow();
                boolean ended = threads.awaitTermination(5, TimeUnit.SECONDS);
                LOG.warn("Steps had to be interrupted at closing; ended: {}", ended);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
