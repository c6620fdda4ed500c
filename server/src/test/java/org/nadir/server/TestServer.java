package org.nadir.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.server.work.Pace;

/// A real server on a free port, with an administrator, at the pace of tests. Can be stopped and started on the same data.
final class TestServer implements AutoCloseable {

    static final String ADMIN = "admin";
    static final String PASSWORD = "correct horse";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private ServerConfig config;
    private NadirServer server;

    private TestServer(ServerConfig config) {
        this.config = config;
        this.server = open(config);
    }

    static ServerConfig config(Path data) {
        return configOn(data, TestDatabase.url(data));
    }

    /// @param databaseUrl null for SQLite
    static ServerConfig configOn(Path data, @Nullable String databaseUrl) {
        var choices =
                new ServerConfig.Choices(
                        false, false, Duration.ofHours(6), 1000, 1 << 20, Pace.quick());
        return ServerConfig.of("127.0.0.1", 0, data)
                .withAdmin(ADMIN, PASSWORD)
                .withChoices(choices)
                .withDatabase(databaseUrl);
    }

    static TestServer start(Path data, @Nullable NodeAddress node) {
        ServerConfig config = config(data);
        return start(node == null ? config : config.withLocalNode(node));
    }

    static TestServer start(ServerConfig config) {
        return new TestServer(config);
    }

    private static NadirServer open(ServerConfig config) {
        try {
            return NadirServer.start(config);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return server.port();
    }

    /// Without credentials.
    Client anonymous() {
        return Client.of(port());
    }

    Client admin() {
        return anonymous().login(ADMIN, PASSWORD);
    }

    /// Adds a user who is no administrator.
    void addUser(String name, String password) {
        server.accounts().createUser(name, password, false);
    }

    NadirServer inside() {
        return server;
    }

    void stop() {
        server.close();
    }

    void startAgain() {
        server = open(config);
    }

    void startAgain(ServerConfig changed) {
        config = changed;
        server = open(config);
    }

    /// What the server was started with.
    ServerConfig config() {
        return config;
    }

    /// How many rows a table has, whether the server runs or not.
    long rows(String table) {
        try (var database = TestDatabase.connect(data());
                var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    Path data() {
        return config.data();
    }

    Path taskFolder(long project, long task) {
        return data().resolve("media/project/" + project + "/task/" + task);
    }

    /// A new project's id.
    long project(Client client, String name) {
        return client.post("/api/projects/", Map.of("name", name))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    static String tasks(long project) {
        return "/api/projects/" + project + "/tasks/";
    }

    static String task(long project, long task) {
        return tasks(project) + task + "/";
    }

    /// A new task with two photos.
    JsonNode newTask(Client client, long project, Map<String, String> fields) {
        return client.form(
                        tasks(project),
                        fields,
                        Client.FilePart.image("a.jpg"),
                        Client.FilePart.image("b.jpg"))
                .expect(201)
                .json();
    }

    /// Asks for a task until it is as wanted.
    JsonNode await(Client client, String path, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            JsonNode task = client.get(path).expect(200).json();
            if (wanted.test(task)) {
                return task;
            }
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Still not as wanted: " + task);
            }
            pause();
        }
    }

    JsonNode awaitStatus(Client client, String path, int status) {
        return await(
                client,
                path,
                task ->
                        task.path("status").asInt() == status
                                && task.path("pending_action").isNull());
    }

    /// As [#awaitStatus], of an import: what it was made from is deleted after the task has ended.
    JsonNode awaitImported(Client client, String path, Path folder, int status) {
        JsonNode task = awaitStatus(client, path, status);
        until(
                "the source of the import is deleted",
                () -> Files.notExists(folder.resolve(".import")));
        return task;
    }

    /// Waits until a condition holds.
    static void until(String what, java.util.function.BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Never happened: " + what);
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
