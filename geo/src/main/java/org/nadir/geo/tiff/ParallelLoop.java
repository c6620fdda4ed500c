package org.nadir.geo.tiff;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/// Runs a piece of work for every index, perhaps several at a time, and returns when all are done. The order does not
/// matter to the callers of this package.
@FunctionalInterface
public interface ParallelLoop {

    /// Runs `task` for `0 ..< count`. The first failure is thrown after all have stopped.
    void forEach(int count, IntConsumer task);

    /// One after the other, on the calling thread.
    static ParallelLoop serial() {
        return (count, task) -> {
            for (int i = 0; i < count; i++) {
                task.accept(i);
            }
        };
    }

    /// On a pool, `threads` at a time. Must not be called from work that itself occupies the pool.
    static ParallelLoop on(ExecutorService pool, int threads) {
        return (count, task) -> {
            var next = new AtomicInteger();
            List<Future<?>> running = new ArrayList<>();
            for (int t = 0; t < Math.min(threads, count); t++) {
                running.add(
                        pool.submit(() -> {
                            for (int i = next.getAndIncrement();
                                    i < count;
                                    i = next.getAndIncrement()) {
                                task.accept(i);
                            }
                        }));
            }
            await(running);
        };
    }

    private static void await(List<Future<?>> running) {
        Throwable first = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException failure) {
                first = first == null ? failure.getCause() : first;
            } catch (InterruptedException interrupted) {
                running.forEach(other -> other.cancel(true));
                Thread.currentThread().interrupt();
                throw new java.util.concurrent.CancellationException("Interrupted");
            }
        }
        switch (first) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default -> throw new IllegalStateException(first);
        }
    }
}
