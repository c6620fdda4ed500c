package org.nadir.engine.work;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// A fixed pool of platform threads for the engine. Work is split by index; results land at their index, so that nothing
/// depends on the number of threads or on who finished first. The first failure stops the rest and is thrown. When the work
/// is cancelled, every loop ends before its next index.
///
/// Calls must not be nested: work that runs on the pool must not hand work to the pool.
public final class Workers implements AutoCloseable {

    /// Work for one index; may throw anything.
    @FunctionalInterface
    public interface IndexTask {
        void run(int index) throws Exception;
    }

    private final int threads;
    private final Cancellation cancellation;
    private final ExecutorService pool;

    /// Workers of work that nobody cancels.
    public Workers(int threads) {
        this(threads, Cancellation.never());
    }

    /// @param cancellation asked before each index
    public Workers(int threads, Cancellation cancellation) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1: " + threads);
        }
        this.threads = threads;
        this.cancellation = cancellation;
        var number = new AtomicInteger();
        this.pool =
                Executors.newFixedThreadPool(
                        threads,
                        task -> {
                            var thread = new Thread(task, "engine-" + number.incrementAndGet());
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    public int threads() {
        return threads;
    }

    /// Runs `task` for every index in `0 ..< count`, several at a time, and returns when all are done.
    public void forEach(int count, IndexTask task) {
        var next = new AtomicInteger();
        var stop = new AtomicBoolean();
        List<Future<?>> running = new ArrayList<>();
        for (int t = 0; t < Math.min(threads, count); t++) {
            running.add(
                    pool.submit(() -> {
                        for (int i = next.getAndIncrement();
                                i < count && !stop.get();
                                i = next.getAndIncrement()) {
                            try {
                                cancellation.check();
                                task.run(i);
                            } catch (Throwable failure) {
                                stop.set(true);
                                throw failure;
                            }
                        }
                        return null;
                    }));
        }
        Throwable first = null;
        for (Future<?> future : running) {
            try {
                future.get();
            } catch (ExecutionException failure) {
                first = first == null ? failure.getCause() : first;
            } catch (InterruptedException interrupted) {
                stop.set(true);
                Thread.currentThread().interrupt();
                first =
                        first == null
                                ? new java.util.concurrent.CancellationException("Interrupted")
                                : first;
            }
        }
        switch (first) {
            case null -> {}
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            default ->
                    throw new java.io.UncheckedIOException(
                            first.getMessage(),
                            first instanceof java.io.IOException io
                                    ? io
                                    : new java.io.IOException(first));
        }
    }

    /// As [#forEach], with a progress line: advances `work` by equal steps and checks for cancellation before each index.
    public static void forEach(Work work, int count, IndexTask task) {
        var done = new AtomicInteger();
        work.workers()
                .forEach(
                        count,
                        i -> {
                            work.cancellation().check();
                            task.run(i);
                            work.progress().fraction(done.incrementAndGet() / (double) count);
                        });
    }

    /// The results of `task` for every index, in order.
    public <T> List<T> map(int count, IntFunction<T> task) {
        var results = new ArrayList<T>(java.util.Collections.nCopies(count, null));
        forEach(count, i -> results.set(i, task.apply(i)));
        return results;
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }
}
