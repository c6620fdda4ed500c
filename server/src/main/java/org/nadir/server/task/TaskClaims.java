package org.nadir.server.task;

import java.time.Duration;
import java.util.UUID;
import org.nadir.server.http.Problem;

/// Keeps the scheduler away from a task while a request works on its files.
final class TaskClaims {

    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Transitions transitions;

    TaskClaims(Transitions transitions) {
        this.transitions = transitions;
    }

    /// A task that is ours until closed.
    final class Claim implements AutoCloseable {
        private final long task;
        private final String owner;
        private long renewAt = System.nanoTime() + LIFE.toNanos() / 3;

        private Claim(long task, String owner) {
            this.task = task;
            this.owner = owner;
        }

        /// To be called now and then by work that takes long.
        void keep() {
            if (System.nanoTime() - renewAt > 0) {
                renewAt = System.nanoTime() + LIFE.toNanos() / 3;
                var unused = transitions.renew(task, owner, LIFE);
            }
        }

        @Override
        public void close() {
            transitions.release(task, owner, Duration.ZERO, null);
        }
    }

    /// Waits a little for a step that runs.
    ///
    /// @throws Problem when the step takes longer
    Claim take(long task) {
        String owner = "request-" + UUID.randomUUID();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!transitions.claim(task, owner, LIFE)) {
            if (System.nanoTime() - end > 0) {
                throw Problem.rule(
                        "Files of this task are being transferred just now: try again later.");
            }
            pause();
        }
        return new Claim(task, owner);
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw Problem.detail(503, "The server is closing.");
        }
    }
}
