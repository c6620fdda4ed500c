package org.nadir.server;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A server on the web that sends half an archive, then waits to be told to go on.
record SlowWeb(HttpServer web, CountDownLatch half, CountDownLatch goOn) implements AutoCloseable {

    static SlowWeb start(byte[] archive) throws IOException {
        var slow = new SlowWeb(newWeb(), new CountDownLatch(1), new CountDownLatch(1));
        slow.web.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(200, archive.length);
                    exchange.getResponseBody().write(archive, 0, archive.length / 2);
                    exchange.getResponseBody().flush();
                    slow.half.countDown();
                    try {
                        slow.goOn.await();
                    } catch (InterruptedException closing) {
                        Thread.currentThread().interrupt();
                    }
                    exchange.getResponseBody()
                            .write(
                                    archive,
                                    archive.length / 2,
                                    archive.length - archive.length / 2);
                    exchange.close();
                });
        slow.web.start();
        return slow;
    }

    /// A server on loopback that says nothing yet.
    static HttpServer newWeb() throws IOException {
        HttpServer web =
                HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
        web.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return web;
    }

    String url() {
        return "http://127.0.0.1:" + web.getAddress().getPort() + "/all.zip";
    }

    @Override
    public void close() {
        goOn.countDown();
        web.stop(0);
    }
}
