package org.nadir.server;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.nadir.server.http.Json;

/// Another program that hears webhooks: keeps all that it is sent, and answers as a test says.
final class HookReceiver implements AutoCloseable {

    /// What was sent.
    record Heard(byte[] body, String signature, String delivery, String type) {
        JsonNode json() {
            return Json.parse(new String(body, StandardCharsets.UTF_8));
        }
    }

    final List<Heard> heard = new CopyOnWriteArrayList<>();
    volatile int answer = 200;
    volatile @Nullable CountDownLatch holdsUntil;
    private final Javalin web;

    HookReceiver() {
        web =
                Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    config.startup.startupWatcherEnabled = false;
                    config.jetty.host = "127.0.0.1";
                    config.jetty.port = 0;
                    config.routes.post("/hear", this::hear);
                });
        web.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + web.port() + "/hear");
    }

    private void hear(Context context) {
        heard.add(
                new Heard(
                        context.bodyAsBytes(),
                        header(context, "X-Nadir-Signature"),
                        header(context, "X-Nadir-Delivery"),
                        header(context, "Content-Type")));
        CountDownLatch latch = holdsUntil;
        if (latch != null) {
            try {
                latch.await();
            } catch (InterruptedException closing) {
                Thread.currentThread().interrupt();
            }
        }
        context.status(answer);
    }

    private static String header(Context context, String name) {
        String value = context.header(name);
        return value == null ? "" : value;
    }

    List<String> events() {
        return heard.stream().map(one -> one.json().path("event").asText()).toList();
    }

    void awaitCount(int count) {
        TestServer.until(count + " messages, heard " + heard.size(), () -> heard.size() >= count);
    }

    @Override
    public void close() {
        web.stop();
    }
}
