package org.nadir.server.work;

import java.time.Duration;
import java.util.function.DoubleConsumer;
import org.nadir.nodeodm.TransferListener;

/// Writes the progress of a transfer down, at most once a second. Thread-safe.
final class TransferProgress implements TransferListener {

    private static final long PERIOD_NANOS = Duration.ofSeconds(1).toNanos();

    private final Running step;
    private final DoubleConsumer note;
    private long nextNanos = System.nanoTime() + PERIOD_NANOS;

    /// @param note takes the share that is done, 0 to 1
    TransferProgress(Running step, DoubleConsumer note) {
        this.step = step;
        this.note = note;
    }

    @Override
    public synchronized void progress(long done, long total) {
        if (System.nanoTime() - nextNanos > 0 && total > 0) {
            nextNanos = System.nanoTime() + PERIOD_NANOS;
            note.accept(Math.clamp((double) done / total, 0, 1));
        }
    }

    @Override
    public boolean isCancelled() {
        return step.isCancelled();
    }
}
