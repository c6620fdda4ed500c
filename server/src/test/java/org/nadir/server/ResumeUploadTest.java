package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.server.Client.FilePart;

/// Files in pieces: out of order, twice, with holes, with nonsense for numbers, over a restart; and files that arrive damaged.
@Timeout(60)
class ResumeUploadTest {

    private static final int SIZE = 10_000;

    @TempDir Path data;
    TestServer server;
    Client admin;
    long project;
    long id;
    final byte[] content = new byte[35_000];

    @BeforeEach
    void start() {
        new Random(11).nextBytes(content);
        server = TestServer.start(data, null);
        admin = server.admin();
        project = server.project(admin, "Resume");
        id = admin.post(tasks(project), Map.of("partial", true)).json().path("id").asLong();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private String path() {
        return task(project, id) + "upload/";
    }

    private static Map<String, String> fields(int index, int from) {
        var fields = new HashMap<String, String>();
        fields.put("dzuuid", "a-b");
        fields.put("dzchunkindex", Integer.toString(index));
        fields.put("dztotalchunkcount", "4");
        fields.put("dzchunkbyteoffset", Integer.toString(from));
        fields.put("dztotalfilesize", "35000");
        return fields;
    }

    private Client.Reply chunk(int index) {
        return chunk(admin, index, fields(index, index * SIZE));
    }

    private Client.Reply chunk(Client client, int index, Map<String, String> fields) {
        int from = index * SIZE;
        byte[] part = Arrays.copyOfRange(content, from, Math.min(content.length, from + SIZE));
        return client.form(path(), fields, new FilePart("file", "big.tif", part));
    }

    private Path file() {
        return server.taskFolder(project, id).resolve("big.tif");
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void piecesComeInAnyOrderAndTheServerSaysWhatItHas() {
        chunk(2).expect(200);
        chunk(0).expect(200);
        chunk(2).expect(200);
        JsonNode have = admin.get(path()).expect(200).json();
        assertThat(have.toString())
                .isEqualTo(
                        "{\"files\":[],\"chunks\":[{\"dzuuid\":\"a-b\",\"name\":\"big.tif\","
                                + "\"count\":4,\"received\":[0,2],\"bytes\":20000}]}");
        assertThat(chunk(3).expect(400).json().path(0).asText()).startsWith("Missing chunks: 1.");
        assertThat(file()).doesNotExist();
        chunk(1).expect(200);
        assertThat(chunk(3).expect(200).json().path("uploaded").path("big.tif").asInt())
                .isEqualTo(35_000);
        assertThat(file()).hasBinaryContent(content);
        assertThat(admin.get(path()).json().toString())
                .isEqualTo("{\"files\":[{\"name\":\"big.tif\",\"size\":35000}],\"chunks\":[]}");
        assertThat(data.resolve("staging")).isEmptyDirectory();
    }

    @Test
    void anUploadGoesOnAfterARestart() {
        chunk(0).expect(200);
        chunk(1).expect(200);
        server.stop();
        server.startAgain();
        admin = server.admin();
        assertThat(admin.get(path()).json().path("chunks").path(0).path("received").toString())
                .isEqualTo("[0,1]");
        chunk(2).expect(200);
        chunk(3).expect(200);
        assertThat(file()).hasBinaryContent(content);
    }

    @Test
    void aNoteThatWasCutOffDoesNotCount() throws IOException {
        chunk(0).expect(200);
        chunk(1).expect(200);
        Path list = data.resolve("staging/chunks-1-" + id + "-a-b/received");
        String whole = Files.readString(list);
        Files.writeString(list, whole.substring(0, whole.length() - 2));
        assertThat(admin.get(path()).json().path("chunks").path(0).path("received").toString())
                .isEqualTo("[0]");
        chunk(1).expect(200);
        chunk(2).expect(200);
        chunk(3).expect(200);
        assertThat(file()).hasBinaryContent(content);
    }

    @Test
    void withoutOffsetsPiecesFollowEachOther() {
        for (int i = 0; i < 4; i++) {
            Map<String, String> fields = fields(i, 0);
            fields.remove("dzchunkbyteoffset");
            fields.remove("dztotalfilesize");
            chunk(admin, i, fields).expect(200);
        }
        assertThat(file()).hasBinaryContent(content);
    }

    @Test
    void aFirstPieceOfAnotherFileBeginsAnew() {
        chunk(0).expect(200);
        chunk(1).expect(200);
        Map<String, String> other = fields(0, 0);
        other.put("dztotalchunkcount", "1");
        other.put("dztotalfilesize", "3");
        admin.form(path(), other, new FilePart("f", "small.jpg", new byte[] {1, 2, 3})).expect(200);
        assertThat(server.taskFolder(project, id).resolve("small.jpg"))
                .hasBinaryContent(new byte[] {1, 2, 3});
        // What came before it is gone.
        assertThat(chunk(3).expect(400).json().path(0).asText())
                .startsWith("Missing chunks: 0, 1, 2.");
    }

    @Test
    void othersSeeAndTouchOnlyTheirOwn() {
        chunk(0).expect(200);
        server.addUser("eve", "another horse");
        Client eve = server.anonymous().login("eve", "another horse");
        eve.get(path()).expect(404);
        chunk(eve, 1, fields(1, SIZE)).expect(404);
        server.anonymous().get(path()).expect(403);
        server.inside()
                .projects()
                .grant(
                        project,
                        2,
                        java.util.Set.of(
                                org.nadir.server.account.Right.VIEW,
                                org.nadir.server.account.Right.CHANGE));
        assertThat(eve.get(path()).expect(200).json().path("chunks")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "dzchunkindex, x",
        "dzchunkindex, -1",
        "dzchunkindex, 4",
        "dzchunkindex, 99999999999999999999",
        "dztotalchunkcount, ''",
        "dztotalchunkcount, 0",
        "dztotalchunkcount, 1e3",
        "dzchunkbyteoffset, -1",
        "dzchunkbyteoffset, 0x10",
        "dzchunkbyteoffset, 34999",
        "dzchunkbyteoffset, 999999999999999999",
        "dztotalfilesize, 5000",
        "dztotalfilesize, -3",
        "dztotalfilesize, many",
        "dzuuid, ../..",
        "dzuuid, ''"
    })
    void nonsenseIsRefused(String field, String value) throws IOException {
        Map<String, String> fields = fields(1, SIZE);
        fields.put(field, value);
        assertThat(chunk(admin, 1, fields).expect(400).json().isArray()).isTrue();
        assertThat(file()).doesNotExist();
        assertThat(largestFile()).isLessThan(100_000);
    }

    @Test
    void farPlacesMakeNoHoleInTheDisk() throws IOException {
        Map<String, String> fields = fields(1, 0);
        fields.put("dzchunkbyteoffset", "900000000000000000");
        fields.remove("dztotalfilesize");
        chunk(admin, 1, fields).expect(400);
        fields.put("dztotalfilesize", "999999999999999999");
        chunk(admin, 1, fields).expect(400);
        assertThat(largestFile()).isLessThan(100_000);
    }

    private long largestFile() throws IOException {
        try (var files = Files.walk(data.resolve("staging"))) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(f -> f.toFile().length())
                    .max()
                    .orElse(0);
        }
    }

    @Test
    void piecesThatOverlapOrFallShortMakeNoFile() {
        chunk(0).expect(200);
        chunk(1).expect(200);
        chunk(admin, 2, fields(2, 15_000)).expect(200);
        assertThat(chunk(3).expect(400).json().path(0).asText()).contains("do not fit");
        chunk(2).expect(200);
        Map<String, String> last = fields(3, 30_000);
        String shorter =
                admin.form(path(), last, new FilePart("f", "big.tif", new byte[10]))
                        .expect(400)
                        .json()
                        .path(0)
                        .asText();
        assertThat(shorter).contains("30010", "35000");
        assertThat(file()).doesNotExist();
    }

    @Test
    void theLastPieceSentByManyAtOnceMakesOneGoodFile() throws Exception {
        for (int round = 0; round < 5; round++) {
            for (int i = 0; i < 3; i++) {
                chunk(i).expect(200);
            }
            try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
                var replies = new java.util.ArrayList<java.util.concurrent.Future<Integer>>();
                for (int i = 0; i < 8; i++) {
                    replies.add(threads.submit(() -> chunk(3).status()));
                }
                int good = 0;
                for (var reply : replies) {
                    assertThat(reply.get()).isIn(200, 400);
                    good += reply.get() == 200 ? 1 : 0;
                }
                assertThat(good).isEqualTo(1);
            }
            assertThat(file()).hasBinaryContent(content);
            Files.delete(file());
        }
    }

    @Test
    void whatNobodyCameBackToIsRemoved() throws Exception {
        chunk(0).expect(200);
        Path started = data.resolve("staging/chunks-1-" + id + "-a-b");
        Path fresh = Files.createDirectories(data.resolve("staging/chunks-1-9-x"));
        var yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
        try (var files = Files.list(started)) {
            for (Path file : files.toList()) {
                Files.setLastModifiedTime(file, yesterday);
            }
        }
        Files.setLastModifiedTime(started, yesterday);
        TestServer.until("the pieces are gone", () -> !Files.exists(started));
        assertThat(fresh).exists();
        long young = admin.post(tasks(project), Map.of("partial", true)).json().path("id").asLong();
        setAge(id, Duration.ofHours(73));
        setAge(young, Duration.ofHours(71));
        TestServer.until("the task is gone", () -> admin.get(task(project, id)).status() == 404);
        admin.get(task(project, young)).expect(200);
    }

    private void setAge(long task, Duration age) {
        long created = Instant.now().minus(age).toEpochMilli() * 1000;
        TestDatabase.execute(
                data, "UPDATE tasks SET created_at = " + created + " WHERE id = " + task);
    }

    @Test
    void checksumsOfWholeFilesAreChecked() throws Exception {
        var photo = new FilePart("images", "a.jpg", "a photo".getBytes(StandardCharsets.UTF_8));
        admin.form(
                        path(),
                        Map.of(
                                "file_sha256",
                                sha256(photo.content()).toUpperCase(java.util.Locale.ROOT),
                                "file_size",
                                "7"),
                        photo)
                .expect(200);
        var damaged = new FilePart("images", "b.jpg", "a phota".getBytes(StandardCharsets.UTF_8));
        String said =
                admin.form(path(), Map.of("file_sha256", sha256(photo.content())), damaged)
                        .expect(400)
                        .json()
                        .path(0)
                        .asText();
        assertThat(said).contains("damaged");
        admin.form(path(), Map.of("file_size", "8"), damaged).expect(400);
        admin.form(path(), Map.of("file_sha256", "abc"), photo).expect(400);
        admin.form(path(), Map.of("file_size", "-7"), photo).expect(400);
        admin.form(path(), Map.of("file_size", "7"), photo, damaged).expect(400);
        assertThat(admin.get(path()).json().path("files").toString())
                .isEqualTo("[{\"name\":\"a.jpg\",\"size\":7}]");
        // The name of a read-only field of tasks stays free for clients that send whole tasks back.
        admin.form(path(), Map.of("size", "1.5"), photo).expect(200);
    }

    @Test
    void checksumsOfFilesInPiecesAreCheckedAtTheEndAndDamageIsThrownAway() throws Exception {
        for (int i = 0; i < 3; i++) {
            chunk(i).expect(200);
        }
        Map<String, String> last = fields(3, 30_000);
        last.put("file_sha256", sha256(new byte[1]));
        chunk(admin, 3, last).expect(400);
        assertThat(file()).doesNotExist();
        assertThat(admin.get(path()).json().path("chunks")).isEmpty();
        for (int i = 0; i < 3; i++) {
            chunk(i).expect(200);
        }
        last.put("file_sha256", sha256(content));
        chunk(admin, 3, last).expect(200);
        assertThat(file()).hasBinaryContent(content);
    }
}
