package org.nadir.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A server in a process of its own that is killed without warning and started again on the same data.
final class KilledServer implements AutoCloseable {

    private final Path data;
    private final int nodePort;
    private @Nullable Process process;
    private int port;

    KilledServer(Path data, int nodePort) {
        this.data = data;
        this.nodePort = nodePort;
    }

    /// Starts it and waits until it answers.
    Client start() {
        String url = TestDatabase.url(data);
        try {
            Process started =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-XX:+UseSerialGC",
                                            "-XX:TieredStopAtLevel=1",
                                            "-Xmx256m",
                                            "-Djava.awt.headless=true",
                                            "--enable-native-access=ALL-UNNAMED",
                                            "-cp",
                                            System.getProperty("java.class.path"),
                                            ServerProgram.class.getName(),
                                            data.toString(),
                                            url == null ? "-" : url,
                                            Integer.toString(nodePort)))
                            .redirectErrorStream(true)
                            .start();
            process = started;
            port = readPort(started);
            return Client.of(port).login(TestServer.ADMIN, TestServer.PASSWORD);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /// Reads on in the background, so that a full pipe does not hold the server up.
    private static int readPort(Process process) throws IOException {
        var lines =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        var said = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("ready ")) {
                Thread.ofVirtual().start(() -> lines.lines().forEach(any -> {}));
                return Integer.parseInt(line.substring("ready ".length()));
            }
            said.append(line).append('\n');
        }
        throw new IOException("The server ended before it was ready:\n" + said);
    }

    int port() {
        return port;
    }

    /// Ends the process as a power cut would end it, for all that it knows (SIGKILL), and waits until it is gone.
    void kill() {
        Process running = process;
        if (running == null) {
            return;
        }
        running.destroyForcibly();
        try {
            running.waitFor();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
        process = null;
    }

    /// Kills it where it stands and starts it again.
    Client killAndStart() {
        kill();
        return start();
    }

    @Override
    public void close() {
        kill();
    }
}
