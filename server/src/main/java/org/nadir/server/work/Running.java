package org.nadir.server.work;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;
import org.nadir.server.task.PendingAction;

/// A step that is being done, and the way to end it early: when a user wants something else of the task, or when the server
/// closes. Long work asks [#isCancelled] often; work that waits for the network is woken by interrupting its thread.
final class Running {

    private final long taskId;
    private @Nullable Thread interruptible;
    private volatile @Nullable PendingAction dealtWith;
    private volatile boolean cancelled;

    Running(long taskId) {
        this.taskId = taskId;
    }

    long taskId() {
        return taskId;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void checkCancelled() {
        if (cancelled) {
            throw new CancellationException("Step of task " + taskId + " was cancelled");
        }
    }

    /// Says which action the step itself is about to deal with.
    void deals(@Nullable PendingAction action) {
        dealtWith = action;
    }

    /// Ends the step if the action is a new one that does not wait for transfers.
    void hear(PendingAction action) {
        if (action != dealtWith && action.interruptsTransfers()) {
            cancel();
        }
    }

    synchronized void cancel() {
        cancelled = true;
        if (interruptible != null) {
            interruptible.interrupt();
        }
    }

    /// Work that may be interrupted.
    interface Transfer<T> {
        T run() throws java.io.IOException;
    }

    /// Runs a transfer on this thread so that [#cancel] ends it at once.
    ///
    /// @throws CancellationException when cancelled before or during the transfer
    <T> T transfer(Transfer<T> transfer) throws java.io.IOException {
        synchronized (this) {
            checkCancelled();
            interruptible = Thread.currentThread();
        }
        try {
            return transfer.run();
        } catch (java.io.IOException | RuntimeException failure) {
            // Whatever broke after the interrupt broke because of it.
            checkCancelled();
            throw failure;
        } finally {
            synchronized (this) {
                interruptible = null;
                if (cancelled) {
                    // The interrupt was ours and has done its work: take it back.
                    boolean ignored = Thread.interrupted();
                }
            }
        }
    }
}
