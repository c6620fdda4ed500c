package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The API of 2017, line by line, against a real server with a node that keeps to the protocol.
@Timeout(60)
class SeedApiTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static long project;

    /// A completed task that the reading tests share.
    static long done;

    static Map<String, byte[]> results;

    @BeforeAll
    static void start() {
        results = Results.files(scratch);
        node = new FakeNode(Results.zip(results));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        project = server.project(admin, "Seeds");
        done = server.newTask(admin, project, Map.of("name", "Task Name")).path("id").asLong();
        server.awaitStatus(admin, task(project, done), 40);
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private static List<String> names(JsonNode object) {
        var names = new ArrayList<String>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void aTaskHasTheFieldsOfOldWithTheirTypes() {
        JsonNode json = admin.get(task(project, done)).expect(200).json();
        assertThat(names(json))
                .startsWith(
                        "id",
                        "project",
                        "processing_node",
                        "images_count",
                        "available_assets",
                        "uuid",
                        "name",
                        "processing_time",
                        "auto_processing_node",
                        "status",
                        "last_error",
                        "options",
                        "ground_control_points",
                        "created_at",
                        "pending_action");
        assertThat(json.path("id").isInt()).isTrue();
        assertThat(json.path("project").asLong()).isEqualTo(project);
        assertThat(json.path("processing_node").isInt()).isTrue();
        assertThat(json.path("images_count").asInt()).isEqualTo(2);
        assertThat(json.path("uuid").asText())
                .isEqualTo(
                        node.tasks.values().stream()
                                .filter(t -> t.name.equals("Task Name"))
                                .findFirst()
                                .orElseThrow()
                                .uuid);
        assertThat(json.path("name").asText()).isEqualTo("Task Name");
        assertThat(json.path("processing_time").asLong()).isEqualTo(2197417);
        assertThat(json.path("auto_processing_node").asBoolean()).isTrue();
        assertThat(json.path("status").asInt()).isEqualTo(40);
        assertThat(json.path("last_error").isNull()).isTrue();
        assertThat(json.path("options").isArray()).isTrue();
        assertThat(json.path("ground_control_points").isNull()).isTrue();
        assertThat(json.path("created_at").asText())
                .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(json.path("pending_action").isNull()).isTrue();
    }

    @Test
    void availableAssetsListTheSevenOfOldInTheirOrder() {
        JsonNode assets = admin.get(task(project, done)).json().path("available_assets");
        var names = new ArrayList<String>();
        assets.forEach(name -> names.add(name.asText()));
        assertThat(names)
                .containsSubsequence(
                        "all.zip",
                        "orthophoto.tif",
                        "orthophoto.png",
                        "georeferenced_model.las",
                        "georeferenced_model.ply",
                        "georeferenced_model.csv",
                        "textured_model.zip");
    }

    @Test
    void createsATaskWithDefaultsFromImagesAlone() {
        long own = server.project(admin, "Defaults");
        JsonNode json = server.newTask(admin, own, Map.of());
        assertThat(json.path("name").asText()).isEmpty();
        assertThat(json.path("auto_processing_node").asBoolean()).isTrue();
        assertThat(json.path("options")).isEmpty();
        assertThat(json.path("status").isNull()).isTrue();
        assertThat(json.path("uuid").asText()).isEmpty();
        assertThat(json.path("processing_time").asLong()).isEqualTo(-1);
        assertThat(json.path("available_assets")).isEmpty();
        assertThat(json.path("images_count").asInt()).isEqualTo(2);
        server.awaitStatus(admin, task(own, json.path("id").asLong()), 40);
    }

    @Test
    void createsATaskWithEveryParameter() throws IOException {
        long own = server.project(admin, "Parameters");
        long nodeId = admin.get("/api/processingnodes/").json().path(0).path("id").asLong();
        JsonNode json =
                admin.form(
                                tasks(own),
                                Map.of(
                                        "name", "With all",
                                        "processing_node", Long.toString(nodeId),
                                        "auto_processing_node", "false",
                                        "options",
                                                "[{\"name\": \"use-opensfm-pointcloud\", \"value\": true}]"),
                                new Client.FilePart("images[]", "one.jpg", new byte[] {1}),
                                new Client.FilePart("images[]", "two.jpg", new byte[] {2, 2}),
                                new Client.FilePart("anything", "gcp.txt", new byte[] {3}))
                        .expect(201)
                        .json();
        long id = json.path("id").asLong();
        assertThat(json.path("processing_node").asLong()).isEqualTo(nodeId);
        assertThat(json.path("auto_processing_node").asBoolean()).isFalse();
        assertThat(json.path("images_count").asInt()).isEqualTo(3);
        assertThat(json.path("options").path(0).path("name").asText())
                .isEqualTo("use-opensfm-pointcloud");
        assertThat(json.path("options").path(0).path("value").isBoolean()).isTrue();
        assertThat(Files.readAllBytes(server.taskFolder(own, id).resolve("two.jpg")))
                .containsExactly(2, 2);
        server.awaitStatus(admin, task(own, id), 40);
        FakeNode.NodeTask sent =
                node.tasks.values().stream()
                        .filter(t -> t.name.equals("With all"))
                        .findFirst()
                        .orElseThrow();
        assertThat(sent.files).containsOnlyKeys("one.jpg", "two.jpg", "gcp.txt");
        assertThat(sent.options).contains("use-opensfm-pointcloud").contains("true");
    }

    @Test
    void updatesATask() {
        long own = server.project(admin, "Update");
        long id = server.newTask(admin, own, Map.of("name", "before")).path("id").asLong();
        server.awaitStatus(admin, task(own, id), 40);
        JsonNode json =
                admin.patch(
                                task(own, id),
                                Map.of(
                                        "name",
                                        "after",
                                        "options",
                                        List.of(Map.of("name", "dsm", "value", true)),
                                        "status",
                                        10,
                                        "id",
                                        999))
                        .expect(200)
                        .json();
        assertThat(json.path("name").asText()).isEqualTo("after");
        assertThat(json.path("options").path(0).path("name").asText()).isEqualTo("dsm");
        assertThat(json.path("status").asInt()).isEqualTo(40);
        assertThat(json.path("id").asLong()).isEqualTo(id);
        assertThat(admin.get(task(own, id)).json().path("name").asText()).isEqualTo("after");
    }

    @Test
    void listsTheTasksOfAProjectAsABareArray() {
        JsonNode list = admin.get(tasks(project)).expect(200).json();
        assertThat(list.isArray()).isTrue();
        assertThat(list.path(0).path("id").asLong()).isEqualTo(done);
        assertThat(list.path(0).path("ground_control_points").isNull()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "orthophoto.tif, odm_orthophoto/odm_orthophoto.tif, image/tiff",
        "orthophoto.png, odm_orthophoto/odm_orthophoto.png, image/png",
        "georeferenced_model.las, odm_georeferencing/odm_georeferenced_model.las, application/vnd.las",
        "georeferenced_model.ply, odm_georeferencing/odm_georeferenced_model.ply, application/octet-stream",
        "georeferenced_model.csv, odm_georeferencing/odm_georeferenced_model.csv, text/csv"
    })
    void downloadsAnAsset(String asset, String path, String type) {
        Client.Reply reply = admin.get(task(project, done) + "download/" + asset).expect(200);
        assertThat(reply.bytes()).isEqualTo(results.get(path));
        assertThat(reply.header("Content-Type")).startsWith(type);
        assertThat(reply.header("Content-Length")).isEqualTo(reply.bytes().length + "");
        assertThat(reply.header("Content-Disposition"))
                .isEqualTo("attachment; filename=Task-Name-" + asset);
    }

    @Test
    void downloadsAllAssetsAsOneArchive() throws IOException {
        Client.Reply reply = admin.get(task(project, done) + "download/all.zip").expect(200);
        assertThat(reply.header("Content-Length")).isEqualTo(reply.bytes().length + "");
        assertThat(unzip(reply.bytes())).isEqualTo(asText(results));
    }

    @Test
    void downloadsTheTexturedModelAsAnArchive() throws IOException {
        Client.Reply reply =
                admin.get(task(project, done) + "download/textured_model.zip").expect(200);
        assertThat(reply.header("Content-Type")).isEqualTo("application/zip");
        assertThat(unzip(reply.bytes()))
                .containsOnlyKeys("odm_textured_model_geo.obj", "odm_textured_model_geo.mtl");
    }

    private static Map<String, String> unzip(byte[] archive) throws IOException {
        var files = new java.util.LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return asText(files);
    }

    private static Map<String, String> asText(Map<String, byte[]> files) {
        var texts = new java.util.TreeMap<String, String>();
        files.forEach(
                (name, bytes) -> texts.put(name, new String(bytes, StandardCharsets.ISO_8859_1)));
        return texts;
    }

    @Test
    void answersNotFoundForAssetsThatAreNotThere() {
        Client.Reply unknown = admin.get(task(project, done) + "download/nothing.zip").expect(404);
        assertThat(unknown.json().path("detail").asText()).isEqualTo("Asset does not exist");
        admin.get(task(project, done) + "download/orthophoto.kmz").expect(404);
    }

    @Test
    void servesRawPathsBelowTheAssets() {
        Client.Reply reply =
                admin.get(task(project, done) + "assets/entwine_pointcloud/ept.json").expect(200);
        assertThat(reply.json().path("points").asInt()).isEqualTo(3);
        assertThat(reply.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "assets/../a.jpg",
                "assets/..%2Fa.jpg",
                "assets/%2e%2e/a.jpg",
                "assets/odm_dem/..%2F..%2Fa.jpg",
                "assets/odm_dem",
                "assets/nothing",
                "assets/%2Fetc%2Fpasswd",
                "assets//etc/passwd"
            })
    void rawPathsStayBelowTheAssets(String path) {
        int status = admin.get(task(project, done) + path).status();
        assertThat(status).isIn(400, 404);
    }

    @Test
    void keepsTheFolderLayoutOfOld() {
        Path folder = data.resolve("media/project/" + project + "/task/" + done);
        assertThat(folder.resolve("assets/odm_orthophoto/odm_orthophoto.tif")).exists();
        assertThat(folder.resolve("a.jpg")).exists();
        assertThat(folder.resolve("data/console_output.txt")).exists();
    }

    @Test
    void consoleOutputIsOneJsonStringFromTheWantedLine() {
        String path = task(project, done) + "output/";
        Client.Reply all = admin.get(path).expect(200);
        assertThat(all.header("Content-Type")).startsWith("application/json");
        assertThat(all.json().isTextual()).isTrue();
        assertThat(all.json().asText())
                .isEqualTo(
                        "[INFO]    Initializing with 2 files\n"
                                + "[INFO]    Finished stage odm_orthophoto\nDone!");
        assertThat(admin.get(path + "?line=0").json().asText()).isEqualTo(all.json().asText());
        assertThat(admin.get(path + "?line=2").json().asText()).isEqualTo("Done!");
        assertThat(admin.get(path + "?line=99").json().asText()).isEmpty();
        assertThat(admin.get(path + "?line=-4").json().asText()).isEqualTo(all.json().asText());
        assertThat(admin.get(path + "?line=x").expect(400).json().isArray()).isTrue();
    }

    @Test
    void cancelsATask() {
        withHeldTask((own, id) -> {
            assertThat(
                            admin.post(task(own, id) + "cancel/")
                                    .expect(200)
                                    .json()
                                    .path("success")
                                    .asBoolean())
                    .isTrue();
            JsonNode json = server.awaitStatus(admin, task(own, id), 50);
            assertThat(json.path("last_error").isNull()).isTrue();
            assertThat(node.canceled).contains(json.path("uuid").asText());
        });
    }

    @Test
    void removesATaskWithItsFiles() {
        withHeldTask((own, id) -> {
            String uuid = admin.get(task(own, id)).json().path("uuid").asText();
            assertThat(
                            admin.post(task(own, id) + "remove/")
                                    .expect(200)
                                    .json()
                                    .path("success")
                                    .asBoolean())
                    .isTrue();
            TestServer.until("gone", () -> admin.get(task(own, id)).status() == 404);
            assertThat(server.taskFolder(own, id)).doesNotExist();
            assertThat(node.removed).contains(uuid);
        });
    }

    @Test
    void restartsATaskWithNewOptionsOnItsNode() {
        long own = server.project(admin, "Restart");
        long id = server.newTask(admin, own, Map.of("name", "again")).path("id").asLong();
        JsonNode first = server.awaitStatus(admin, task(own, id), 40);
        admin.patch(task(own, id), Map.of("options", List.of(Map.of("name", "dtm", "value", true))))
                .expect(200);
        FakeNode.NodeTask onNode =
                java.util.Objects.requireNonNull(node.tasks.get(first.path("uuid").asText()));
        assertThat(
                        admin.post(task(own, id) + "restart/")
                                .expect(200)
                                .json()
                                .path("success")
                                .asBoolean())
                .isTrue();
        TestServer.until("restarted on the node", () -> onNode.restarts == 1);
        JsonNode again = server.awaitStatus(admin, task(own, id), 40);
        assertThat(again.path("uuid")).isEqualTo(first.path("uuid"));
        assertThat(onNode.options).contains("dtm");
    }

    private interface HeldTask {
        void use(long project, long task);
    }

    private static void withHeldTask(HeldTask use) {
        node.holds = true;
        try {
            long own = server.project(admin, "Held");
            long id = server.newTask(admin, own, Map.of()).path("id").asLong();
            server.awaitStatus(admin, task(own, id), 20);
            use.use(own, id);
        } finally {
            node.holds = false;
        }
    }

    @Test
    void createsAProject() {
        JsonNode json =
                admin.post("/api/projects/", Map.of("name", "Field", "description", "north"))
                        .expect(201)
                        .json();
        assertThat(json.path("id").isInt()).isTrue();
        assertThat(json.path("name").asText()).isEqualTo("Field");
        assertThat(json.path("description").asText()).isEqualTo("north");
        assertThat(json.path("created_at").asText()).endsWith("Z");
        assertThat(json.path("tasks")).isEmpty();
        assertThat(json.path("permissions").toString())
                .isEqualTo("[\"add\",\"change\",\"delete\",\"view\"]");
        Client.Reply bad = admin.post("/api/projects/", Map.of("description", "x")).expect(400);
        assertThat(bad.json().path("name").path(0).asText()).isEqualTo("This field is required.");
    }

    @Test
    void createsAProjectFromAForm() {
        JsonNode json = admin.form("/api/projects/", Map.of("name", "By form")).expect(201).json();
        assertThat(json.path("description").asText()).isEmpty();
    }

    @Test
    void updatesAProject() {
        long id = server.project(admin, "Old name");
        JsonNode json =
                admin.patch("/api/projects/" + id + "/", Map.of("name", "New name"))
                        .expect(200)
                        .json();
        assertThat(json.path("name").asText()).isEqualTo("New name");
        json =
                admin.patch("/api/projects/" + id + "/", Map.of("description", "text"))
                        .expect(200)
                        .json();
        assertThat(json.path("name").asText()).isEqualTo("New name");
        assertThat(json.path("description").asText()).isEqualTo("text");
    }

    @Test
    void deletesAProjectWithItsTasks() {
        long own = server.project(admin, "To delete");
        long id = server.newTask(admin, own, Map.of()).path("id").asLong();
        server.awaitStatus(admin, task(own, id), 40);
        Client.Reply reply = admin.delete("/api/projects/" + own + "/").expect(204);
        assertThat(reply.bytes()).isEmpty();
        admin.get("/api/projects/" + own + "/").expect(404);
        admin.get(task(own, id)).expect(404);
        TestServer.until("files gone", () -> !Files.exists(data.resolve("media/project/" + own)));
    }

    @Test
    void listsProjectsInPagesWithFiltersAndOrder() {
        Client user = newUser("pager");
        for (int i = 0; i < 12; i++) {
            user.post(
                            "/api/projects/",
                            Map.of("name", "P" + i, "description", i % 2 == 0 ? "even" : "odd"))
                    .expect(201);
        }
        JsonNode first = user.get("/api/projects/").expect(200).json();
        assertThat(names(first)).containsExactly("count", "next", "previous", "results");
        assertThat(first.path("count").asInt()).isEqualTo(12);
        assertThat(first.path("results")).hasSize(10);
        assertThat(first.path("results").path(0).path("name").asText()).isEqualTo("P11");
        assertThat(first.path("next").asText()).endsWith("/api/projects/?page=2");
        assertThat(first.path("next").asText()).startsWith("http://127.0.0.1:");
        assertThat(first.path("previous").isNull()).isTrue();
        JsonNode second = user.get("/api/projects/?page=2").expect(200).json();
        assertThat(second.path("results")).hasSize(2);
        assertThat(second.path("next").isNull()).isTrue();
        assertThat(user.get("/api/projects/?page=3").expect(404).json().path("detail").asText())
                .isEqualTo("Invalid page.");

        assertThat(results(user, "?name=P3")).containsExactly("P3");
        assertThat(results(user, "?description=odd&ordering=name"))
                .containsExactly("P1", "P11", "P3", "P5", "P7", "P9");
        assertThat(results(user, "?ordering=-id").getFirst()).isEqualTo("P11");
        assertThat(results(user, "?ordering=created_at").getFirst()).isEqualTo("P0");
        assertThat(results(user, "?ordering=nonsense").getFirst()).isEqualTo("P11");
        JsonNode p4 = user.get("/api/projects/?name=P4").json().path("results").path(0);
        assertThat(results(user, "?id=" + p4.path("id").asLong())).containsExactly("P4");
        assertThat(results(user, "?created_at=" + p4.path("created_at").asText()))
                .containsExactly("P4");
        assertThat(results(user, "?name=&id=&description=&created_at=&ordering=")).hasSize(10);
        assertThat(user.get("/api/projects/?id=abc").expect(400).json().path("id").path(0).asText())
                .isEqualTo("Enter a number.");
    }

    private static List<String> results(Client user, String query) {
        var names = new ArrayList<String>();
        user.get("/api/projects/" + query)
                .expect(200)
                .json()
                .path("results")
                .forEach(project -> names.add(project.path("name").asText()));
        return names;
    }

    private static Client newUser(String name) {
        server.addUser(name, "secret " + name);
        return server.anonymous().login(name, "secret " + name);
    }

    @Test
    void aTokenOpensTheApiInTheHeaderAndInTheQuery() {
        String token =
                server.anonymous()
                        .form(
                                "/api/token-auth/",
                                Map.of(
                                        "username",
                                        TestServer.ADMIN,
                                        "password",
                                        TestServer.PASSWORD))
                        .expect(200)
                        .json()
                        .path("token")
                        .asText();
        assertThat(token.split("\\.")).hasSize(3);
        server.anonymous()
                .with("Authorization", "JWT " + token)
                .get(task(project, done))
                .expect(200);
        server.anonymous().get(task(project, done) + "?jwt=" + token).expect(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cancel", "remove", "restart"})
    void pendingActionsShowTheirCodesUntilTheyAreDone(String action) {
        int code = List.of("cancel", "remove", "restart").indexOf(action) + 1;
        withHeldTask((own, id) -> {
            node.disappear();
            try {
                // The node does not answer, so that the action takes a little while.
                admin.post(task(own, id) + action + "/").expect(200);
                Client.Reply reply = admin.get(task(own, id));
                if (reply.status() == 200) {
                    JsonNode pending = reply.json().path("pending_action");
                    assertThat(pending.isNull() || pending.asInt() == code).isTrue();
                }
                TestServer.until(
                        "done",
                        () -> {
                            Client.Reply now = admin.get(task(own, id));
                            return now.status() == 404
                                    || now.json().path("pending_action").isNull();
                        });
            } finally {
                node.reappear();
            }
        });
    }
}
