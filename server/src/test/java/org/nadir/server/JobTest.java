package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Background jobs: what is told of them, what a restart does to them, and how they are forgotten.
@Timeout(60)
class JobTest {

    @TempDir Path data;
    @TempDir Path scratch;
    private FakeNode node;
    private TestServer server;
    private Client admin;
    private long task;
    private String path;

    @BeforeEach
    void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        server = TestServer.start(data, node.address());
        admin = server.admin();
        long project = server.project(admin, "Jobs");
        task = server.newTask(admin, project, Map.of("name", "Field")).path("id").asLong();
        path = task(project, task);
        server.awaitStatus(admin, path, 40);
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
    }

    private Client.Reply png() {
        return admin.post(path + "orthophoto/export", Map.of("format", "png"));
    }

    @Test
    void anUnknownJobIsNeverReady() {
        Client anybody = admin.anonymous();
        for (String id :
                List.of("nonsense", UUID.randomUUID().toString(), "..%2f..%2fsecret.key")) {
            assertThat(anybody.get("/api/workers/check/" + id).expect(200).text())
                    .isEqualTo("{\"ready\":false}");
            assertThat(anybody.get("/api/workers/get/" + id).expect(200).text())
                    .isEqualTo("{\"error\":\"Task not ready\"}");
        }
    }

    @Test
    void aResultIsAFileWithRangesUnderTheNameThatIsAskedFor() {
        String id = Background.id(png());
        assertThat(Background.end(admin, id)).hasToString("{\"ready\":true}");
        String url = "/api/workers/get/" + id;
        Client.Reply whole = admin.anonymous().get(url + "?filename=mine.png").expect(200);
        assertThat(whole.header("Content-Disposition")).isEqualTo("attachment; filename=mine.png");
        assertThat(whole.header("Content-Type")).isEqualTo("image/png");
        assertThat(whole.header("Content-Length")).isEqualTo("" + whole.bytes().length);
        assertThat(admin.get(url).header("Content-Disposition"))
                .isEqualTo("attachment; filename=Field-orthophoto.png");
        assertThat(admin.get(url, "Range", "bytes=1-3").expect(206).text()).isEqualTo("PNG");
        assertThat(
                        admin.get(url + "?filename=..%2F..%2Fetc%0Apass%22wd")
                                .header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=....etcpass_wd; filename*=UTF-8''....etcpass%22wd");
    }

    @Test
    void aResultOutlivesARestart() {
        String id = Background.id(png());
        Background.end(admin, id);
        byte[] before = admin.get("/api/workers/get/" + id).expect(200).bytes();
        server.stop();
        server.startAgain();
        Client anybody = server.anonymous();
        assertThat(Background.end(anybody, id)).hasToString("{\"ready\":true}");
        assertThat(anybody.get("/api/workers/get/" + id).expect(200).bytes()).isEqualTo(before);
    }

    @Test
    void aJobThatAKillCutOffHasFailedAndSaysWhy() {
        String id = UUID.randomUUID().toString();
        Background.sql(
                server,
                "INSERT INTO jobs (id, task_id, kind, state, beat_at) VALUES (?, ?, 'export', 'RUNNING', ?)",
                id,
                task,
                Instant.now().toEpochMilli() * 1000);
        assertThat(admin.get("/api/workers/check/" + id).json().path("ready").asBoolean())
                .isFalse();
        server.stop();
        server.startAgain();
        JsonNode end = server.anonymous().get("/api/workers/check/" + id).expect(200).json();
        assertThat(end.path("ready").asBoolean()).isTrue();
        assertThat(end.path("error").asText()).contains("server was stopped");
        assertThat(server.anonymous().get("/api/workers/get/" + id).text())
                .isEqualTo("{\"error\":\"Task not ready\"}");
    }

    @Test
    void jobsOfYesterdayAreForgottenWithTheirFiles() throws Exception {
        String old = Background.id(png());
        String young = Background.id(png());
        Background.end(admin, old);
        Background.end(admin, young);
        Path folder = data.resolve("jobs").resolve(old);
        assertThat(folder).isDirectory();
        Instant yesterday = Instant.now().minusSeconds(25 * 3600);
        Files.setLastModifiedTime(folder, FileTime.from(yesterday));
        Background.sql(
                server,
                "UPDATE jobs SET ended_at = ? WHERE id = ?",
                yesterday.toEpochMilli() * 1000,
                old);
        TestServer.until("the folder is gone", () -> !Files.exists(folder));
        assertThat(admin.get("/api/workers/check/" + old).text()).isEqualTo("{\"ready\":false}");
        assertThat(admin.get("/api/workers/get/" + young).expect(200).header("Content-Type"))
                .isEqualTo("image/png");
    }

    @Test
    void theResultsOfARemovedTaskGoWithIt() {
        String id = Background.id(png());
        Background.end(admin, id);
        admin.post(path + "remove/").expect(200);
        TestServer.until(
                "the job is forgotten",
                () ->
                        admin.get("/api/workers/get/" + id)
                                .text()
                                .equals("{\"error\":\"Task not ready\"}"));
    }

    @Test
    void aDamagedSourceIsAClearFailure() throws Exception {
        Files.writeString(
                server.taskFolder(1, task).resolve("assets/odm_dem/dsm.tif"), "no TIFF at all");
        String id = Background.id(admin.post(path + "dsm/export", Map.of("format", "png")));
        JsonNode end = Background.end(admin, id);
        assertThat(end.path("error").asText()).contains("damaged").doesNotContain(data.toString());
        TestServer.until(
                "what the job had written is deleted",
                () -> Files.notExists(data.resolve("jobs").resolve(id)));
    }
}
