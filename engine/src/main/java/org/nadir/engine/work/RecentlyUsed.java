package org.nadir.engine.work;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Large numbered things that are made when they are asked for and kept up to a budget, the least recently used ones dropped
/// first. For any number of threads: a thing is made by the first that asks, the others wait.
public final class RecentlyUsed<T> {

    private final Maker<T> maker;
    private final ToLongFunction<T> bytes;
    private final long budget;
    private final Object[] locks;
    private final Map<Integer, T> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long held;

    /// Where the things come from.
    @FunctionalInterface
    public interface Maker<T> {
        T make(int number) throws IOException;
    }

    /// @param count things are numbered from 0 to less than this
    /// @param bytes what a thing takes
    /// @param budget bytes that may be held; the last thing made is kept even beyond
    public RecentlyUsed(int count, Maker<T> maker, ToLongFunction<T> bytes, long budget) {
        this.maker = maker;
        this.bytes = bytes;
        this.budget = budget;
        this.locks = new Object[count];
        Arrays.setAll(locks, i -> new Object());
    }

    public T get(int number) throws IOException {
        synchronized (locks[number]) {
            T known = find(number);
            if (known != null) {
                return known;
            }
            T made = maker.make(number);
            keep(number, made);
            return made;
        }
    }

    /// Lets go of all unless all are held: those held are the last ones asked for, of no use to work that begins elsewhere.
    public synchronized void releaseUnlessComplete() {
        if (kept.size() < locks.length) {
            kept.clear();
            held = 0;
        }
    }

    private synchronized @Nullable T find(int number) {
        return kept.get(number);
    }

    private synchronized void keep(int number, T made) {
        kept.put(number, made);
        held += bytes.applyAsLong(made);
        var oldest = kept.entrySet().iterator();
        while (held > budget && kept.size() > 1) {
            held -= bytes.applyAsLong(oldest.next().getValue());
            oldest.remove();
        }
    }
}
