package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.Client.FilePart;
import org.nadir.server.work.Pace;

/// Files on their way in: whole, staged, in chunks, too few, badly named, cut off, and without room for them.
@Timeout(60)
class UploadTest {

    @TempDir static Path data;
    static TestServer server;
    static Client admin;
    static long project;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
        admin = server.admin();
        project = server.project(admin, "Uploads");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static int taskCount() {
        return admin.get(tasks(project)).json().size();
    }

    private static List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("tmp"))) {
            return files.toList();
        }
    }

    @Test
    void fewerThanTwoFilesAreRefusedAndLeaveNothing() throws IOException {
        int before = taskCount();
        JsonNode one =
                admin.form(tasks(project), Map.of(), FilePart.image("a.jpg")).expect(400).json();
        assertThat(one.isArray()).isTrue();
        assertThat(one.path(0).asText()).contains("at least 2 images");
        admin.form(tasks(project), Map.of("name", "none")).expect(400);
        admin.post(tasks(project), Map.of("name", "json")).expect(400);
        assertThat(taskCount()).isEqualTo(before);
        assertThat(staged()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "processing_node | 9999 | processing_node | Invalid pk \"9999\" - object does not exist.",
                "processing_node | abc | processing_node | A valid integer is required.",
                "options | {{ | options | Value must be valid JSON.",
                "options | [{\"name\": \"\"}] | options | Invalid options",
                "options | {\"a\": 1} | options | Invalid options",
                "auto_processing_node | perhaps | auto_processing_node | Must be a valid boolean.",
                "tags | 5 | tags | Expected a list of items."
            })
    void badFieldsAreNamedAndNothingIsCreated(
            String field, String value, String key, String sentence) throws IOException {
        int before = taskCount();
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of(field, value),
                                FilePart.image("a.jpg"),
                                FilePart.image("b.jpg"))
                        .expect(400)
                        .json();
        assertThat(json.path(key).path(0).asText()).startsWith(sentence);
        assertThat(taskCount()).isEqualTo(before);
        assertThat(staged()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil.jpg", "..\\evil.jpg", "a/../../evil.jpg", "..", "data", "assets"})
    void namesThatClimbOrCollideAreRefused(String name) throws IOException {
        int before = taskCount();
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of(),
                                FilePart.image("a.jpg"),
                                new FilePart("images", name, new byte[3]))
                        .expect(400)
                        .json();
        assertThat(json.path(0).asText()).startsWith("Invalid file name");
        assertThat(taskCount()).isEqualTo(before);
        assertThat(staged()).isEmpty();
    }

    @Test
    void aRefusalIsHeardEvenWhenMuchIsStillToBeSent() {
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of(),
                                new FilePart("images", "../evil.jpg", new byte[3]),
                                new FilePart("images", "big.tif", new byte[30 << 20]))
                        .expect(400)
                        .json();
        assertThat(json.path(0).asText()).startsWith("Invalid file name");
    }

    @Test
    void pathsAreStrippedAndLaterFilesReplaceEarlierOnes() {
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of("auto_processing_node", "false"),
                                new FilePart("x", "C:\\photos\\one.jpg", new byte[] {1}),
                                new FilePart("y", "dir/two ü.jpg", new byte[] {2}),
                                new FilePart("z", "one.jpg", new byte[] {3, 3}))
                        .expect(201)
                        .json();
        Path folder = server.taskFolder(project, json.path("id").asLong());
        assertThat(json.path("images_count").asInt()).isEqualTo(2);
        assertThat(folder.resolve("one.jpg")).hasBinaryContent(new byte[] {3, 3});
        assertThat(folder.resolve("two ü.jpg")).hasBinaryContent(new byte[] {2});
    }

    @Test
    void aFormMaySayFalseAndZeroInItsOptions() {
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of(
                                        "auto_processing_node", "OFF",
                                        "options",
                                                "[{\"name\":\"dsm\",\"value\":false},{\"name\":\"n\",\"value\":0}]",
                                        "tags", "[\"a b\",\"c\"]"),
                                FilePart.image("a.jpg"),
                                FilePart.image("b.jpg"))
                        .expect(201)
                        .json();
        assertThat(json.path("options").path(0).path("value").isBoolean()).isTrue();
        assertThat(json.path("options").path(1).path("value").asInt(-1)).isZero();
        assertThat(json.path("auto_processing_node").asBoolean()).isFalse();
        assertThat(json.path("tags").toString()).isEqualTo("[\"a-b\",\"c\"]");
    }

    @Test
    void uploadsInStages() {
        JsonNode made =
                admin.post(
                                tasks(project),
                                Map.of(
                                        "partial",
                                        true,
                                        "name",
                                        "staged",
                                        "auto_processing_node",
                                        false))
                        .expect(201)
                        .json();
        String path = task(project, made.path("id").asLong());
        assertThat(made.path("partial").asBoolean()).isTrue();
        admin.post(path + "commit/").expect(400);
        admin.form(path + "upload/", Map.of()).expect(400);
        JsonNode up =
                admin.form(path + "upload/", Map.of(), new FilePart("f", "a.jpg", new byte[5]))
                        .expect(200)
                        .json();
        assertThat(up.toString()).isEqualTo("{\"success\":true,\"uploaded\":{\"a.jpg\":5}}");
        assertThat(admin.get(path).json().path("images_count").asInt()).isEqualTo(1);
        JsonNode done = admin.post(path + "commit/").expect(200).json();
        assertThat(done.path("partial").asBoolean()).isFalse();
        assertThat(done.path("size").asDouble()).isPositive();
    }

    @Test
    void partialFalseMeansFalse() {
        admin.form(tasks(project), Map.of("partial", "false"), FilePart.image("a.jpg")).expect(400);
    }

    @Test
    void chunksMakeOneFileEvenWhenSentTwice() {
        long id =
                admin.post(tasks(project), Map.of("partial", true))
                        .expect(201)
                        .json()
                        .path("id")
                        .asLong();
        var content = new byte[25_000];
        new Random(7).nextBytes(content);
        assertThat(chunk(id, content, 0, 10_000).toString())
                .isEqualTo("{\"success\":true,\"uploaded\":{}}");
        chunk(id, content, 1, 10_000);
        chunk(id, content, 1, 10_000);
        JsonNode last = chunk(id, content, 2, 10_000);
        assertThat(last.path("uploaded").path("big.jpg").asInt()).isEqualTo(25_000);
        assertThat(server.taskFolder(project, id).resolve("big.jpg")).hasBinaryContent(content);
        assertThat(chunkReply(id, content, 2, 10_000).status()).isEqualTo(400);
        String path = task(project, id) + "upload/";
        FilePart part = FilePart.image("x.jpg");
        admin.form(path, Map.of("dzuuid", "a", "dzchunkindex", "x", "dztotalchunkcount", "2"), part)
                .expect(400);
        admin.form(
                        path,
                        Map.of("dzuuid", "../..", "dzchunkindex", "0", "dztotalchunkcount", "2"),
                        part)
                .expect(400);
    }

    private static JsonNode chunk(long id, byte[] content, int index, int size) {
        return chunkReply(id, content, index, size).expect(200).json();
    }

    private static Client.Reply chunkReply(long id, byte[] content, int index, int size) {
        int from = index * size;
        return admin.form(
                task(project, id) + "upload/",
                Map.of(
                        "dzuuid", "0a1b-2c",
                        "dzchunkindex", Integer.toString(index),
                        "dztotalchunkcount", Integer.toString((content.length + size - 1) / size),
                        "dzchunkbyteoffset", Integer.toString(from)),
                new FilePart(
                        "file",
                        "big.jpg",
                        Arrays.copyOfRange(content, from, Math.min(content.length, from + size))));
    }

    @Test
    void whoMayNotUploadIsToldSoWhileStillSending() throws IOException {
        int length = 8 << 20;
        try (Socket socket = RawHttp.connect(server.port())) {
            OutputStream out = socket.getOutputStream();
            String head =
                    "POST "
                            + tasks(project)
                            + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                            + "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: "
                            + length
                            + "\r\n\r\n";
            out.write(RawHttp.bytes(head));
            for (int sent = 0; sent < length; sent += 1 << 16) {
                out.write(new byte[1 << 16]);
            }
            assertThat(RawHttp.read(socket.getInputStream()).status()).isIn(401, 403);
        }
    }

    private static String expecting(String path, String more, long length) {
        return "POST "
                + path
                + " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                + more
                + "Content-Length: "
                + length
                + "\r\n\r\n";
    }

    @Test
    void whoMayNotUploadAndWaitsToBeAskedIsNeverAsked() throws IOException {
        String form = "Content-Type: multipart/form-data; boundary=B\r\n";
        for (String path : List.of(tasks(project), "/api/projects/987654/tasks/")) {
            try (Socket socket = RawHttp.connect(server.port())) {
                socket.getOutputStream().write(RawHttp.bytes(expecting(path, form, 500L << 20)));
                // Reads to the end: the connection must be closed, or what comes next would count
                // as the body.
                RawHttp.Answer answer = RawHttp.read(socket.getInputStream());
                assertThat(answer.status()).isIn(401, 403, 404);
                assertThat(answer.isJson()).isTrue();
            }
        }
    }

    @Test
    void whoMaySendIsAskedForTheBody() throws IOException {
        byte[] body = RawHttp.bytes("{\"username\": \"nobody\", \"password\": \"wrong\"}");
        try (Socket socket = RawHttp.connect(server.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    RawHttp.bytes(
                            expecting(
                                    "/api/token-auth/",
                                    "Content-Type: application/json\r\nConnection: close\r\n",
                                    body.length)));
            InputStream in = socket.getInputStream();
            String asked = "HTTP/1.1 100 Continue\r\n\r\n";
            assertThat(in.readNBytes(asked.length())).asString().isEqualTo(asked);
            out.write(body);
            assertThat(RawHttp.read(in).status()).isEqualTo(400);
        }
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws IOException {
        int before = taskCount();
        String token = admin.headers().get(1);
        try (var socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(
                            ("POST "
                                            + tasks(project)
                                            + " HTTP/1.1\r\nHost: x\r\nAuthorization: "
                                            + token
                                            + "\r\nContent-Type: multipart/form-data; boundary=B\r\n"
                                            + "Content-Length: 100000\r\n\r\n--B\r\n"
                                            + "Content-Disposition: form-data; name=\"images\"; filename=\"a.jpg\"\r\n\r\nhalf a pho")
                                    .getBytes(StandardCharsets.UTF_8));
            TestServer.until("the upload has begun", () -> !listQuietly().isEmpty());
        }
        TestServer.until("nothing is left", () -> listQuietly().isEmpty());
        assertThat(taskCount()).isEqualTo(before);
    }

    private static List<Path> listQuietly() {
        try {
            return staged();
        } catch (IOException gone) {
            return List.of();
        }
    }

    @Test
    void aFullDiskIsSaidBeforeTheFirstByte(@TempDir Path own) {
        var choices =
                new ServerConfig.Choices(
                        false, false, Duration.ofHours(6), 1000, Long.MAX_VALUE / 2, Pace.quick());
        try (var full = TestServer.start(TestServer.config(own).withChoices(choices))) {
            Client client = full.admin();
            long id = full.project(client, "No room");
            JsonNode json =
                    client.form(
                                    tasks(id),
                                    Map.of(),
                                    FilePart.image("a.jpg"),
                                    FilePart.image("b.jpg"))
                            .expect(400)
                            .json();
            assertThat(json.path(0).asText()).startsWith("Not enough disk space on the server");
            assertThat(client.get(tasks(id)).json()).isEmpty();
        }
    }

    @Test
    void manyFilesAndLargeOnesGoStraightToDisk() throws IOException {
        long megabytes = 40;
        var block = new byte[1 << 20];
        new Random(3).nextBytes(block);
        var pieces = new ArrayList<InputStream>();
        String boundary = "B0undary";
        for (int i = 0; i < 1200; i++) {
            pieces.add(
                    text(
                            "--"
                                    + boundary
                                    + "\r\nContent-Disposition: form-data; name=\"images\"; filename=\"f"
                                    + i
                                    + ".jpg\"\r\n\r\nphoto "
                                    + i
                                    + "\r\n"));
        }
        pieces.add(
                text(
                        "--"
                                + boundary
                                + "\r\nContent-Disposition: form-data; name=\"images\"; filename=\"big.tif\"\r\n\r\n"));
        for (int i = 0; i < megabytes; i++) {
            pieces.add(new java.io.ByteArrayInputStream(block));
        }
        pieces.add(
                text(
                        "\r\n--"
                                + boundary
                                + "\r\nContent-Disposition: form-data; name=\"auto_processing_node\"\r\n\r\nfalse\r\n--"
                                + boundary
                                + "--\r\n"));
        JsonNode json =
                admin.send(
                                "POST",
                                tasks(project),
                                BodyPublishers.ofInputStream(() ->
                                        new SequenceInputStream(
                                                java.util.Collections.enumeration(pieces))),
                                "Content-Type",
                                "multipart/form-data; boundary=" + boundary)
                        .expect(201)
                        .json();
        assertThat(json.path("images_count").asInt()).isEqualTo(1201);
        Path folder = server.taskFolder(project, json.path("id").asLong());
        assertThat(Files.size(folder.resolve("big.tif"))).isEqualTo(megabytes << 20);
        assertThat(folder.resolve("f777.jpg")).hasContent("photo 777");
    }

    private static InputStream text(String text) {
        return new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void withoutANodeATaskWaits() {
        JsonNode json = server.newTask(admin, project, Map.of("name", "waits"));
        assertThat(json.path("status").isNull()).isTrue();
        String path = task(project, json.path("id").asLong());
        admin.post(path + "cancel/").expect(200);
        server.awaitStatus(admin, path, 50);
        admin.post(path + "restart/").expect(200);
        JsonNode failed = server.awaitStatus(admin, path, 30);
        assertThat(failed.path("last_error").asText()).contains("has no processing node");
    }

    @Test
    void photosAreMadeSmallerWithTheirGroundControl() throws IOException {
        var bytes = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(
                        400, 300, java.awt.image.BufferedImage.TYPE_INT_RGB),
                "jpg",
                bytes);
        byte[] jpeg = withExif(bytes.toByteArray());
        var dem = new java.io.ByteArrayOutputStream();
        javax.imageio.ImageIO.write(
                new java.awt.image.BufferedImage(
                        400, 300, java.awt.image.BufferedImage.TYPE_USHORT_GRAY),
                "tif",
                dem);
        JsonNode json =
                admin.form(
                                tasks(project),
                                Map.of("resize_to", "100", "auto_processing_node", "false"),
                                new FilePart("images", "A.JPG", jpeg),
                                new FilePart("images", "not a photo.jpg", new byte[] {1, 2}),
                                new FilePart("images", "align.tif", dem.toByteArray()),
                                new FilePart(
                                        "images",
                                        "latin.txt",
                                        "EPSG:32615\n1 2 3 40 80 a.jpg caf\u00e9\n"
                                                .getBytes(StandardCharsets.ISO_8859_1)),
                                new FilePart("images", "odd.txt", new byte[] {-1, 0, -2, '\r'}),
                                new FilePart(
                                        "images",
                                        "gcp_list.txt",
                                        "EPSG:32615\n# note\n1 2 3 200 100 a.jpg p1\n1 2 3 8 8 other.jpg\n"
                                                .getBytes(StandardCharsets.UTF_8)))
                        .expect(201)
                        .json();
        long id = json.path("id").asLong();
        server.await(
                admin,
                task(project, id),
                t ->
                        t.path("pending_action").isNull()
                                && t.path("resize_progress").asDouble() == 1);
        Path folder = server.taskFolder(project, id);
        var small = javax.imageio.ImageIO.read(folder.resolve("A.JPG").toFile());
        assertThat(small.getWidth()).isEqualTo(100);
        assertThat(small.getHeight()).isEqualTo(75);
        assertThat(
                        new String(
                                Files.readAllBytes(folder.resolve("A.JPG")),
                                StandardCharsets.ISO_8859_1))
                .contains("Exif\0\0the camera says");
        assertThat(Files.readAllLines(folder.resolve("gcp_list.txt")))
                .containsExactly(
                        "EPSG:32615",
                        "# note",
                        "1\t2\t3\t50.000\t25.000\ta.jpg\tp1",
                        "1 2 3 8 8 other.jpg");
        assertThat(folder.resolve("latin.txt"))
                .hasBinaryContent(
                        "EPSG:32615\n1\t2\t3\t10.000\t20.000\ta.jpg\tcaf\u00e9\n"
                                .getBytes(StandardCharsets.ISO_8859_1));
        assertThat(folder.resolve("odd.txt")).hasBinaryContent(new byte[] {-1, 0, -2, '\r'});
        assertThat(folder.resolve("not a photo.jpg")).hasBinaryContent(new byte[] {1, 2});
        assertThat(folder.resolve("align.tif")).hasBinaryContent(dem.toByteArray());
        assertThat(folder.resolve(".resized")).doesNotExist();
    }

    private static byte[] withExif(byte[] jpeg) {
        byte[] exif = "Exif\0\0the camera says".getBytes(StandardCharsets.ISO_8859_1);
        var out = new java.io.ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        out.write(0xff);
        out.write(0xe1);
        out.write(exif.length + 2 >> 8);
        out.write(exif.length + 2);
        out.write(exif, 0, exif.length);
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }
}
