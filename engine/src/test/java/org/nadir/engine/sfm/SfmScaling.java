package org.nadir.engine.sfm;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Console;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Structure from motion alone on synthetic blocks of growing size: what grows faster than the number of photos shows here
/// long before a survey of a thousand photos could be rendered. Not a test. Arguments: rows and columns of each block.
public final class SfmScaling {

    private SfmScaling() {}

    public static void main(String[] arguments) {
        System.out.println("| photos | observations | processor s | ms per photo | heap MB |");
        System.out.println("|---|---|---|---|---|");
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            run(Integer.parseInt(arguments[i]), Integer.parseInt(arguments[i + 1]));
        }
    }

    private static void run(int rows, int columns) {
        var block = SyntheticBlock.nadir(rows, columns, 0.02, 1).withGps(2, 5);
        Console console =
                (level, text) -> {
                    if (System.getenv("VERBOSE") != null) {
                        System.out.println(level + " " + text);
                    }
                };
        try (var workers = new Workers(2)) {
            double before = processorSeconds();
            SfmResult result =
                    StructureFromMotion.reconstruct(
                            block.photos,
                            block.features,
                            block.pairs,
                            SfmSettings.defaults().withRefined(false),
                            new Work(workers, Progress.none(), Cancellation.never(), console));
            double seconds = processorSeconds() - before;
            int n = block.photos.size();
            int placed = result.scene().shots().size();
            if (placed != n) {
                throw new IllegalStateException("Only " + placed + " photos were placed");
            }
            System.out.printf(
                    Locale.ROOT,
                    "| %d | %d | %.1f | %.0f | %d |%n",
                    n,
                    block.features.stream().mapToInt(f -> f.count()).sum(),
                    seconds,
                    1000 * seconds / n,
                    Runtime.getRuntime().totalMemory() >> 20);
        }
    }

    private static double processorSeconds() {
        var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }
}
