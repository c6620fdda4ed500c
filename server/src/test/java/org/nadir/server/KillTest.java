package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;
import static org.nadir.server.TestServer.until;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Client.FilePart;

/// A server in a process of its own, killed (SIGKILL) in the middle of its work and started again on the same data: nothing that
/// it acknowledged is lost, every task comes to its end, nothing half-written is served or left behind.
@Timeout(240)
class KillTest {

    private static final int PHOTO_BYTES = 300_000;

    @TempDir Path data;
    @TempDir Path scratch;
    final Map<String, byte[]> photos = new HashMap<>();
    Map<String, byte[]> results = Map.of();
    FakeNode node;
    KilledServer server;
    Client admin;
    long project;

    @BeforeEach
    void start() {
        var random = new Random(5);
        for (String name : List.of("a.jpg", "b.jpg")) {
            var photo = new byte[PHOTO_BYTES];
            random.nextBytes(photo);
            photos.put(name, photo);
        }
        results = Results.files(scratch);
        node = new FakeNode(Results.zip(results));
        server = new KilledServer(data, node.port());
        admin = server.start();
        project =
                admin.post("/api/projects/", Map.of("name", "Kill"))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
    }

    @AfterEach
    void stop() {
        server.close();
        node.stalls = false;
        node.close();
    }

    @Test
    void inTheMiddleOfAnUpload() throws IOException {
        try (Socket _ = uploadHalf(tasks(project), "images")) {
            until("the first photo arrives", () -> bytesIn("tmp") >= PHOTO_BYTES);
            admin = server.killAndStart();
        }
        assertThat(admin.get(tasks(project)).expect(200).json()).isEmpty();
        assertNothingIsLeftOver();
        assertCompletes(newTask());
    }

    @Test
    void inTheMiddleOfAPieceOfAnUpload() throws IOException {
        long id = admin.post(tasks(project), Map.of("partial", true)).json().path("id").asLong();
        String path = task(project, id);
        piece(path, 0).expect(200);
        piece(path, 1).expect(200);
        try (Socket _ = uploadHalf(path + "upload/", "file")) {
            until("a part of the piece arrives", () -> bytesIn("tmp") >= PHOTO_BYTES);
            admin = server.killAndStart();
        }
        assertThat(admin.get(path + "upload/").json().path("chunks").path(0).path("received"))
                .hasToString("[0,1]");
        piece(path, 2).expect(200);
        piece(path, 3).expect(200);
        admin = server.killAndStart();
        admin.form(path + "upload/", Map.of(), photo("b.jpg")).expect(200);
        admin = server.killAndStart();
        admin.post(path + "commit/").expect(200);
        admin = server.killAndStart();
        assertCompletes(path);
    }

    @Test
    void whileATaskWaitsForANode() {
        node.disappear();
        String path = newTask();
        admin = server.killAndStart();
        assertPhotosAreThere(path);
        node.reappear();
        assertCompletes(path);
    }

    @Test
    void whilePhotosAreSentToTheNode() {
        node.stalls = true;
        String path = newTask();
        until("photos are sent", () -> node.uploading);
        server.kill();
        node.stalls = false;
        admin = server.start();
        assertCompletes(path);
        assertThat(node.created.get()).isEqualTo(1);
    }

    @Test
    void whileTheNodeWorks() {
        node.holds = true;
        String path = newTask();
        awaitStatus(path, 20);
        server.kill();
        node.holds = false;
        admin = server.start();
        assertCompletes(path);
        assertThat(node.created.get()).isEqualTo(1);
    }

    @Test
    void inTheMiddleOfTheResults() {
        node.stalls = true;
        // The photos go through, the results do not.
        String path = newTask();
        until("photos are sent", () -> node.uploading);
        node.holds = true;
        node.stalls = false;
        awaitStatus(path, 20);
        node.stalls = true;
        node.holds = false;
        until(
                "results arrive",
                () -> node.downloads.get() > 0 && bytesIn("tmp") + bytesOf(path) > 0);
        admin = server.killAndStart();
        admin.get(path + "download/orthophoto.tif").expect(404);
        assertThat(admin.get(path).json().path("available_assets")).isEmpty();
        until("results arrive again", () -> node.downloads.get() > 1);
        server.kill();
        node.stalls = false;
        admin = server.start();
        assertCompletes(path);
    }

    @Test
    void inTheMiddleOfTheResultsOfASecondRun() {
        String path = newTask();
        assertCompletes(path);
        byte[] old = results.get("odm_orthophoto/odm_orthophoto.png");
        results = new HashMap<>(results);
        results.put("odm_orthophoto/odm_orthophoto.png", new byte[200_000]);
        node.archive = Results.zip(results);
        node.holds = true;
        admin.post(path + "restart/").expect(200);
        until("runs again", () -> node.tasks.values().stream().anyMatch(t -> t.restarts > 0));
        int before = node.downloads.get();
        node.stalls = true;
        node.holds = false;
        until("new results arrive", () -> node.downloads.get() > before);
        admin = server.killAndStart();
        Client.Reply served = admin.get(path + "download/orthophoto.png");
        if (served.status() != 404) {
            assertThat(served.expect(200).bytes()).isEqualTo(old);
        }
        node.stalls = false;
        assertCompletes(path);
    }

    @Test
    void inTheMiddleOfAnImport() throws Exception {
        try (SlowWeb web = SlowWeb.start(Results.zip(results))) {
            JsonNode made =
                    admin.post(tasks(project) + "import", Map.of("url", web.url()))
                            .expect(201)
                            .json();
            web.half().await();
            admin = server.killAndStart();
            web.goOn().countDown();
            String path = task(project, made.path("id").asLong());
            awaitStatus(path, 40);
            assertAssetsAreWhole(path);
        }
        assertNothingIsLeftOver();
    }

    @Test
    void inTheMiddleOfAnUploadOfAnArchive() throws IOException {
        try (Socket _ = uploadHalf(tasks(project) + "import", "file")) {
            until("the archive arrives", () -> bytesIn("tmp") >= PHOTO_BYTES);
            admin = server.killAndStart();
        }
        assertThat(admin.get(tasks(project)).json()).isEmpty();
        assertNothingIsLeftOver();
    }

    @Test
    void inTheMiddleOfADeletion() throws IOException {
        String path = newTask();
        assertCompletes(path);
        String kept = newTask();
        assertCompletes(kept);
        Path many = Files.createDirectories(folder(path).resolve("data/many"));
        for (int i = 0; i < 3_000; i++) {
            Files.writeString(many.resolve("file" + i), "x");
        }
        admin.post(path + "remove/").expect(200);
        until("files go", () -> filesIn(many) < 3_000);
        admin = server.killAndStart();
        until("the task is gone", () -> admin.get(path).status() == 404);
        until("its files are gone", () -> !Files.exists(folder(path)));
        assertCompletes(kept);
    }

    @Test
    void inTheMiddleOfTheDeletionOfAProject() throws IOException {
        node.holds = true;
        String path = newTask();
        awaitStatus(path, 20);
        admin.delete("/api/projects/" + project + "/").expect(204);
        admin = server.killAndStart();
        admin.get("/api/projects/" + project + "/").expect(404);
        until("its folder is gone", () -> !Files.exists(data.resolve("media/project/" + project)));
        until("its rows are gone", () -> rows("tasks") == 0);
    }

    /// Kills at moments that nobody chose, while clients go on uploading: what was answered with 201 is there.
    @Test
    void atAnyMoment() throws InterruptedException {
        var made = new ConcurrentLinkedQueue<String>();
        var random = new Random(17);
        for (int round = 0; round < 4; round++) {
            Client client = admin;
            int enough = made.size() + 1 + random.nextInt(4);
            Thread uploads = Thread.ofPlatform().start(() -> uploadUntilItDies(client, made));
            until("tasks were made", () -> made.size() >= enough);
            server.kill();
            uploads.join();
            admin = server.start();
        }
        assertThat(made).hasSizeGreaterThanOrEqualTo(4);
        // What lies about belongs to a task that is being worked on, until all are complete.
        for (JsonNode any : admin.get(tasks(project)).json()) {
            awaitStatus(task(project, any.path("id").asLong()), 40);
        }
        for (String path : made) {
            assertCompletes(path);
        }
        // What was made but not acknowledged is a whole task as well.
        for (JsonNode any : admin.get(tasks(project)).json()) {
            assertCompletes(task(project, any.path("id").asLong()));
        }
        assertNothingIsLeftOver();
    }

    private void uploadUntilItDies(Client client, java.util.Queue<String> made) {
        try {
            while (true) {
                made.add(newTask(client));
            }
        } catch (AssertionError dead) {
            assertThat(dead).hasMessageContaining("failed");
        }
    }

    private FilePart photo(String name) {
        return new FilePart("images", name, bytes(photos, name));
    }

    private static byte[] bytes(Map<String, byte[]> files, String name) {
        return java.util.Objects.requireNonNull(files.get(name));
    }

    private String newTask() {
        return newTask(admin);
    }

    private String newTask(Client client) {
        JsonNode made =
                client.form(tasks(project), Map.of(), photo("a.jpg"), photo("b.jpg"))
                        .expect(201)
                        .json();
        return task(project, made.path("id").asLong());
    }

    /// One of four pieces of a photo.
    private Client.Reply piece(String path, int index) {
        int size = PHOTO_BYTES / 4;
        var fields = new HashMap<String, String>();
        fields.put("dzuuid", "kill");
        fields.put("dzchunkindex", Integer.toString(index));
        fields.put("dztotalchunkcount", "4");
        fields.put("dzchunkbyteoffset", Integer.toString(index * size));
        fields.put("dztotalfilesize", Integer.toString(PHOTO_BYTES));
        byte[] part = Arrays.copyOfRange(bytes(photos, "a.jpg"), index * size, (index + 1) * size);
        return admin.form(path + "upload/", fields, new FilePart("file", "a.jpg", part));
    }

    /// Sends one whole file and half of a second, and keeps the connection open.
    private Socket uploadHalf(String path, String field) throws IOException {
        Socket socket = RawHttp.connect(server.port());
        var out = socket.getOutputStream();
        out.write(
                RawHttp.bytes(
                        """
                        POST %s HTTP/1.1\r
                        Host: 127.0.0.1\r
                        Authorization: %s\r
                        Content-Type: multipart/form-data; boundary=half\r
                        Content-Length: 5000000\r
                        \r
                        """
                                .formatted(path, admin.headers().getLast())));
        for (String name : List.of("a.jpg", "b.jpg")) {
            out.write(
                    RawHttp.bytes(
                            """
                            --half\r
                            Content-Disposition: form-data; name="%s"; filename="%s"\r
                            \r
                            """
                                    .formatted(field, name)));
            byte[] photo = bytes(photos, name);
            out.write(photo, 0, name.equals("a.jpg") ? photo.length : photo.length / 2);
            out.write(RawHttp.bytes(name.equals("a.jpg") ? "\r\n" : ""));
        }
        out.flush();
        return socket;
    }

    private JsonNode awaitStatus(String path, int status) {
        var last = new JsonNode[1];
        until(
                path + " comes to " + status,
                () -> {
                    last[0] = admin.get(path).expect(200).json();
                    int now = last[0].path("status").asInt();
                    assertThat(now).as("%s", last[0]).isNotEqualTo(30);
                    return now == status && last[0].path("pending_action").isNull();
                });
        return last[0];
    }

    private void assertCompletes(String path) {
        JsonNode done = awaitStatus(path, 40);
        assertThat(done.path("images_count").asInt()).isEqualTo(2);
        assertThat(done.path("last_error").isNull()).isTrue();
        assertPhotosAreThere(path);
        assertAssetsAreWhole(path);
        assertNothingIsLeftOver();
    }

    private void assertPhotosAreThere(String path) {
        photos.forEach((name, content) ->
                assertThat(folder(path).resolve(name)).hasBinaryContent(content));
    }

    private void assertAssetsAreWhole(String path) {
        for (JsonNode asset : admin.get(path).json().path("available_assets")) {
            admin.get(path + "download/" + asset.asText()).expect(200);
        }
        byte[] zip = admin.get(path + "download/all.zip").expect(200).bytes();
        var found = new HashMap<String, byte[]>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                found.put(entry.getName(), in.readAllBytes());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        results.forEach((name, content) -> assertThat(found.get(name)).as(name).isEqualTo(content));
    }

    /// No folder without a task, no temporary file, no half of anything.
    private void assertNothingIsLeftOver() {
        until("no upload is left", () -> filesIn(data.resolve("tmp")) == 0);
        var known = new TreeSet<String>();
        for (JsonNode task : admin.get(tasks(project)).json()) {
            known.add(task.path("id").asText());
        }
        Path folders = data.resolve("media/project/" + project + "/task");
        until("only known tasks have folders", () -> known.containsAll(names(folders)));
        for (String task : names(folders)) {
            assertThat(names(folders.resolve(task)))
                    .noneMatch(name -> name.startsWith(".") || name.endsWith(".part"));
        }
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.map(entry -> entry.getFileName().toString()).toList());
        } catch (IOException none) {
            return List.of();
        }
    }

    private Path folder(String path) {
        return data.resolve("media/project/" + project + "/task/" + path.split("/")[5]);
    }

    private long rows(String table) {
        try (var database = TestDatabase.connect(data);
                var statement = database.createStatement();
                var rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getLong(1);
        } catch (java.sql.SQLException failure) {
            throw new AssertionError(failure);
        }
    }

    private long bytesIn(String name) {
        try {
            return org.nadir.server.storage.Folders.size(data.resolve(name));
        } catch (IOException gone) {
            return 0;
        }
    }

    private long bytesOf(String path) {
        return bytesIn(data.relativize(folder(path).resolve(".incoming")).toString());
    }

    private static long filesIn(Path folder) {
        return names(folder).size();
    }
}
