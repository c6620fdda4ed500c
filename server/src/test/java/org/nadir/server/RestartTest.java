package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Servers that end in the middle of something, and start again on the same data.
@Timeout(90)
class RestartTest {

    @TempDir Path data;
    @TempDir Path scratch;
    FakeNode node;
    TestServer server;
    long project;

    @BeforeEach
    void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        project = server.project(server.admin(), "Restart");
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    private String newTask() {
        return task(project, server.newTask(server.admin(), project, Map.of()).path("id").asLong());
    }

    private JsonNode finish(String path) {
        return server.awaitStatus(server.admin(), path, 40);
    }

    @Test
    void whileWaitingForANode() {
        node.disappear();
        server.stop();
        execute("UPDATE nodes SET last_refreshed = NULL");
        server.startAgain();
        String path = newTask();
        server.stop();
        server.startAgain();
        assertThat(server.admin().get(path).json().path("status").isNull()).isTrue();
        node.reappear();
        finish(path);
    }

    @Test
    void whileFilesAreSent() {
        node.uploadDelayMillis = 3_000;
        String path = newTask();
        TestServer.until("the upload has begun", () -> !node.tasks.isEmpty());
        server.stop();
        node.uploadDelayMillis = 0;
        server.startAgain();
        JsonNode done = finish(path);
        assertThat(node.created.get()).isEqualTo(1);
        assertThat(node.tasks).containsOnlyKeys(done.path("uuid").asText());
    }

    @Test
    void afterTheNodeTookTheTaskButBeforeThatWasWrittenDown() {
        node.holds = true;
        String path = newTask();
        JsonNode running = server.awaitStatus(server.admin(), path, 20);
        String uuid = running.path("uuid").asText();
        server.stop();
        // As if the server had died between the node's answer and its own note of it.
        execute("UPDATE tasks SET node_uuid = '', upload_uuid = '" + uuid + "', status = NULL");
        node.holds = false;
        server.startAgain();
        assertThat(finish(path).path("uuid").asText()).isEqualTo(uuid);
        assertThat(node.created.get()).isEqualTo(1);
    }

    @Test
    void whileTheNodeWorks() {
        node.holds = true;
        String path = newTask();
        server.awaitStatus(server.admin(), path, 20);
        server.stop();
        node.holds = false;
        server.startAgain();
        JsonNode done = finish(path);
        assertThat(server.admin().get(path + "output/").json().asText())
                .isEqualTo(
                        "[INFO]    Initializing with 2 files\n"
                                + "[INFO]    Finished stage odm_orthophoto\nDone!");
        assertThat(done.path("last_error").isNull()).isTrue();
        assertThat(node.created.get()).isEqualTo(1);
    }

    @Test
    void whileResultsAreFetched() {
        node.downloadDelayMillis = 2_000;
        String path = newTask();
        TestServer.until("the download has begun", () -> node.downloads.get() > 0);
        server.stop();
        node.downloadDelayMillis = 0;
        server.startAgain();
        finish(path);
        server.admin().get(path + "download/orthophoto.tif").expect(200);
        assertThat(data.resolve("tmp")).isEmptyDirectory();
    }

    @Test
    void betweenTheOldResultsAndTheNew() throws IOException {
        String path = newTask();
        finish(path);
        Path folder = server.taskFolder(project, 1);
        server.stop();
        // As if the old results had been put aside and the new ones not yet in their place.
        Files.move(folder.resolve("assets"), folder.resolve(".outgoing"));
        Files.createDirectories(folder.resolve(".incoming/odm_orthophoto"));
        server.startAgain();
        server.admin().get(path + "download/orthophoto.tif").expect(200);
        assertThat(folder.resolve(".outgoing")).doesNotExist();
        assertThat(folder.resolve(".incoming")).doesNotExist();
    }

    @Test
    void withActionsThatWereAskedForButNotDone() {
        node.holds = true;
        String canceled = newTask();
        String removed = newTask();
        server.awaitStatus(server.admin(), canceled, 20);
        server.awaitStatus(server.admin(), removed, 20);
        server.stop();
        execute("UPDATE tasks SET pending_action = 1 WHERE id = 1");
        execute("UPDATE tasks SET pending_action = 2 WHERE id = 2");
        server.startAgain();
        server.awaitStatus(server.admin(), canceled, 50);
        TestServer.until("gone", () -> server.admin().get(removed).status() == 404);
        assertThat(node.removed).hasSize(1);
        assertThat(node.canceled).hasSize(1);
    }

    @Test
    void inTheMiddleOfARemoval() throws IOException {
        String path = newTask();
        finish(path);
        server.stop();
        execute("UPDATE tasks SET pending_action = 2");
        org.nadir.server.storage.Folders.delete(server.taskFolder(project, 1));
        server.startAgain();
        TestServer.until("gone", () -> server.admin().get(path).status() == 404);
    }

    @Test
    void inTheMiddleOfAMove() throws IOException {
        String path = newTask();
        finish(path);
        server.stop();
        Path elsewhere = server.taskFolder(77, 1);
        Files.createDirectories(elsewhere.getParent());
        Files.move(server.taskFolder(project, 1), elsewhere);
        server.startAgain();
        server.admin().get(path + "download/orthophoto.tif").expect(200);
    }

    @Test
    void inTheMiddleOfACreation() throws IOException {
        server.stop();
        // The folder was there and the row was not: nobody ever saw this task.
        Path orphan = server.taskFolder(project, 1);
        Files.createDirectories(orphan);
        Files.writeString(orphan.resolve("stray.jpg"), "x");
        Files.createDirectories(data.resolve("tmp/upload-half"));
        server.startAgain();
        assertThat(data.resolve("tmp/upload-half")).doesNotExist();
        JsonNode done = finish(newTask());
        assertThat(done.path("images_count").asInt()).isEqualTo(2);
    }

    @Test
    void inTheMiddleOfADeletedProject() {
        node.holds = true;
        newTask();
        server.stop();
        execute("UPDATE projects SET deleting = TRUE");
        execute("UPDATE tasks SET pending_action = 2");
        server.startAgain();
        TestServer.until(
                "project gone", () -> !Files.exists(data.resolve("media/project/" + project)));
    }

    @Test
    void twoServersDoNotShareAFolder() {
        assumeFalse(TestDatabase.isPostgres(), "servers on one PostgreSQL share their folder");
        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> NadirServer.start(TestServer.config(data)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Another Nadir server");
    }

    @Test
    void aConsoleLineThatWasCutOffIsAskedForAgain() throws IOException {
        node.holds = true;
        String path = newTask();
        server.awaitStatus(server.admin(), path, 20);
        Path console = server.taskFolder(project, 1).resolve("data/console_output.txt");
        TestServer.until("console", () -> Files.exists(console));
        server.stop();
        String whole = Files.readString(console);
        Files.writeString(console, whole.substring(0, whole.length() - 9));
        node.holds = false;
        server.startAgain();
        finish(path);
        assertThat(Files.readString(console)).startsWith(whole);
    }

    private void execute(String sql) {
        TestDatabase.execute(data, sql);
    }
}
