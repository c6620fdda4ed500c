package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nadir.server.TestServer.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.admin.Administration;
import org.nadir.server.hook.Webhooks;

/// What other programs hear of tasks that end, from a real receiver that may be slow, broken or away.
@Timeout(90)
class WebhookTest {

    private static final String SECRET = "shared – secret";

    @TempDir Path data;
    @TempDir Path scratch;
    FakeNode node;
    HookReceiver receiver;
    TestServer server;
    long project;

    @BeforeEach
    void start() {
        node = new FakeNode(Results.zip(Results.files(scratch)));
        receiver = new HookReceiver();
        ServerConfig config = TestServer.config(data).withLocalNode(node.address());
        var administration =
                new Administration(
                        true, Duration.ofHours(8), new Webhooks(receiver.address(), null, SECRET));
        server =
                TestServer.start(
                        config.withChoices(config.choices().withAdministration(administration)));
        project = server.project(server.admin(), "Told");
    }

    @AfterEach
    void stop() {
        server.close();
        node.close();
        receiver.close();
    }

    private String newTask(String name) {
        return task(
                project,
                server.newTask(server.admin(), project, Map.of("name", name)).path("id").asLong());
    }

    private JsonNode await(String path, int status) {
        return server.awaitStatus(server.admin(), path, status);
    }

    private long waiting() {
        return server.rows("webhook_outbox");
    }

    private void untilNothingWaits() {
        TestServer.until("nothing waits", () -> waiting() == 0);
    }

    @Test
    void aCompletedTaskIsToldOnceAndSigned() throws Exception {
        JsonNode done = await(newTask("North"), 40);
        receiver.awaitCount(1);
        untilNothingWaits();
        assertThat(receiver.heard).hasSize(1);
        HookReceiver.Heard heard = receiver.heard.getFirst();
        JsonNode json = heard.json();
        assertThat(json.path("event").asText()).isEqualTo("task.completed");
        assertThat(json.path("at").asText()).endsWith("Z");
        assertThat(json.path("project").toString())
                .isEqualTo("{\"id\":" + project + ",\"name\":\"Told\"}");
        for (String field :
                List.of(
                        "id",
                        "public_id",
                        "uuid",
                        "project",
                        "name",
                        "status",
                        "last_error",
                        "processing_time",
                        "images_count",
                        "size",
                        "created_at",
                        "available_assets")) {
            assertThat(json.path("task").path(field)).as(field).isEqualTo(done.path(field));
        }
        assertThat(heard.type()).isEqualTo("application/json");
        assertThat(heard.signature()).isEqualTo("sha256=" + hmac(SECRET, heard.body()));
    }

    /// HMAC by its definition (RFC 2104), as the witness.
    private static String hmac(String secret, byte[] message) throws Exception {
        var inner = new byte[64];
        var outer = new byte[64];
        byte[] key = secret.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 64; i++) {
            int k = i < key.length ? key[i] : 0;
            inner[i] = (byte) (k ^ 0x36);
            outer[i] = (byte) (k ^ 0x5c);
        }
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        sha.update(inner);
        byte[] first = sha.digest(message);
        sha.update(outer);
        return HexFormat.of().formatHex(sha.digest(first));
    }

    @Test
    void failuresAndCancellationsAreToldTooAndRepeatsAreNot() {
        node.holds = true;
        String failing = newTask("fails");
        JsonNode running = await(failing, 20);
        FakeNode.NodeTask onNode =
                Objects.requireNonNull(node.tasks.get(running.path("uuid").asText()));
        onNode.error = "Not enough overlap";
        onNode.code = 30;
        await(failing, 30);
        receiver.awaitCount(1);
        JsonNode json = receiver.heard.getFirst().json();
        assertThat(json.path("event").asText()).isEqualTo("task.failed");
        assertThat(json.path("task").path("last_error").asText()).contains("Not enough overlap");
        String canceled = newTask("stops");
        await(canceled, 20);
        server.admin().post(canceled + "cancel/").expect(200);
        await(canceled, 50);
        receiver.awaitCount(2);
        server.admin().post(canceled + "cancel/").expect(200);
        await(canceled, 50);
        server.admin().post(failing + "cancel/").expect(200);
        await(failing, 50);
        receiver.awaitCount(3);
        untilNothingWaits();
        assertThat(receiver.events())
                .containsExactly("task.failed", "task.canceled", "task.canceled");
        assertThat(receiver.heard.get(2).json().path("task").path("name").asText())
                .isEqualTo("fails");
    }

    @Test
    void theRemovalOfANodeFailsItsTasksAloud() {
        node.holds = true;
        await(newTask("orphan"), 20);
        server.admin().delete("/api/processingnodes/1/").expect(204);
        receiver.awaitCount(1);
        assertThat(receiver.events()).containsExactly("task.failed");
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, 302})
    void whatIsNotReceivedIsSentAgainUntilItIs(int answer) {
        receiver.answer = answer;
        await(newTask("again"), 40);
        receiver.awaitCount(3);
        receiver.answer = 204;
        untilNothingWaits();
        assertThat(receiver.heard.stream().map(HookReceiver.Heard::delivery).distinct()).hasSize(1);
        assertThat(receiver.heard.stream().map(HookReceiver.Heard::signature).distinct())
                .hasSize(1);
    }

    @Test
    void whatWasNotDeliveredBeforeTheServerEndedIsDeliveredAfter() {
        receiver.answer = 503;
        await(newTask("late"), 40);
        server.stop();
        assertThat(waiting()).isEqualTo(1);
        receiver.answer = 200;
        receiver.heard.clear();
        server.startAgain();
        receiver.awaitCount(1);
        untilNothingWaits();
        assertThat(receiver.events()).containsExactly("task.completed");
    }

    @Test
    void aReceiverThatHangsHoldsUpNobody() {
        var latch = new CountDownLatch(1);
        receiver.holdsUntil = latch;
        try {
            await(newTask("one"), 40);
            receiver.awaitCount(1);
            await(newTask("two"), 40);
            await(newTask("three"), 40);
            assertThat(receiver.heard).hasSize(1);
        } finally {
            receiver.holdsUntil = null;
            latch.countDown();
        }
        receiver.awaitCount(3);
        untilNothingWaits();
    }

    @Test
    void whenNobodyListensNothingIsKept(@TempDir Path own) {
        try (var silent = TestServer.start(own, node.address())) {
            long id = silent.project(silent.admin(), "Quiet");
            long task = silent.newTask(silent.admin(), id, Map.of()).path("id").asLong();
            silent.awaitStatus(silent.admin(), task(id, task), 40);
            assertThat(silent.rows("webhook_outbox")).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.com/x", "example.com", "http:/x", "file:///etc/passwd"})
    void addressesThatAreNoneAreRefusedAtTheStart(String address) {
        assertThatThrownBy(() -> new Webhooks(URI.create(address), null, "secret"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(address);
        assertThatThrownBy(() -> new Webhooks(URI.create("http://example.com"), null, " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("secret");
    }
}
