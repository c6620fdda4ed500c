package org.nadir.engine.pipeline;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Cancellation;

/// Never cancels, and notes how much each thread computed between two questions whether it shall: the time that a cancelled
/// run takes to stop, whatever else the machine does.
final class CancellationGaps implements Cancellation {

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Map<Stage, Double> longest = new EnumMap<>(Stage.class);
    private final Map<Thread, Long> last = new HashMap<>();
    private @Nullable Stage stage;

    /// Says which stage is running; what threads did before it counts for nobody.
    synchronized void at(Stage now) {
        if (now != stage) {
            last.clear();
            last.put(Thread.currentThread(), threads.getCurrentThreadCpuTime());
        }
        stage = now;
    }

    @Override
    public synchronized boolean isCancelled() {
        long now = threads.getCurrentThreadCpuTime();
        Long before = last.put(Thread.currentThread(), now);
        if (stage != null && before != null) {
            longest.merge(stage, (now - before) / 1e9, Math::max);
        }
        return false;
    }

    /// Processor seconds, of the busiest thread, per stage.
    synchronized Map<Stage, Double> longest() {
        return new EnumMap<>(longest);
    }
}
