package org.nadir.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A program of ours in a process of its own, started as the launcher starts the server, so that its memory can be told
/// from the benchmark's.
final class ServerProcess implements AutoCloseable {

    private static final Pattern ADDRESS = Pattern.compile("(http://\\S+)");

    private final Process process;
    private final String address;

    private ServerProcess(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /// The whole server without a node, with the administrator `admin` / `admin`.
    static ServerProcess serve(Path data, List<String> more) throws IOException {
        var arguments =
                new ArrayList<>(
                        List.of(
                                "org.nadir.app.Main",
                                "serve",
                                "--port",
                                "0",
                                "--no-node",
                                "--data",
                                data.toString(),
                                "--admin-user",
                                "admin",
                                "--admin-password",
                                "admin"));
        arguments.addAll(more);
        return start(arguments);
    }

    /// Starts a class of this class path and waits for the line in which it says its address.
    static ServerProcess start(List<String> mainAndArguments) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Djava.awt.headless=true",
                                "-XX:+UseSerialGC",
                                "-Xmx1g",
                                "-cp",
                                System.getProperty("java.class.path")));
        command.addAll(mainAndArguments);
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher address = ADDRESS.matcher(line);
            if (address.find()) {
                return new ServerProcess(process, address.group(1));
            }
        }
        throw new IOException("The server ended before it was ready: " + mainAndArguments);
    }

    String address() {
        return address;
    }

    /// Resident memory now, in megabytes.
    double residentMegabytes() throws IOException {
        return status("VmRSS");
    }

    /// The most memory that was ever resident since [#forgetPeak], in megabytes.
    double peakMegabytes() throws IOException {
        return status("VmHWM");
    }

    /// Lets the peak begin anew from what is resident now (proc(5), `clear_refs`).
    void forgetPeak() throws IOException {
        Files.writeString(Path.of("/proc", Long.toString(process.pid()), "clear_refs"), "5");
    }

    private double status(String name) throws IOException {
        for (String line :
                Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
            if (line.startsWith(name + ":")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024.0;
            }
        }
        throw new IOException("No " + name + " of the server is known");
    }

    /// Megabytes of live objects, after a collection.
    double liveHeapMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used =
                Pattern.compile("tenured generation .* used ([0-9]+)K|used ([0-9]+)K")
                        .matcher(jcmd("GC.heap_info"));
        double kilobytes = 0;
        int regions = 0;
        while (used.find() && regions++ < 2) {
            kilobytes += Double.parseDouble(used.group(1) == null ? used.group(2) : used.group(1));
        }
        return kilobytes / 1024;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process jcmd =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                                Long.toString(process.pid()),
                                command)
                        .redirectErrorStream(true)
                        .start();
        String output = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + output);
        }
        return output;
    }

    /// Processor seconds used since the start.
    double processorSeconds() {
        return process.toHandle().info().totalCpuDuration().map(d -> d.toMillis() / 1e3).orElse(0.);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
