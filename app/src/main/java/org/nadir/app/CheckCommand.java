package org.nadir.app;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `nadir check`: what this machine can do, and which settings are in force. Exit 0 when Nadir can work here.
@Command(
        name = "check",
        description = "Tells what this machine can do.",
        mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {

    private static final long ENOUGH_MEMORY_MB = 4000;
    private static final long ENOUGH_DISK_MB = 10_000;

    @Option(
            names = "--port",
            defaultValue = "8000",
            description = "Port that the server would use (default: ${DEFAULT-VALUE}).")
    int port;

    @Option(
            names = "--data",
            defaultValue = "data",
            description = "Data folder (default: ./${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    private boolean usable = true;

    @Override
    public Integer call() throws IOException {
        var machine =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        long memory = machine.getTotalMemorySize() >> 20;
        row("Java", System.getProperty("java.vm.vendor") + " " + Runtime.version(), true);
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        row(
                "Vector instructions",
                vector ? "in use" : "not in use: everything works, slower (start through ./nadir)",
                true);
        row("Processors", Integer.toString(machine.getAvailableProcessors()), true);
        row(
                "Memory",
                memory
                        + " MB"
                        + (memory < ENOUGH_MEMORY_MB
                                ? ": too little for more than a few dozen photos"
                                : ""),
                memory >= ENOUGH_MEMORY_MB);
        Path existing = nearestExisting(data.toAbsolutePath());
        long disk = Files.getFileStore(existing).getUsableSpace() >> 20;
        row(
                "Disk at " + data.toAbsolutePath(),
                disk
                        + " MB free"
                        + (disk < ENOUGH_DISK_MB
                                ? ": a survey of 500 photos needs about 20 GB"
                                : ""),
                disk >= ENOUGH_DISK_MB);
        fatalRow(
                "Data folder",
                Files.isWritable(existing) ? "can be written" : "cannot be written",
                Files.isWritable(existing));
        boolean free = portIsFree();
        fatalRow("Port " + port, free ? "free" : "in use: choose another with --port", free);
        row("Native libraries", "none to install", true);
        Map<String, String> settings = new TreeMap<>();
        System.getenv()
                .forEach((name, value) -> {
                    if (name.startsWith("NADIR_")) {
                        settings.put(name, secret(name) ? "***" : value);
                    }
                });
        settings.forEach((name, value) -> row("Setting " + name, value, true));
        return usable ? 0 : 1;
    }

    private static boolean secret(String name) {
        String upper = name.toUpperCase(Locale.ROOT);
        return upper.contains("PASSWORD")
                || upper.contains("TOKEN")
                || upper.contains("SECRET")
                || upper.contains("DATABASE_URL");
    }

    /// The folder itself, or the one above it that exists; the root exists always.
    private static Path nearestExisting(Path folder) {
        Path parent = folder.getParent();
        return Files.exists(folder) || parent == null ? folder : nearestExisting(parent);
    }

    private boolean portIsFree() {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException taken) {
            return false;
        }
    }

    private void fatalRow(String name, String value, boolean good) {
        usable &= good;
        row(name, value, good);
    }

    private static void row(String name, String value, boolean good) {
        System.out.printf("%s %-28s %s%n", good ? "ok  " : "look", name, value);
    }
}
