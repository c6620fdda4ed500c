package org.nadir.server.clock;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Does something again and again on a thread of its own. It ends between two turns, never inside one: an interrupt would cut
/// the connection to the database under a statement.
public final class Ticker implements AutoCloseable {

    private final Duration pause;
    private final Runnable turn;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    /// @param pause between the end of a turn and the next; there is one before the first, too
    /// @param turn must not throw
    public Ticker(String name, Duration pause, Runnable turn) {
        this.pause = pause;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    private void run() {
        try {
            while (!closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                turn.run();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the turn that is under way.
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
