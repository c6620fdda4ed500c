package org.nadir.engine.pipeline;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Cancellation;

/// Never cancels, and notes how much the process computed between two questions whether it shall: the time that a cancelled
/// run takes to stop, whatever else the machine does.
final class CancellationGaps implements Cancellation {

    private final OperatingSystemMXBean machine =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Map<Stage, Double> longest = new EnumMap<>(Stage.class);
    private @Nullable Stage stage;
    private long last = machine.getProcessCpuTime();

    /// Says which stage is running; the time before a stage begins counts for nobody.
    synchronized void at(Stage now) {
        if (now != stage) {
            last = machine.getProcessCpuTime();
        }
        stage = now;
    }

    @Override
    public synchronized boolean isCancelled() {
        long now = machine.getProcessCpuTime();
        if (stage != null) {
            longest.merge(stage, (now - last) / 1e9, Math::max);
        }
        last = now;
        return false;
    }

    /// Processor seconds, of all threads together, per stage.
    synchronized Map<Stage, Double> longest() {
        return new EnumMap<>(longest);
    }
}
