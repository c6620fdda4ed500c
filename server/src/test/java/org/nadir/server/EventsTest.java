package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The stream of live changes, as a browser reads it.
@Timeout(60)
class EventsTest {

    @TempDir Path data;
    @TempDir Path scratch;

    private static List<String> listen(TestServer server, Client client) {
        var lines = new CopyOnWriteArrayList<String>();
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        var request =
                                HttpRequest.newBuilder(URI.create(client.base() + "/api/events"))
                                        .headers(client.headers().toArray(String[]::new))
                                        .build();
                        var body = client.http().send(request, BodyHandlers.ofInputStream()).body();
                        var reader =
                                new BufferedReader(
                                        new InputStreamReader(body, StandardCharsets.UTF_8));
                        reader.lines().forEach(lines::add);
                    } catch (IOException | java.io.UncheckedIOException closed) {
                        lines.add("closed");
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                    }
                });
        TestServer.until("hello", () -> lines.contains("event: hello"));
        return lines;
    }

    @Test
    void tellsOfTasksToThoseWhoMaySeeThem() {
        try (var node = new FakeNode(Results.zip(Results.files(scratch)));
                var server = TestServer.start(data, node.address())) {
            server.addUser("other", "pw");
            Client admin = server.admin();
            List<String> mine = listen(server, admin);
            List<String> foreign = listen(server, server.anonymous().login("other", "pw"));
            long project = server.project(admin, "Live");
            long id = server.newTask(admin, project, Map.of()).path("id").asLong();
            String data = "data: {\"project\":" + project + ",\"id\":" + id;
            TestServer.until(
                    "completion is told",
                    () ->
                            mine.stream()
                                    .anyMatch(line ->
                                            line.startsWith(data)
                                                    && line.contains("\"status\":40")));
            admin.post(TestServer.task(project, id) + "remove/").expect(200);
            TestServer.until("removal is told", () -> mine.contains("event: task_removed"));
            assertThat(mine).contains("event: project");
            assertThat(foreign).noneMatch(line -> line.contains("\"project\":"));
            long start = System.nanoTime();
            server.stop();
            assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(10);
        }
    }

    @Test
    void isOnlyForThoseWhoAreSignedIn() {
        try (var server = TestServer.start(data, null)) {
            server.anonymous().get("/api/events").expect(403);
        }
    }
}
