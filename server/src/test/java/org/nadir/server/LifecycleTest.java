package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The life of a task: every transition of the contract, with nodes that behave well and nodes that do not.
@Timeout(90)
class LifecycleTest {

    @TempDir static Path data;
    @TempDir static Path scratch;
    static FakeNode node;
    static TestServer server;
    static Client admin;
    static byte[] archive;
    long project;

    @BeforeAll
    static void start() {
        archive = Results.zip(Results.files(scratch));
        node = new FakeNode(archive);
        server = TestServer.start(data, node.address());
        admin = server.admin();
    }

    @BeforeEach
    void newProject() {
        project = server.project(admin, "Life");
    }

    /// A well-behaved node and no other for the next test.
    @AfterEach
    void reset() {
        node.behave(archive);
        for (JsonNode other : admin.get("/api/processingnodes/").json()) {
            if (!other.path("is_local").asBoolean()) {
                admin.delete("/api/processingnodes/" + other.path("id").asLong() + "/").expect(204);
            }
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        node.close();
    }

    private String newTask(Map<String, String> fields) {
        return task(project, server.newTask(admin, project, fields).path("id").asLong());
    }

    private Path folder(String path) {
        return server.taskFolder(project, admin.get(path).json().path("id").asLong());
    }

    private static long addNode(FakeNode other) {
        return admin.post(
                        "/api/processingnodes/",
                        Map.of("hostname", "127.0.0.1", "port", other.port(), "token", other.token))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    private FakeNode.NodeTask onNode(String path) {
        return Objects.requireNonNull(node.tasks.get(admin.get(path).json().path("uuid").asText()));
    }

    @Test
    void showsWhatTheNodeSaysWhileItRuns() {
        node.holds = true;
        String path = newTask(Map.of());
        JsonNode running = server.awaitStatus(admin, path, 20);
        assertThat(running.path("upload_progress").asDouble()).isEqualTo(1);
        FakeNode.NodeTask onNode = onNode(path);
        onNode.progress = 50;
        server.await(
                admin, path, t -> Math.abs(t.path("running_progress").asDouble() - 0.425) < 1e-9);
        onNode.code = 10;
        server.awaitStatus(admin, path, 10);
        onNode.code = 20;
        server.awaitStatus(admin, path, 20);
        onNode.console.add("more\nlines in one");
        TestServer.until(
                "console",
                () -> admin.get(path + "output/?f=raw").text().endsWith("more lines in one"));
        JsonNode excerpt = admin.get(path + "output/?f=json&limit=-1").json();
        assertThat(excerpt.path("lines").path(0).asText()).isEqualTo("more lines in one");
        assertThat(excerpt.path("count").asInt()).isEqualTo(2);
        node.holds = false;
        JsonNode done = server.awaitStatus(admin, path, 40);
        assertThat(done.path("running_progress").asDouble()).isEqualTo(1);
        assertThat(done.path("epsg").asInt()).isEqualTo(Results.EPSG);
        assertThat(done.path("srs").path("name").asText()).isEqualTo("WGS 84 / UTM zone 15N");
        assertThat(done.path("statistics").path("pointcloud").path("points").asInt())
                .isEqualTo(4711);
        assertThat(done.path("statistics").path("gsd").asDouble()).isEqualTo(4.2);
        assertThat(done.path("statistics").path("spatial_refs").toString()).isEqualTo("[\"gps\"]");
        assertThat(done.path("can_rerun_from").path(1).asText()).isEqualTo("odm_dem");
        assertThat(done.path("orthophoto_bands").findValuesAsText("name"))
                .containsExactly("red", "green", "blue", "alpha");
    }

    @Test
    void failsWithTheWordsOfTheNode() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        FakeNode.NodeTask onNode = onNode(path);
        onNode.error = "Not enough overlap";
        onNode.code = 30;
        JsonNode failed = server.awaitStatus(admin, path, 30);
        assertThat(failed.path("last_error").asText()).isEqualTo("Not enough overlap");
        assertThat(failed.path("processing_time").asLong()).isEqualTo(2197417);
    }

    @Test
    void failsWhenTheNodeDoesNotLikeTheOptions() {
        node.refusesOptions = "[{\"name\":\"dem-resolution\",\"error\":\"not a number\"}]";
        JsonNode failed =
                server.awaitStatus(
                        admin,
                        newTask(
                                Map.of(
                                        "options",
                                        "[{\"name\":\"dem-resolution\",\"value\":\"x\"}]")),
                        30);
        assertThat(failed.path("last_error").asText()).isEqualTo("dem-resolution: not a number");
    }

    @Test
    void failsWhenTheNodeHasForgottenTheTask() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        node.tasks.clear();
        JsonNode failed = server.awaitStatus(admin, path, 30);
        assertThat(failed.path("last_error").asText()).contains("not found");
    }

    @Test
    void anotherTaskIsNotTouchedByAFailure() {
        node.holds = true;
        String first = newTask(Map.of("name", "first"));
        String second = newTask(Map.of("name", "second"));
        server.awaitStatus(admin, first, 20);
        server.awaitStatus(admin, second, 20);
        onNode(first).code = 30;
        server.awaitStatus(admin, first, 30);
        node.holds = false;
        server.awaitStatus(admin, second, 40);
    }

    @Test
    void fetchesADamagedArchiveAgain() {
        node.damagedDownloads = 2;
        int before = node.downloads.get();
        JsonNode done = server.awaitStatus(admin, newTask(Map.of()), 40);
        assertThat(done.path("available_assets")).isNotEmpty();
        assertThat(node.downloads.get() - before).isEqualTo(3);
    }

    @Test
    void givesUpOnAnArchiveThatStaysDamaged() {
        node.damagedDownloads = 100;
        String path = newTask(Map.of());
        JsonNode failed = server.awaitStatus(admin, path, 30);
        assertThat(failed.path("last_error").asText()).contains("Invalid zip file");
        assertThat(folder(path).resolve("assets")).doesNotExist();
    }

    @Test
    void anArchiveThatPointsOutsideIsRefused() {
        var files = Results.files(scratch);
        files.put("../../../../escaped.txt", new byte[] {1});
        node.archive = Results.zip(files);
        JsonNode failed = server.awaitStatus(admin, newTask(Map.of()), 30);
        assertThat(failed.path("last_error").asText()).contains("Invalid zip file");
        assertThat(data.resolve("media/escaped.txt")).doesNotExist();
        assertThat(data.resolve("escaped.txt")).doesNotExist();
    }

    @Test
    void anArchiveInOneTopFolderIsFlattened() {
        var wrapped = new java.util.LinkedHashMap<String, byte[]>();
        Results.files(scratch).forEach((name, bytes) -> wrapped.put("project/" + name, bytes));
        node.archive = Results.zip(wrapped);
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 40);
        admin.get(path + "download/orthophoto.tif").expect(200);
    }

    @Test
    void missingProductsAreNormal() {
        node.archive = Results.zip(Map.of("cameras.json", new byte[] {'{', '}'}));
        String path = newTask(Map.of());
        JsonNode done = server.awaitStatus(admin, path, 40);
        assertThat(done.path("available_assets").toString())
                .isEqualTo("[\"all.zip\",\"cameras.json\"]");
        assertThat(done.path("extent").isNull()).isTrue();
        admin.get(path + "download/orthophoto.tif").expect(404);
    }

    @Test
    void theConsoleOfTheArchiveReplacesTheStreamedOne() {
        var files = Results.files(scratch);
        files.put("task_output.txt", "one\ntwo".getBytes(StandardCharsets.UTF_8));
        node.archive = Results.zip(files);
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 40);
        assertThat(admin.get(path + "output/").json().asText()).isEqualTo("one\ntwo\nDone!");
    }

    @Test
    void aSilentNodeIsAskedAgainWithoutAWord() throws InterruptedException {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        node.disappear();
        Thread.sleep(600);
        JsonNode still = admin.get(path).json();
        assertThat(still.path("status").asInt()).isEqualTo(20);
        assertThat(still.path("last_error").isNull()).isTrue();
        node.holds = false;
        node.reappear();
        server.awaitStatus(admin, path, 40);
    }

    @Test
    void aRunningTaskFailsWhenItsNodeStaysAway() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        node.disappear();
        JsonNode failed = server.awaitStatus(admin, path, 30);
        assertThat(failed.path("last_error").asText()).contains("Processing node went offline.");
        node.reappear();
    }

    @Test
    void aQueuedTaskGoesToAnotherNodeWhenItsOwnStaysAway() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        onNode(path).code = 10;
        server.awaitStatus(admin, path, 10);
        try (var second = new FakeNode(node.archive)) {
            long id = addNode(second);
            node.disappear();
            JsonNode done = server.awaitStatus(admin, path, 40);
            assertThat(done.path("processing_node").asLong()).isEqualTo(id);
            node.reappear();
        }
    }

    @Test
    void aTaskWithAChosenNodeWaitsForItForEver() throws InterruptedException {
        node.holds = true;
        String path = newTask(Map.of("processing_node", "1", "auto_processing_node", "false"));
        server.awaitStatus(admin, path, 20);
        node.disappear();
        Thread.sleep(6000);
        assertThat(admin.get(path).json().path("status").asInt()).isEqualTo(20);
        node.holds = false;
        node.reappear();
        server.awaitStatus(admin, path, 40);
    }

    @Test
    void withoutAutomaticChoiceNothingHappensUntilANodeIsSet() throws InterruptedException {
        String path = newTask(Map.of("auto_processing_node", "false"));
        Thread.sleep(500);
        assertThat(admin.get(path).json().path("status").isNull()).isTrue();
        admin.patch(path, Map.of("processing_node", 1)).expect(200);
        server.awaitStatus(admin, path, 40);
    }

    @Test
    void picksTheNodeWithTheShortestQueueThatTakesTheImages() {
        try (var busy = new FakeNode(node.archive);
                var small = new FakeNode(node.archive);
                var free = new FakeNode(node.archive)) {
            node.queue = 9;
            busy.queue = 5;
            small.maxImages = 1;
            free.queue = 2;
            List.of(busy, small, free).forEach(LifecycleTest::addNode);
            TestServer.until(
                    "the first node's queue is known",
                    () ->
                            admin.get("/api/processingnodes/1/").json().path("queue_count").asInt()
                                    == 9);
            server.awaitStatus(admin, newTask(Map.of()), 40);
            assertThat(free.created.get()).isEqualTo(1);
        }
    }

    @Test
    void cancelsWithinSecondsWhileFilesAreSent() {
        node.uploadDelayMillis = 20_000;
        String path = newTask(Map.of());
        TestServer.until("the upload has begun", () -> node.uploading);
        long start = System.nanoTime();
        admin.post(path + "cancel/").expect(200);
        server.awaitStatus(admin, path, 50);
        assertThat((System.nanoTime() - start) / 1_000_000_000).isLessThan(10);
    }

    @Test
    void removesWhileResultsAreFetched() {
        node.downloadDelayMillis = 20_000;
        int before = node.downloads.get();
        String path = newTask(Map.of());
        TestServer.until("the download has begun", () -> node.downloads.get() > before);
        admin.post(path + "remove/").expect(200);
        TestServer.until("gone", () -> admin.get(path).status() == 404);
        assertThat(data.resolve("media/project/" + project + "/task")).isEmptyDirectory();
    }

    @Test
    void cancelingTwiceIsCancelingOnce() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        admin.post(path + "cancel/").expect(200);
        admin.post(path + "cancel/").expect(200);
        server.awaitStatus(admin, path, 50);
        admin.post(path + "cancel/").expect(200);
        server.awaitStatus(admin, path, 50);
    }

    @Test
    void aRemovalIsNotForgottenForALaterWish() {
        node.holds = true;
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 20);
        admin.post(path + "remove/").expect(200);
        Client.Reply later = admin.post(path + "restart/");
        assertThat(later.status()).isIn(200, 404);
        TestServer.until("gone", () -> admin.get(path).status() == 404);
    }

    @Test
    void aCanceledTaskKeepsItsResultsAndConsole() {
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 40);
        admin.post(path + "cancel/").expect(200);
        JsonNode json = server.awaitStatus(admin, path, 50);
        assertThat(json.path("available_assets")).isNotEmpty();
        assertThat(json.path("uuid").asText()).isNotEmpty();
        admin.get(path + "download/orthophoto.tif").expect(200);
        assertThat(admin.get(path + "output/").json().asText()).endsWith("Done!");
    }

    @Test
    void restartSendsEverythingAgainWhenTheNodeHasForgotten() {
        String path =
                newTask(
                        Map.of(
                                "options",
                                "[{\"name\":\"rerun-from\",\"value\":\"odm_dem\"},{\"name\":\"dsm\",\"value\":true}]"));
        JsonNode first = server.awaitStatus(admin, path, 40);
        node.tasks.clear();
        node.holds = true;
        admin.post(path + "restart/").expect(200);
        JsonNode again = server.awaitStatus(admin, path, 20);
        assertThat(again.path("uuid")).isNotEqualTo(first.path("uuid"));
        assertThat(again.path("options").findValuesAsText("name")).containsExactly("dsm");
        assertThat(again.path("running_progress").asDouble()).isZero();
        // The old results stay until the new ones are there.
        admin.get(path + "download/orthophoto.tif").expect(200);
        node.holds = false;
        server.awaitStatus(admin, path, 40);
    }

    @Test
    void restartOfARunningTaskDoesNotLeaveASecondOne() {
        node.holds = true;
        int before = node.created.get();
        String path = newTask(Map.of());
        JsonNode first = server.awaitStatus(admin, path, 20);
        admin.post(path + "restart/").expect(200);
        TestServer.until("restarted", () -> onNode(path).restarts == 1);
        node.holds = false;
        JsonNode done = server.awaitStatus(admin, path, 40);
        assertThat(done.path("uuid")).isEqualTo(first.path("uuid"));
        assertThat(node.created.get() - before).isEqualTo(1);
    }

    @Test
    void restartKeepsMediaFiles() throws Exception {
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 40);
        Path media = folder(path).resolve("assets/media");
        Files.createDirectories(media);
        Files.writeString(media.resolve("photo.jpg"), "x");
        FakeNode.NodeTask onNode = onNode(path);
        admin.post(path + "restart/").expect(200);
        TestServer.until("restarted", () -> onNode.restarts == 1);
        JsonNode done = server.awaitStatus(admin, path, 40);
        assertThat(media.resolve("photo.jpg")).exists();
        assertThat(done.path("media").asInt()).isEqualTo(1);
    }

    @Test
    void compactDeletesThePhotosAndKeepsTheResults() {
        String path = newTask(Map.of());
        server.awaitStatus(admin, path, 40);
        admin.post(path + "compact/").expect(200);
        JsonNode json = server.await(admin, path, t -> t.path("compacted").asBoolean());
        assertThat(json.path("images_count").asInt()).isZero();
        assertThat(folder(path).resolve("a.jpg")).doesNotExist();
        admin.get(path + "download/orthophoto.tif").expect(200);
    }

    @Test
    void aNodeWithATokenGetsItAndNobodyElseSeesIt() {
        try (var guarded = new FakeNode(archive)) {
            guarded.token = "s3cret";
            String id = Long.toString(addNode(guarded));
            JsonNode made = admin.get("/api/processingnodes/" + id + "/").json();
            assertThat(made.path("online").asBoolean()).isTrue();
            Map<String, String> fields =
                    Map.of("processing_node", id, "auto_processing_node", "false");
            server.awaitStatus(admin, newTask(fields), 40);
            guarded.token = "changed";
            JsonNode failed = server.awaitStatus(admin, newTask(fields), 30);
            assertThat(failed.path("last_error").asText())
                    .contains("token does not match")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void theListFiltersAndOrders() {
        String path = newTask(Map.of("name", "b"));
        server.awaitStatus(admin, path, 40);
        newTask(Map.of("name", "a", "auto_processing_node", "false"));
        assertThat(admin.get(tasks(project) + "?status=40").json().findValuesAsText("name"))
                .contains("b")
                .doesNotContain("a");
        assertThat(admin.get(tasks(project) + "?available_assets=dsm.tif,all.zip").json())
                .hasSize(1);
        assertThat(admin.get(tasks(project) + "?available_assets=orthophoto.kmz").json()).isEmpty();
        assertThat(admin.get(tasks(project) + "?bbox=-93,46,-91,47").json()).hasSize(1);
        assertThat(admin.get(tasks(project) + "?bbox=10,46,11,47").json()).isEmpty();
        assertThat(
                        admin.get(tasks(project) + "?ordering=name")
                                .json()
                                .path(0)
                                .path("name")
                                .asText())
                .isEqualTo("a");
        admin.get(tasks(project) + "?bbox=1,2,3").expect(400);
        admin.get(tasks(project) + "?status=x").expect(400);
    }
}
