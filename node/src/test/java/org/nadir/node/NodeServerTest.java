package org.nadir.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.DoubleNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.nodeodm.NodeAddress;
import org.nadir.nodeodm.NodeClient;
import org.nadir.nodeodm.NodeRefusedException;
import org.nadir.nodeodm.OptionValue;
import org.nadir.nodeodm.TaskStatus;
import org.nadir.nodeodm.TransferListener;

/// The real node over HTTP, driven by our client and by raw requests in the shapes that other clients use; the engine is a
/// fake that speaks the engine's line protocol in a real child process.
@Timeout(60)
class NodeServerTest {

    private static final String TOKEN = "s3cret";

    private final ObjectMapper json = new ObjectMapper();
    private final HttpClient http = NodeClient.httpClient();

    @TempDir Path temp;

    private NodeServer node;
    private NodeClient client;

    @BeforeEach
    void start() throws IOException {
        node = NodeServer.start(config());
        client = new NodeClient(new NodeAddress("127.0.0.1", node.port(), TOKEN), http);
    }

    @AfterEach
    void stop() throws IOException {
        node.close();
    }

    private NodeConfig config() {
        var engine =
                new EngineCommand(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                "org.nadir.node.FakeEngine"));
        return new NodeConfig("127.0.0.1", 0, temp.resolve("node"), TOKEN, 1, 5, 48, engine);
    }

    @Test
    void infoAndOptionsHaveTheShapesThatClientsRelyOn() throws Exception {
        JsonNode info = get("/info?token=" + TOKEN);
        assertThat(info.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(info.path("maxParallelTasks").isInt()).isTrue();
        for (JsonNode option : get("/options?token=" + TOKEN)) {
            assertThat(option.size()).isEqualTo(5);
            assertThat(option.path("value").isTextual()).isTrue();
            if (option.path("type").asText().equals("enum")) {
                var choices = new ArrayList<String>();
                option.path("domain").forEach(c -> choices.add(c.asText()));
                assertThat(choices).contains(option.path("value").asText());
            }
        }
    }

    @Test
    void wrongTokensAreRefusedInTheWordsThatClientsLookFor() throws Exception {
        assertThat(get("/info?token=wrong").path("error").asText())
                .startsWith("Invalid authentication token")
                .contains("token does not match");
        assertThat(get("/task/list").path("error").asText())
                .startsWith("Invalid authentication token");
        assertThat(get("/auth/info").path("loginUrl").isNull()).isTrue();
    }

    @Test
    void aTaskRunsFromUploadToVerifiedArchive() throws Exception {
        String wish = UUID.randomUUID().toString();
        List<Path> files = photos(3);
        files.add(Files.writeString(temp.resolve("Align.LAZ"), "a cloud"));
        String uuid =
                client.createTask(
                        wish, "First", List.of(option("crop", 3)), files, TransferListener.none());
        assertThat(uuid).isEqualTo(wish);
        await(() -> status(uuid) == TaskStatus.COMPLETED);
        var info = client.taskInfo(uuid, 0);
        assertThat(info.imagesCount()).isEqualTo(3);
        try (var kept = Files.walk(temp.resolve("node"))) {
            assertThat(kept.filter(file -> file.endsWith(Path.of(uuid, "align.laz"))))
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasContent("a cloud"));
        }
        assertThat(info.progress()).isEqualTo(100);
        assertThat(info.output()).first().asString().contains("\"crop\":3");
        Path zip = temp.resolve("all.zip");
        client.download(uuid, "all.zip", zip, TransferListener.none());
        try (var archive = new ZipFile(zip.toFile())) {
            assertThat(archive.getEntry("odm_orthophoto/odm_orthophoto.tif").getSize())
                    .isEqualTo(300_000);
            assertThat(archive.getEntry("task_output.txt")).isNotNull();
        }
    }

    @Test
    void downloadsAnswerRangesLikeTheWholeFile() throws Exception {
        String uuid =
                client.createTask(uuid(), "Ranges", List.of(), photos(2), TransferListener.none());
        await(() -> status(uuid) == TaskStatus.COMPLETED);
        String path = "/task/" + uuid + "/download/all.zip?token=" + TOKEN;
        byte[] whole = bytes(path, null).body();
        HttpResponse<byte[]> part = bytes(path, "bytes=1000-1999");
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(java.util.Arrays.copyOfRange(whole, 1000, 2000));
        assertThat(bytes(path, "bytes=-10").body())
                .isEqualTo(java.util.Arrays.copyOfRange(whole, whole.length - 10, whole.length));
        assertThat(bytes(path, "bytes=" + whole.length + "-").statusCode()).isEqualTo(416);
        assertThat(
                        get("/task/" + uuid + "/download/..%2F..%2Fsecret?token=" + TOKEN)
                                .path("error")
                                .asText())
                .isNotEmpty();
    }

    @Test
    void cancelStopsTheProcessAndLetsTheNextTaskRun() throws Exception {
        String slow =
                client.createTask(
                        uuid(),
                        "Slow",
                        List.of(option("crop", 77)),
                        photos(2),
                        TransferListener.none());
        String next =
                client.createTask(uuid(), "Next", List.of(), photos(2), TransferListener.none());
        await(() ->
                client.taskInfo(slow, 0).output().stream().anyMatch(l -> l.contains("Sleeping")));
        assertThat(status(next)).isEqualTo(TaskStatus.QUEUED);
        client.cancel(slow);
        client.cancel(slow);
        assertThat(status(slow)).isEqualTo(TaskStatus.CANCELED);
        await(() -> status(next) == TaskStatus.COMPLETED);
        assertThat(status(slow)).isEqualTo(TaskStatus.CANCELED);
        assertThat(
                        ProcessHandle.current()
                                .descendants()
                                .filter(p -> p.info().commandLine().orElse("").contains(slow)))
                .isEmpty();
    }

    @Test
    void failuresCarryTheEnginesOwnWordsAndARestartWithOtherOptionsSucceeds() throws Exception {
        String uuid =
                client.createTask(
                        uuid(),
                        "Bad",
                        List.of(option("crop", 88)),
                        photos(2),
                        TransferListener.none());
        await(() -> status(uuid) == TaskStatus.FAILED);
        assertThat(client.taskInfo(uuid, -1).errorMessage())
                .isEqualTo("At least two overlapping images are needed; 1 could be used.");
        client.restart(uuid, List.of(option("crop", 1)));
        await(() -> status(uuid) == TaskStatus.COMPLETED);
        assertThat(client.taskInfo(uuid, -1).errorMessage()).isEmpty();
        client.remove(uuid);
        assertThatThrownBy(() -> client.taskInfo(uuid, -1))
                .isInstanceOf(NodeRefusedException.class);
        assertThat(temp.resolve("node").resolve(uuid)).doesNotExist();
    }

    @Test
    void aStoppedNodeTakesItsTasksUpAgain() throws Exception {
        String running =
                client.createTask(
                        uuid(),
                        "Running",
                        List.of(option("crop", 77)),
                        photos(2),
                        TransferListener.none());
        String queued =
                client.createTask(uuid(), "Queued", List.of(), photos(2), TransferListener.none());
        await(() -> status(running) == TaskStatus.RUNNING);
        node.close();
        start();
        await(() -> status(running) == TaskStatus.RUNNING);
        assertThat(status(queued)).isEqualTo(TaskStatus.QUEUED);
        client.cancel(running);
        await(() -> status(queued) == TaskStatus.COMPLETED);
    }

    @Test
    void twoNodesCannotShareAFolder() {
        assertThatThrownBy(() -> NodeServer.start(config()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Another node uses the folder");
    }

    @Test
    void theSameFileSentTwiceIsKeptOnceAndAnotherOfTheSameNameBesideIt() throws Exception {
        String uuid = json.readTree(form("/task/new/init", "name", "Twice")).path("uuid").asText();
        String one =
                "--b\r\nContent-Disposition: form-data; name=\"images\"; filename=\"../x/a.jpg\"\r\n\r\n%s\r\n--b--\r\n";
        for (String content : List.of("same", "same", "other")) {
            String answer =
                    post(
                            "/task/new/upload/" + uuid,
                            "multipart/form-data; boundary=b",
                            one.formatted(content));
            assertThat(json.readTree(answer).path("success").asBoolean()).isTrue();
        }
        assertThat(get("/task/" + uuid + "/info?token=" + TOKEN).has("error"))
                .as("unknown until commit")
                .isTrue();
        // ClusterODM commits with a multipart content type that has no boundary.
        assertThat(
                        json.readTree(post("/task/new/commit/" + uuid, "multipart/form-data", ""))
                                .path("uuid")
                                .asText())
                .isEqualTo(uuid);
        assertThat(client.taskInfo(uuid, -1).imagesCount()).isEqualTo(2);
        assertThat(json.readTree(post("/task/new/commit/" + uuid, "text/plain", "")).has("error"))
                .isTrue();
    }

    @Test
    void badOptionsAreNamedAndUnknownOnesDropped() throws Exception {
        assertThatThrownBy(() ->
                        client.createTask(
                                uuid(),
                                "x",
                                List.of(option("mesh-octree-depth", 99)),
                                photos(2),
                                TransferListener.none()))
                .isInstanceOf(NodeRefusedException.class)
                .hasMessageContaining("mesh-octree-depth");
        String uuid =
                client.createTask(
                        uuid(),
                        "x",
                        List.of(option("no-such-option", 1)),
                        photos(2),
                        TransferListener.none());
        assertThat(
                        get("/task/" + uuid + "/info?token=" + TOKEN)
                                .path("options")
                                .findValuesAsText("name"))
                .containsExactly("gltf");
        assertThat(
                        json.readTree(form("/task/new/init", "options", "{broken"))
                                .path("error")
                                .asText())
                .contains("not JSON");
    }

    @Test
    void theModelForViewersIsAddedUnlessTheClientWantsNoPostProcessing() throws Exception {
        assertThat(optionsOf(form("/task/new/init", "name", "usual")).toString())
                .isEqualTo("[{\"name\":\"gltf\",\"value\":true}]");
        assertThat(optionsOf(form("/task/new/init", "skipPostProcessing", "true"))).isEmpty();
        String own = form("/task/new/init", "options", "[{\"name\":\"gltf\",\"value\":false}]");
        assertThat(optionsOf(own).toString()).isEqualTo("[{\"name\":\"gltf\",\"value\":false}]");
    }

    /// As the node keeps them: tasks that wait for photos are not told of over HTTP.
    private JsonNode optionsOf(String reply) throws IOException {
        String uuid = json.readTree(reply).path("uuid").asText();
        Path record = temp.resolve("node").resolve(uuid).resolve("task.json");
        return json.readTree(record.toFile()).path("options");
    }

    @Test
    void tooManyImagesAreRefusedAtTheUploadThatGoesOver() {
        assertThatThrownBy(() ->
                        client.createTask(
                                uuid(), "x", List.of(), photos(6), TransferListener.none()))
                .isInstanceOf(NodeRefusedException.class)
                .hasMessageContaining("at most 5");
    }

    private TaskStatus status(String uuid) {
        try {
            return client.taskInfo(uuid, -1).status();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static OptionValue option(String name, double value) {
        return new OptionValue(name, DoubleNode.valueOf(value));
    }

    private static String uuid() {
        return UUID.randomUUID().toString();
    }

    private List<Path> photos(int count) throws IOException {
        var files = new ArrayList<Path>();
        for (int i = 0; i < count; i++) {
            files.add(Files.writeString(temp.resolve("photo" + i + ".jpg"), "photo " + i));
        }
        return files;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private URI uri(String path) {
        String query =
                path.contains("token=") || path.startsWith("/task/list") || path.startsWith("/auth")
                        ? ""
                        : "?token=" + TOKEN;
        return URI.create("http://127.0.0.1:" + node.port() + path + query);
    }

    private JsonNode get(String path) throws Exception {
        return json.readTree(
                http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString())
                        .body());
    }

    private HttpResponse<byte[]> bytes(String path, @Nullable String range) throws Exception {
        var request = HttpRequest.newBuilder(uri(path));
        if (range != null) {
            request.header("Range", range);
        }
        return http.send(request.build(), BodyHandlers.ofByteArray());
    }

    private String form(String path, String name, String value) throws Exception {
        return post(
                path,
                "multipart/form-data; boundary=b",
                "--b\r\nContent-Disposition: form-data; name=\""
                        + name
                        + "\"\r\n\r\n"
                        + value
                        + "\r\n--b--\r\n");
    }

    private String post(String path, String type, String body) throws Exception {
        return http.send(
                        HttpRequest.newBuilder(uri(path))
                                .header("Content-Type", type)
                                .POST(BodyPublishers.ofString(body))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
