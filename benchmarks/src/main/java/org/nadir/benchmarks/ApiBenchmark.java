package org.nadir.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The lists of the API over 10,000 projects with 100,000 tasks, asked one call after another by an administrator and by an
/// ordinary user. Run it with `./nadir bench api [JDBC_URL]`; the URL is of an empty PostgreSQL database, without one it
/// takes SQLite. Counts are checked before times are printed.
public final class ApiBenchmark {

    private static final int CALLS = 300;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ServerProcess server;

    private ApiBenchmark(ServerProcess server) {
        this.server = server;
    }

    public static void main(String[] args) throws Exception {
        String databaseUrl = args.length > 0 ? args[0] : null;
        try (Scratch scratch = Scratch.create()) {
            long begin = System.nanoTime();
            ManyTasks.fill(scratch.folder(), databaseUrl);
            long filled = System.nanoTime();
            List<String> more =
                    databaseUrl == null ? List.of() : List.of("--database-url", databaseUrl);
            try (ServerProcess server = ServerProcess.serve(scratch.folder(), more)) {
                long started = System.nanoTime();
                System.out.printf(
                        Locale.ROOT,
                        "### API over %,d projects and %,d tasks, %s%n%nJava %s, %d processors;"
                                + " filled in %.1f s, server started in %.1f s; up to %d calls a"
                                + " line, milliseconds%n%n",
                        ManyTasks.PROJECTS,
                        ManyTasks.TASKS,
                        databaseUrl == null ? "SQLite" : "PostgreSQL",
                        Runtime.version(),
                        Runtime.getRuntime().availableProcessors(),
                        (filled - begin) / 1e9,
                        (started - filled) / 1e9,
                        CALLS);
                new ApiBenchmark(server).run();
            }
        }
    }

    private void run() throws IOException, InterruptedException {
        String admin = token("admin", "admin");
        String pilot = token("pilot", "pilot password");
        checkCount(admin);
        int visible = get("/api/projects/", pilot).path("count").asInt();
        long large = large(admin);
        long small =
                get("/api/projects/?page=300", pilot).path("results").path(5).path("id").asLong();
        System.out.println(
                "| call | who | median | p95 | worst | bytes |\n|---|---|---|---|---|---|");
        measureAll(admin, "administrator", large, small);
        measureAll(pilot, "user who sees " + visible, large, small);
        double heap = server.liveHeapMegabytes();
        double resident = server.residentMegabytes();
        for (int i = 0; i < 10; i++) {
            measure("/api/projects/?page=" + (1 + i), pilot);
            measure("/api/projects/" + small + "/tasks/", pilot);
        }
        System.out.printf(
                Locale.ROOT,
                "%nLive heap %.1f MB, after %d more calls %.1f MB; resident %.0f MB, then %.0f MB%n",
                heap,
                20 * CALLS,
                server.liveHeapMegabytes(),
                resident,
                server.residentMegabytes());
        double before = server.processorSeconds();
        Thread.sleep(10_000);
        System.out.printf(
                Locale.ROOT,
                "Idle with these rows: %.1f %% of one processor%n",
                (server.processorSeconds() - before) * 10);
    }

    private void checkCount(String token) throws IOException, InterruptedException {
        int found = get("/api/projects/", token).path("count").asInt();
        if (found != ManyTasks.PROJECTS) {
            throw new IllegalStateException("There are " + found + " projects");
        }
    }

    private long large(String token) throws IOException, InterruptedException {
        JsonNode first = get("/api/projects/?ordering=id", token).path("results").path(0);
        if (first.path("tasks").size() != ManyTasks.IN_LARGE_PROJECT) {
            throw new IllegalStateException("The large project has " + first.path("tasks").size());
        }
        return first.path("id").asLong();
    }

    private void measureAll(String token, String who, long large, long small)
            throws IOException, InterruptedException {
        for (String path :
                List.of(
                        "/api/projects/",
                        "/api/projects/?page=last",
                        "/api/projects/?ordering=name",
                        "/api/projects/?page=1&search=quarry",
                        "/api/projects/?page=1&search=quarry%20field%2077",
                        "/api/projects/?page=1&search=nowhere",
                        "/api/projects/?page=1&search=%23corn",
                        "/api/projects/?page=1&search=%40user3",
                        "/api/projects/" + small + "/",
                        "/api/projects/" + small + "/tasks/",
                        "/api/projects/" + large + "/tasks/")) {
            print(path, who, token);
        }
    }

    private void print(String path, String who, String token)
            throws IOException, InterruptedException {
        int bytes = send(path, token).body().length;
        warmUp(path, token);
        Latencies times = measure(path, token);
        System.out.printf(
                Locale.ROOT,
                "| `%s` | %s | %.1f | %.1f | %.1f | %,d |%n",
                path,
                who,
                times.median(),
                times.percentile95(),
                times.worst(),
                bytes);
    }

    private void warmUp(String path, String token) throws IOException, InterruptedException {
        long end = System.nanoTime() + 1_000_000_000L;
        for (int i = 0; i < 100 && System.nanoTime() < end; i++) {
            send(path, token);
        }
    }

    private Latencies measure(String path, String token) throws IOException, InterruptedException {
        var nanos = new long[CALLS];
        long budget = System.nanoTime() + 5_000_000_000L;
        for (int i = 0; i < nanos.length; i++) {
            long begin = System.nanoTime();
            send(path, token);
            nanos[i] = System.nanoTime() - begin;
            if (System.nanoTime() > budget) {
                return Latencies.ofNanos(java.util.Arrays.copyOf(nanos, i + 1));
            }
        }
        return Latencies.ofNanos(nanos);
    }

    private JsonNode get(String path, String token) throws IOException, InterruptedException {
        return JSON.readTree(send(path, token).body());
    }

    private HttpResponse<byte[]> send(String path, @Nullable String token)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.address() + path))
                        .header("Authorization", "JWT " + token)
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode());
        }
        return response;
    }

    private String token(String username, String password)
            throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(URI.create(server.address() + "/api/token-auth/"))
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"username\":\"%s\",\"password\":\"%s\"}"
                                                .formatted(username, password),
                                        StandardCharsets.UTF_8))
                        .build();
        var response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        return JSON.readTree(response.body()).path("token").asText();
    }
}
