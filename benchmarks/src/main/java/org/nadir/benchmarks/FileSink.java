package org.nadir.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// The least that a server can do with an upload: each body becomes a file, as it comes. What uploads are measured against.
final class FileSink {

    private FileSink() {}

    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        var number = new AtomicLong();
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/", exchange -> store(exchange, folder.resolve("body-" + number.addAndGet(1))));
        server.start();
        System.out.println("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void store(HttpExchange exchange, Path file) {
        try (exchange;
                var out = Files.newOutputStream(file)) {
            var block = new byte[1 << 17];
            for (int n = exchange.getRequestBody().read(block);
                    n >= 0;
                    n = exchange.getRequestBody().read(block)) {
                out.write(block, 0, n);
            }
            exchange.sendResponseHeaders(204, -1);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
