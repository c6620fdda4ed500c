package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.Client.FilePart;
import org.nadir.server.http.Json;

/// Backups go out and come back: every file and every field is held against the original's.
@Timeout(90)
class BackupTest {

    @TempDir Path data;
    @TempDir Path scratch;
    FakeNode node;
    TestServer server;
    Client admin;
    long project;

    @BeforeEach
    void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        project = server.project(admin, "Backups");
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    private JsonNode restored(byte[] archive, int status) {
        JsonNode made =
                admin.form(
                                tasks(project) + "import",
                                Map.of(),
                                new FilePart("file", "b.zip", archive))
                        .expect(201)
                        .json();
        long id = made.path("id").asLong();
        return server.awaitImported(
                admin, task(project, id), server.taskFolder(project, id), status);
    }

    private static Map<String, byte[]> unzip(byte[] archive) throws IOException {
        var files = new TreeMap<String, byte[]>();
        var zip = new ZipInputStream(new ByteArrayInputStream(archive));
        for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
            files.put(entry.getName(), zip.readAllBytes());
        }
        return files;
    }

    private static Map<String, byte[]> files(Path folder) throws IOException {
        var files = new TreeMap<String, byte[]>();
        try (var all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return files;
    }

    private static void assertSame(Map<String, byte[]> got, Map<String, byte[]> wanted) {
        assertThat(got.keySet()).containsExactlyElementsOf(wanted.keySet());
        wanted.forEach((name, bytes) -> assertThat(got.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aTaskComesBackWithoutLoss() throws IOException {
        JsonNode made =
                server.newTask(
                        admin,
                        project,
                        Map.of(
                                "name", "Field / north",
                                "options", "[{\"name\":\"dsm\",\"value\":true}]",
                                "tags", "[\"a\",\".hidden\"]",
                                "public", "true"));
        long id = made.path("id").asLong();
        server.awaitStatus(admin, task(project, id), 40);
        Path folder = server.taskFolder(project, id);
        Files.createDirectories(folder.resolve("assets/media"));
        Files.write(folder.resolve("assets/media/pano ü.jpg"), new byte[] {1, 2, 3});
        Map<String, Object> scene = Map.of("view", Map.of("position", List.of(1, 2, 3)));
        Map<String, Object> crop = CropTest.square(0.25, 0.75, 0.25, 0.75);
        JsonNode before =
                admin.patch(
                                task(project, id),
                                Map.of("potree_scene", scene, "crop", crop, "public_edit", true))
                        .expect(200)
                        .json();
        assertThat(before.path("crop").isNull()).isFalse();

        Client.Reply backup = admin.get(task(project, id) + "backup").expect(200);
        assertThat(backup.header("Content-Type")).isEqualTo("application/zip");
        assertThat(backup.header("Content-Length"))
                .isEqualTo(Integer.toString(backup.bytes().length));
        assertThat(backup.header("Content-Disposition"))
                .isEqualTo("attachment; filename=Field-north-backup.zip");
        Map<String, byte[]> original = files(folder);
        Map<String, byte[]> packed = new TreeMap<>(unzip(backup.bytes()));
        assertThat(packed.remove("data/backup.json")).isNotNull();
        assertSame(packed, original);

        JsonNode after = restored(backup.bytes(), 40);
        Path copy = server.taskFolder(project, after.path("id").asLong());
        assertSame(files(copy), original);
        assertThat(comparable(after)).isEqualTo(comparable(before).put("media", 1));
        // What cannot be the same: the task on the node and the choice of one belong to the
        // original.
        assertThat(after.path("uuid").asText()).isEmpty();
        assertThat(after.path("import_url").asText()).isEmpty();
        assertThat(after.path("auto_processing_node").asBoolean()).isFalse();
    }

    private static ObjectNode comparable(JsonNode task) {
        ObjectNode fields = task.deepCopy();
        for (String own :
                List.of(
                        "id",
                        "public_id",
                        "uuid",
                        "processing_node",
                        "processing_node_name",
                        "auto_processing_node",
                        "can_rerun_from",
                        "upload_progress",
                        "size")) {
            fields.remove(own);
        }
        return fields;
    }

    @Test
    void backupsAreForThoseWhoMaySeeTheTask() {
        JsonNode made = server.newTask(admin, project, Map.of("auto_processing_node", "false"));
        String path = task(project, made.path("id").asLong());
        String byUuid = tasks(project) + made.path("public_id").asText() + "/backup";
        server.anonymous().get(path + "backup").expect(404);
        server.anonymous().get(byUuid).expect(404);
        assertThat(admin.get(path + "backup?filename=x%20y.zip").header("Content-Disposition"))
                .contains("x y.zip");
        assertThat(admin.head(path + "backup").expect(200).header("Content-Length")).isNotEmpty();
        admin.patch(path, Map.of("public", true)).expect(200);
        server.anonymous().get(byUuid).expect(200);
        server.anonymous().get(path + "backup").expect(404);
    }

    @Test
    void photosWithoutResultsComeBackAndWait() throws IOException {
        JsonNode made =
                server.newTask(
                        admin, project, Map.of("auto_processing_node", "false", "name", "w"));
        byte[] backup = admin.get(task(project, made.path("id").asLong()) + "backup").bytes();
        JsonNode after = restored(backup, 50);
        assertThat(after.path("images_count").asInt()).isEqualTo(2);
        assertThat(after.path("name").asText()).isEqualTo("w");
        String path = task(project, after.path("id").asLong());
        admin.patch(path, Map.of("auto_processing_node", true, "processing_node", 1)).expect(200);
        admin.post(path + "restart/").expect(200);
        server.awaitStatus(admin, path, 40);
    }

    @Test
    void aTaskWithoutAnyFileHasABackupToo() throws IOException {
        JsonNode made = admin.post(tasks(project), Map.of("partial", true)).expect(201).json();
        byte[] backup =
                admin.get(task(project, made.path("id").asLong()) + "backup").expect(200).bytes();
        assertThat(unzip(backup)).containsOnlyKeys("data/backup.json");
        restored(backup, 50);
    }

    @Test
    void aFailedTaskComesBackFailed() {
        node.refusesOptions = "Too few images";
        JsonNode made = server.newTask(admin, project, Map.of());
        String path = task(project, made.path("id").asLong());
        server.awaitStatus(admin, path, 30);
        JsonNode after = restored(admin.get(path + "backup").bytes(), 30);
        assertThat(after.path("last_error").asText()).isEqualTo("Too few images");
    }

    /// A backup in the shape that WebODM writes: seconds with a fraction, text for tags, and text for the crop.
    @Test
    void backupsOfWebOdmAreUnderstood() throws IOException {
        Map<String, byte[]> archive = new LinkedHashMap<>();
        Results.files(scratch).forEach((name, bytes) -> archive.put("assets/" + name, bytes));
        archive.put("DJI_0001.JPG", new byte[] {1});
        archive.put("gcp_list.txt", new byte[] {2});
        archive.put("data/console_output.txt", "one\ntwo\n".getBytes(StandardCharsets.UTF_8));
        var corners = CropTest.corners(0.25, 0.75, 0.25, 0.75);
        String crop =
                "SRID=4326;POLYGON (("
                        + String.join(
                                ", ", corners.stream().map(c -> c.get(0) + " " + c.get(1)).toList())
                        + "))";
        archive.put(
                "data/backup.json",
                Json.bytes(
                        Json.parse(
                                """
                                {"name": "Old field", "processing_time": 754210,
                                 "options": [{"name": "dtm", "value": true}],
                                 "created_at": 1496308504.120034, "public": true, "resize_to": 2048,
                                 "potree_scene": {"a": 1}, "tags": "x y", "crop": "CROP"}
                                """
                                        .replace("CROP", crop))));
        JsonNode after = restored(Results.zip(archive), 40);
        assertThat(after.path("name").asText()).isEqualTo("Old field");
        assertThat(after.path("processing_time").asLong()).isEqualTo(754210);
        assertThat(after.path("options").toString())
                .isEqualTo("[{\"name\":\"dtm\",\"value\":true}]");
        assertThat(after.path("created_at").asText()).isEqualTo("2017-06-01T09:15:04.120034Z");
        assertThat(after.path("public").asBoolean()).isTrue();
        assertThat(after.path("resize_to").asInt()).isEqualTo(2048);
        assertThat(after.path("potree_scene").toString()).isEqualTo("{\"a\":1}");
        assertThat(after.path("tags").toString()).isEqualTo("[\"x\",\"y\"]");
        assertThat(after.path("crop").path("type").asText()).isEqualTo("Polygon");
        assertThat(after.path("crop").path("coordinates").path(0)).hasSize(5);
        assertThat(after.path("import_url").asText()).isEmpty();
        assertThat(after.path("images_count").asInt()).isEqualTo(2);
        String path = task(project, after.path("id").asLong());
        assertThat(admin.get(path + "output/").json().asText()).isEqualTo("one\ntwo");
        admin.get(path + "images/download/DJI_0001.JPG").expect(200);
    }

    @Test
    void nonsenseInABackupIsLeftOut() {
        String[] bad = {
            "{\"name\": 5, \"options\": \"x\", \"created_at\": \"never\", \"tags\": {}, \"crop\": [1],"
                    + " \"resize_to\": {}, \"processing_time\": -7, \"potree_scene\": [], \"nadir\": 3}",
            "{\"created_at\": 1e300, \"crop\": \"POLYGON((0 0\", \"nadir\": {\"status\": 20, \"images_count\": -4}}",
            "{\"options\": [{\"value\": 1}], \"tags\": [[1], null], \"created_at\": -5, \"crop\": {\"type\": \"Polygon\"}}",
            "{}"
        };
        for (String fields : bad) {
            Map<String, byte[]> archive = new HashMap<>();
            archive.put("assets/cameras.json", new byte[] {1});
            archive.put("data/backup.json", fields.getBytes(StandardCharsets.UTF_8));
            JsonNode after = restored(Results.zip(archive), 40);
            assertThat(after.path("name").asText()).isEmpty();
            assertThat(after.path("crop").isNull()).isTrue();
            assertThat(after.path("processing_time").asInt()).isEqualTo(-1);
            assertThat(after.path("options")).isEmpty();
        }
        Map<String, byte[]> archive = new HashMap<>();
        archive.put("assets/cameras.json", new byte[] {1});
        archive.put("data/backup.json", new byte[] {(byte) 0xff, '{'});
        assertThat(restored(Results.zip(archive), 30).path("last_error").asText())
                .startsWith("Invalid");
    }

    @Test
    void namesOfOurOwnFoldersInABackupDoNoHarm() throws IOException {
        Map<String, byte[]> archive = new HashMap<>();
        archive.put("assets/cameras.json", new byte[] {1});
        archive.put("data/backup.json", "{}".getBytes(StandardCharsets.UTF_8));
        for (String name :
                List.of(".import/all.zip", ".incoming/x", ".outgoing/y", ".resized/.all-made")) {
            archive.put(name, new byte[] {9});
        }
        archive.put("extra/folder/file", new byte[] {5});
        JsonNode after = restored(Results.zip(archive), 40);
        assertThat(files(server.taskFolder(project, after.path("id").asLong())))
                .containsOnlyKeys("assets/cameras.json", "extra/folder/file");
    }
}
