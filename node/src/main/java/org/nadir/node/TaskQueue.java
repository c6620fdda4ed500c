package org.nadir.node;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.node.TaskRecord.State;
import org.nadir.nodeodm.StageProgress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs queued tasks in the order of their creation, a fixed number at a time. Every change of a task's state happens
/// under this object's lock, so that a cancel can never be overtaken by a completion.
final class TaskQueue implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskQueue.class);

    private final TaskStore store;
    private final EngineCommand command;
    private final int parallel;
    private final Webhook webhook;
    private final Map<String, Slot> running = new ConcurrentHashMap<>();
    private boolean closed;

    /// A task that occupies a place. The run is null until its process has started.
    private static final class Slot {
        volatile @org.jspecify.annotations.Nullable EngineRun run;
        volatile boolean stopped;

        void stop() {
            stopped = true;
            EngineRun current = run;
            if (current != null) {
                current.stop();
            }
        }
    }

    TaskQueue(TaskStore store, EngineCommand command, int parallel, Webhook webhook) {
        this.store = store;
        this.command = command;
        this.parallel = parallel;
        this.webhook = webhook;
    }

    /// Takes up what an earlier process left: running tasks go back to the queue and continue where their files allow.
    synchronized void recover() {
        for (NodeTask task : store.all()) {
            if (task.record().state() == State.RUNNING) {
                LOG.info(
                        "Task {} was running when the node stopped; it is queued again",
                        task.uuid());
                task.change(r -> r.queued(r.options(), r.imagesCount()));
            }
        }
        fill();
    }

    synchronized void enqueue(
            NodeTask task, java.util.function.UnaryOperator<TaskRecord> transition) {
        task.change(transition);
        fill();
    }

    /// Cancels a task in any state; idempotent.
    void cancel(NodeTask task) {
        Slot slot;
        synchronized (this) {
            if (task.record().state() == State.CANCELED) {
                return;
            }
            task.change(r -> r.ended(State.CANCELED, "", System.currentTimeMillis()));
            slot = running.get(task.uuid());
        }
        if (slot != null) {
            slot.stop();
        }
        webhook.ended(task);
    }

    /// Whether the task's process or its packing still works on the folder.
    boolean occupies(NodeTask task) {
        return running.containsKey(task.uuid());
    }

    int waitingOrRunning() {
        return (int)
                store.all().stream()
                        .filter(t ->
                                t.record().state() == State.QUEUED
                                        || t.record().state() == State.RUNNING)
                        .count();
    }

    private synchronized void fill() {
        for (NodeTask task : store.inOrder()) {
            if (closed || running.size() >= parallel) {
                return;
            }
            if (task.record().state() == State.QUEUED && !running.containsKey(task.uuid())) {
                var slot = new Slot();
                running.put(task.uuid(), slot);
                task.change(r -> r.running(System.currentTimeMillis()));
                Thread.ofVirtual().name("task-" + task.uuid()).start(() -> run(task, slot));
            }
        }
    }

    private void run(NodeTask task, Slot slot) {
        try {
            LOG.info("Task {} ({}) starts", task.uuid(), task.record().name());
            var run = new EngineRun(task, command);
            slot.run = run;
            if (slot.stopped) {
                run.stop();
            }
            EngineRun.Outcome outcome = run.await();
            if (!slot.stopped) {
                finish(task, outcome);
            }
        } catch (IOException | RuntimeException failure) {
            LOG.error("Task {} failed on the node", task.uuid(), failure);
            end(task, State.FAILED, "The engine could not be run: " + failure.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                running.remove(task.uuid());
                fill();
            }
        }
    }

    private void finish(NodeTask task, EngineRun.Outcome outcome) throws IOException {
        if (outcome.exitCode() != 0) {
            if (EngineRun.isOutOfMemory(outcome.exitCode())) {
                task.console().add("[ERROR]   Failed to allocate memory");
            }
            task.console().add("[ERROR]   " + outcome.message());
            end(task, State.FAILED, outcome.message());
            return;
        }
        var packing = new StageProgress("odm_postprocess", "Packing the results", 1, 0);
        task.progress(93, packing);
        ResultArchive.write(task.folder(), ProjectFolder.published(), task.archive());
        task.progress(97, packing);
        end(task, State.COMPLETED, "");
    }

    private void end(NodeTask task, State state, String message) {
        synchronized (this) {
            if (task.record().state() != State.RUNNING) {
                return;
            }
            task.change(r -> r.ended(state, message, System.currentTimeMillis()));
        }
        LOG.info("Task {} ended: {} {}", task.uuid(), state, message);
        webhook.ended(task);
    }

    /// Stops all processes. The tasks stay marked as running and continue when the node starts again.
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        running.values().forEach(Slot::stop);
    }
}
