package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.account.Right;

/// Copies of tasks and projects: alike in all that is theirs, and apart from the original from then on.
@Timeout(90)
class DuplicateTest {

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
        project = server.project(admin, "Originals");
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    private JsonNode completed(String name) {
        JsonNode made = server.newTask(admin, project, Map.of("name", name, "public", "true"));
        return server.awaitStatus(admin, path(made), 40);
    }

    private static String path(JsonNode task) {
        return task(task.path("project").asLong(), task.path("id").asLong());
    }

    private Path folder(JsonNode task) {
        return server.taskFolder(task.path("project").asLong(), task.path("id").asLong());
    }

    private JsonNode copyOf(JsonNode task) {
        JsonNode reply = admin.post(path(task) + "duplicate/").expect(200).json();
        assertThat(reply.path("success").asBoolean()).as(reply.toString()).isTrue();
        return reply.path("task");
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

    private static void assertSameFiles(Path got, Path wanted) throws IOException {
        Map<String, byte[]> originals = files(wanted);
        Map<String, byte[]> copies = files(got);
        assertThat(copies.keySet()).containsExactlyElementsOf(originals.keySet());
        originals.forEach((name, bytes) -> assertThat(copies.get(name)).as(name).isEqualTo(bytes));
    }

    @Test
    void aCopyHasAllButTheNodesTask() throws IOException {
        JsonNode original = completed("Field");
        admin.patch(
                        path(original),
                        Map.of("crop", CropTest.square(0.2, 0.8, 0.2, 0.8), "tags", List.of("a")))
                .expect(200);
        original = admin.get(path(original)).json();
        JsonNode copy = copyOf(original);
        assertSameFiles(folder(copy), folder(original));
        ObjectNode expected = original.deepCopy();
        ObjectNode got = copy.deepCopy();
        for (String own : List.of("id", "public_id", "uuid", "created_at", "name", "public")) {
            expected.remove(own);
            got.remove(own);
        }
        assertThat(got).isEqualTo(expected);
        assertThat(copy.path("name").asText()).isEqualTo("Copy of Field");
        assertThat(copy.path("uuid").asText()).isEmpty();
        assertThat(copy.path("public").asBoolean()).isFalse();
        assertThat(copy.path("id")).isNotEqualTo(original.path("id"));
        assertThat(copy.path("public_id")).isNotEqualTo(original.path("public_id"));
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void originalAndCopyLiveApart() throws IOException {
        JsonNode original = completed("Field");
        JsonNode copy = copyOf(original);
        Map<String, byte[]> before = files(folder(original));
        // Run again, which exchanges results and writes the console anew; then shrunk to its
        // results; then removed.
        admin.post(path(copy) + "restart/").expect(200);
        server.await(
                admin,
                path(copy),
                t -> t.path("status").asInt() == 40 && !t.path("uuid").asText().isEmpty());
        admin.form(
                        path(copy) + "upload/",
                        Map.of(),
                        new Client.FilePart("f", "a.jpg", new byte[] {7}))
                .expect(200);
        admin.post(path(copy) + "compact/").expect(200);
        server.await(admin, path(copy), t -> t.path("compacted").asBoolean());
        assertThat(files(folder(original)).keySet()).isEqualTo(before.keySet());
        files(folder(original))
                .forEach((name, bytes) -> assertThat(bytes).as(name).isEqualTo(before.get(name)));
        String onNode = original.path("uuid").asText();
        admin.post(path(copy) + "remove/").expect(200);
        TestServer.until("gone", () -> admin.get(path(copy)).status() == 404);
        assertThat(node.removed).doesNotContain(onNode);
        admin.get(path(original) + "download/orthophoto.tif").expect(200);
        admin.post(path(original) + "restart/").expect(200);
        server.awaitStatus(admin, path(original), 40);
    }

    @Test
    void aCopyOfWhatIsNotOverStandsStill() {
        node.holds = true;
        JsonNode running = server.newTask(admin, project, Map.of("name", "Runs"));
        running = server.awaitStatus(admin, path(running), 20);
        JsonNode copy = copyOf(running);
        assertThat(copy.path("status").asInt()).isEqualTo(50);
        assertThat(copy.path("images_count").asInt()).isEqualTo(2);
        admin.post(path(copy) + "cancel/").expect(200);
        server.awaitStatus(admin, path(copy), 50);
        assertThat(node.canceled).isEmpty();
        node.holds = false;
        server.awaitStatus(admin, path(running), 40);
        assertThat(node.created.get()).isEqualTo(1);
        admin.post(path(copy) + "restart/").expect(200);
        server.awaitStatus(admin, path(copy), 40);
        assertThat(node.created.get()).isEqualTo(2);
    }

    @Test
    void aStagedUploadCanBeCopied() {
        JsonNode staged = admin.post(tasks(project), Map.of("partial", true, "name", "")).json();
        JsonNode empty = copyOf(staged);
        assertThat(empty.path("partial").asBoolean()).isTrue();
        assertThat(empty.path("name").asText())
                .isEqualTo("Copy of task " + staged.path("id").asText());
        admin.form(path(empty) + "upload/", Map.of(), Client.FilePart.image("a.jpg")).expect(200);
        admin.post(path(empty) + "commit/").expect(200);
        server.awaitStatus(admin, path(empty), 40);
    }

    @Test
    void whatCannotBeCopiedNowIsToldAsAnError() throws IOException {
        JsonNode original = completed("Field");
        execute("UPDATE tasks SET pending_action = 5, next_step_at = 9000000000000000");
        JsonNode reply = admin.post(path(original) + "duplicate/").expect(200).json();
        assertThat(reply.path("error").asText()).contains("still being imported");
        execute(
                "UPDATE tasks SET pending_action = NULL, lease_owner = 'x', lease_until = 9000000000000000");
        reply = admin.post(path(original) + "duplicate/").expect(200).json();
        assertThat(reply.path("error").asText()).contains("being transferred");
        assertThat(admin.post("/api/projects/" + project + "/duplicate/").json().has("error"))
                .isTrue();
        assertThat(admin.get(tasks(project)).json()).hasSize(1);
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void aKillInTheMiddleLeavesNoHalfCopy() throws IOException {
        JsonNode original = completed("Field");
        server.stop();
        // Files copied aside, and a folder in place whose row was never written.
        Path aside = data.resolve("tmp/copy-1/1/assets");
        Files.createDirectories(aside);
        Files.createLink(
                aside.resolve("x.tif"),
                folder(original).resolve("assets/odm_orthophoto/odm_orthophoto.tif"));
        Path orphan = server.taskFolder(project, 2);
        Files.createDirectories(orphan.resolve("assets"));
        server.startAgain();
        admin = server.admin();
        assertThat(data.resolve("tmp")).isEmptyDirectory();
        assertThat(admin.get(tasks(project)).json()).hasSize(1);
        admin.get(path(original) + "download/orthophoto.tif").expect(200);
        JsonNode copy = copyOf(original);
        assertSameFiles(folder(copy), folder(original));
    }

    @Test
    void aProjectIsCopiedWithItsTasks() throws IOException {
        JsonNode first = completed("one");
        JsonNode second = completed("two");
        admin.patch(
                        "/api/projects/" + project + "/",
                        Map.of(
                                "description",
                                "words",
                                "tags",
                                List.of("t"),
                                "public",
                                true,
                                "public_edit",
                                true))
                .expect(200);
        server.addUser("bob", "another horse");
        server.inside().projects().grant(project, 2, Set.of(Right.VIEW, Right.CHANGE));
        Client bob = server.anonymous().login("bob", "another horse");
        JsonNode reply = bob.post("/api/projects/" + project + "/duplicate/").expect(200).json();
        assertThat(reply.path("success").asBoolean()).as(reply.toString()).isTrue();
        JsonNode copy = reply.path("project");
        assertThat(copy.path("name").asText()).isEqualTo("Copy of Originals");
        assertThat(copy.path("description").asText()).isEqualTo("words");
        assertThat(copy.path("tags").toString()).isEqualTo("[\"t\"]");
        assertThat(copy.path("owned").asBoolean()).isTrue();
        assertThat(copy.path("permissions")).hasSize(4);
        assertThat(copy.path("public").asBoolean()).isFalse();
        assertThat(copy.path("public_edit").asBoolean()).isFalse();
        assertThat(copy.path("public_id").isNull()).isTrue();
        JsonNode copies = bob.get(tasks(copy.path("id").asLong())).expect(200).json();
        assertThat(copies.get(0).path("name").asText()).isEqualTo("one");
        assertThat(copies.get(1).path("name").asText()).isEqualTo("two");
        assertSameFiles(folder(copies.get(0)), folder(first));
        assertSameFiles(folder(copies.get(1)), folder(second));
        assertThat(copies.get(0).path("status").asInt()).isEqualTo(40);
        bob.get(path(copies.get(1)) + "orthophoto/tiles.json").expect(200);
    }

    @Test
    void copyingNeedsTheRightToChange() {
        JsonNode original = completed("Field");
        server.addUser("eve", "another horse");
        server.inside().projects().grant(project, 2, Set.of(Right.VIEW));
        Client eve = server.anonymous().login("eve", "another horse");
        eve.post(path(original) + "duplicate/").expect(404);
        eve.post("/api/projects/" + project + "/duplicate/").expect(404);
        server.anonymous().post(path(original) + "duplicate/").expect(403);
        server.anonymous().post("/api/projects/" + project + "/duplicate/").expect(403);
        admin.post("/api/projects/999/duplicate/").expect(404);
    }

    @Test
    void aNewTaskCanBeAlignedWithAnother() throws IOException {
        JsonNode original = completed("Field");
        byte[] cloud =
                Files.readAllBytes(
                        folder(original)
                                .resolve("assets/odm_georeferencing/odm_georeferenced_model.laz"));
        for (String to :
                List.of(
                        original.path("id").asText(),
                        original.path("public_id").asText(),
                        "auto")) {
            JsonNode made =
                    server.newTask(
                            admin,
                            project,
                            Map.of("align_to", to, "auto_processing_node", "false"));
            assertThat(made.path("images_count").asInt()).isEqualTo(3);
            assertThat(folder(made).resolve("align.laz")).hasBinaryContent(cloud);
        }
        JsonNode staged =
                admin.post(tasks(project), Map.of("partial", true, "align_to", "auto"))
                        .expect(201)
                        .json();
        assertThat(staged.path("images_count").asInt()).isEqualTo(1);
        JsonNode none =
                server.newTask(
                        admin, project, Map.of("align_to", "", "auto_processing_node", "false"));
        assertThat(none.path("images_count").asInt()).isEqualTo(2);
        for (String bad : List.of("999", "abc", "0", "-1", none.path("id").asText(), "../1")) {
            JsonNode said =
                    admin.form(
                                    tasks(project),
                                    Map.of("align_to", bad),
                                    Client.FilePart.image("a.jpg"),
                                    Client.FilePart.image("b.jpg"))
                            .expect(400)
                            .json();
            assertThat(said.path("align_to").path(0).asText()).isNotEmpty();
        }
        long elsewhere = server.project(admin, "Empty");
        assertThat(
                        server.newTask(
                                        admin,
                                        elsewhere,
                                        Map.of("align_to", "auto", "auto_processing_node", "false"))
                                .path("images_count")
                                .asInt())
                .isEqualTo(2);
        server.addUser("eve", "another horse");
        Client eve = server.anonymous().login("eve", "another horse");
        long own = server.project(eve, "Eve's");
        eve.form(
                        tasks(own),
                        Map.of("align_to", original.path("public_id").asText()),
                        Client.FilePart.image("a.jpg"),
                        Client.FilePart.image("b.jpg"))
                .expect(404);
        assertThat(eve.get(tasks(own)).json()).isEmpty();
    }

    private void execute(String sql) {
        TestDatabase.execute(data, sql);
    }
}
