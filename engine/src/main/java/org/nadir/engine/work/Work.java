package org.nadir.engine.work;

/// What every long-running step of the engine is handed: threads, progress, cancellation and the console.
public record Work(Workers workers, Progress progress, Cancellation cancellation, Console console) {

    /// The same, with progress that fills only the given part of this work's range.
    public Work part(double from, double to) {
        return new Work(workers, progress.part(from, to), cancellation, console);
    }

    /// Silent work on the given threads, for tests.
    public static Work silent(Workers workers) {
        return new Work(workers, Progress.none(), Cancellation.never(), Console.none());
    }
}
