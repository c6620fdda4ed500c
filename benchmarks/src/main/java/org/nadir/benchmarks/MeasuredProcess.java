package org.nadir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// What a process took.
///
/// @param exitCode 0 when all went well
/// @param seconds from its start to its end
/// @param processorSeconds of all its threads together: tells how far other work on the machine has stretched `seconds`
/// @param peakMegabytes largest resident memory; this and the processor time are read every 50 ms, on Linux, 0 elsewhere
record MeasuredProcess(
        int exitCode, double seconds, double processorSeconds, double peakMegabytes) {

    /// Runs a command to its end and hands on its lines.
    static MeasuredProcess run(
            List<String> command, Map<String, String> environment, Consumer<String> line)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        var peak = new AtomicLong();
        var processor = new AtomicLong();
        Thread watch = Thread.ofPlatform().daemon().start(() -> watch(process, peak, processor));
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            lines.lines().forEach(line);
        }
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        watch.join();
        return new MeasuredProcess(exit, seconds, processor.get() / 1e3, peak.get() / 1024.0);
    }

    private static void watch(Process process, AtomicLong peak, AtomicLong processor) {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        while (process.isAlive()) {
            process.info().totalCpuDuration().ifPresent(used -> processor.set(used.toMillis()));
            try {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmHWM:")) {
                        peak.set(Long.parseLong(line.replaceAll("\\D", "")));
                    }
                }
                Thread.sleep(50);
            } catch (IOException gone) {
                // The process ended, or this is not Linux.
                return;
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
