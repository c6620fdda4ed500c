package org.nadir.engine.pipeline;

import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nadir.engine.work.Problem;

/// What a run is expected to take, said before it starts, and told against what it took when it has ended.
///
/// @param stageSeconds expected wall time of each stage that will run
/// @param heapMegabytes expected peak of the heap
/// @param diskMegabytes expected size of everything that the run writes
/// @param threads working threads; fewer than asked for where memory is short
record Forecast(
        Map<Stage, Double> stageSeconds, double heapMegabytes, double diskMegabytes, int threads) {

    /// What the virtual machine needs beside its heap: code, stacks, the collector's own tables.
    private static final double VIRTUAL_MACHINE_MEGABYTES = 120;

    /// The model is good to about a third: only what is expected to need more than this times what there is is refused.
    private static final double DOUBT = 1.3;

    Forecast {
        stageSeconds = Map.copyOf(stageSeconds);
    }

    /// With as many of the machine's threads as its heap has room for. A stage that would need no less with fewer threads has no
    /// say in it.
    static Forecast of(Workload work, Collection<Stage> stages, Machine machine) {
        int threads = machine.threads();
        while (threads > 1 && !fits(work, stages, threads, machine)) {
            threads--;
        }
        var seconds = new EnumMap<Stage, Double>(Stage.class);
        double disk = 0;
        for (Stage stage : stages) {
            StageCost cost = CostModel.of(stage, work);
            seconds.put(stage, cost.seconds(threads));
            disk += cost.diskMegabytes();
        }
        return new Forecast(seconds, heap(work, stages, threads), disk, threads);
    }

    /// Of a run that goes on after a stop. It takes no more threads than it would from the start: a later stage that went through with
    /// one because an earlier stage had no room for two has no room for two either.
    ///
    /// @param all stages of the run
    /// @param pending those that are not done yet
    static Forecast ofRest(
            Workload work, Collection<Stage> all, Collection<Stage> pending, Machine machine) {
        return of(work, pending, machine.withThreads(of(work, all, machine).threads()));
    }

    private static boolean fits(
            Workload work, Collection<Stage> stages, int threads, Machine machine) {
        return stages.stream()
                .map(stage -> CostModel.of(stage, work))
                .filter(cost -> cost.megabytesPerThread() > 0)
                .allMatch(cost -> cost.megabytes(threads) <= machine.heapMegabytes());
    }

    /// Whether fine depth maps and what is made of them need more memory than there is, on one thread, and smaller ones less.
    static boolean isTooFine(
            Workload fine, Workload smaller, Collection<Stage> stages, Machine machine) {
        double needed = heap(fine, stages, 1);
        return needed > machine.heapMegabytes() && needed > heap(smaller, stages, 1);
    }

    static double heap(Workload work, Collection<Stage> stages, int threads) {
        return stages.stream()
                .mapToDouble(stage -> CostModel.of(stage, work).megabytes(threads))
                .max()
                .orElse(0);
    }

    /// @throws Problem when the machine has too little memory or disk even so
    void require(Workload work, Machine machine) {
        if (heapMegabytes > DOUBT * machine.heapMegabytes()) {
            throw new Problem(
                    Problem.Code.OUT_OF_MEMORY,
                    String.format(
                            Locale.ROOT,
                            "Not enough memory: about %.1f GB needed, %.1f GB allowed. %s",
                            heapMegabytes / 1000,
                            machine.heapMegabytes() / 1000,
                            MemoryAdvice.of(work, stageSeconds.keySet(), machine.heapMegabytes())));
        }
        if (diskMegabytes > machine.freeDiskMegabytes()) {
            throw new Problem(
                    Problem.Code.DISK_FULL,
                    DiskSpace.message(
                            1e6 * machine.freeDiskMegabytes(), (long) (1e6 * diskMegabytes)));
        }
    }

    double seconds() {
        return stageSeconds.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /// Resident memory of the process.
    double memoryMegabytes() {
        return heapMegabytes + VIRTUAL_MACHINE_MEGABYTES;
    }

    /// What a run took.
    ///
    /// @param memoryMegabytes peak of the resident memory; 0 where the system does not tell
    /// @param diskMegabytes by how much the project folder grew
    record Actual(double seconds, double memoryMegabytes, double diskMegabytes) {

        Map<String, Object> json() {
            return numbers(seconds, memoryMegabytes, diskMegabytes);
        }
    }

    /// A sentence for the console before the run.
    String announcement(Workload work) {
        return String.format(
                Locale.ROOT,
                "Forecast for %d photos of %.1f megapixels with %d threads: about %s, %.1f GB of memory, %.1f GB of disk",
                work.photos(),
                work.photoMegapixels(),
                threads,
                duration(seconds()),
                memoryMegabytes() / 1000,
                diskMegabytes / 1000);
    }

    /// A sentence for the console after the run.
    String comparison(Actual actual) {
        return String.format(
                Locale.ROOT,
                "Forecast and actual: time %s, %s; memory %.1f GB, %.1f GB; disk %.1f GB, %.1f GB",
                duration(seconds()),
                duration(actual.seconds()),
                memoryMegabytes() / 1000,
                actual.memoryMegabytes() / 1000,
                diskMegabytes / 1000,
                actual.diskMegabytes() / 1000);
    }

    /// For `log.json`.
    Map<String, Object> json() {
        Map<String, Object> json = numbers(seconds(), memoryMegabytes(), diskMegabytes);
        json.put("threads", threads);
        var stages = new LinkedHashMap<String, Object>();
        for (Stage stage : Stage.values()) {
            Double expected = stageSeconds.get(stage);
            if (expected != null) {
                stages.put(stage.id(), tenths(expected));
            }
        }
        json.put("stages", stages);
        return json;
    }

    private static Map<String, Object> numbers(double seconds, double memory, double disk) {
        var json = new LinkedHashMap<String, Object>();
        json.put("seconds", tenths(seconds));
        json.put("memoryMegabytes", Math.round(memory));
        json.put("diskMegabytes", Math.round(disk));
        return json;
    }

    private static double tenths(double value) {
        return Math.round(10 * value) / 10.0;
    }

    private static String duration(double seconds) {
        long whole = Math.round(seconds);
        if (whole < 60) {
            return whole + " s";
        }
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole / 60 % 60 + " min";
    }
}
