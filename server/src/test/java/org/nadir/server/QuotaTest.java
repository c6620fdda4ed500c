package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.admin.Administration;
import org.nadir.server.hook.Webhooks;

/// Users above their quota: what is counted is held against the files on the disk; deadlines are seen by the webhook that tells
/// of them.
@Timeout(60)
class QuotaTest {

    private static final int MEGABYTE = 1 << 20;

    @TempDir Path data;
    HookReceiver receiver;
    TestServer server;
    Client admin;
    Client owner;
    String profile;
    long project;

    @BeforeEach
    void start() {
        receiver = new HookReceiver();
        server = TestServer.start(withGrace(TestServer.config(data), Duration.ofHours(8)));
        admin = server.admin();
        server.addUser("owner", "pw");
        owner = server.anonymous().login("owner", "pw");
        profile =
                "/api/admin/profiles/"
                        + server.inside().accounts().users().find("owner").orElseThrow().id()
                        + "/";
        project = server.project(owner, "Large");
    }

    @AfterEach
    void stop() {
        server.close();
        receiver.close();
    }

    private ServerConfig withGrace(ServerConfig config, Duration grace) {
        var administration =
                new Administration(true, grace, new Webhooks(null, receiver.address(), ""));
        return config.withChoices(config.choices().withAdministration(administration));
    }

    /// A task with two files of half a megabyte each.
    private long newTask() {
        var half = new byte[MEGABYTE / 2];
        return owner.form(
                        tasks(project),
                        Map.of(),
                        new Client.FilePart("images", "a.jpg", half),
                        new Client.FilePart("images", "b.jpg", half))
                .expect(201)
                .json()
                .path("id")
                .asLong();
    }

    private void quota(double megabytes) {
        admin.patch(profile, Map.of("quota", megabytes)).expect(200);
    }

    private double used() {
        return admin.get(profile + "used_quota/").expect(200).json().path("used").asDouble();
    }

    private double bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.walk(data.resolve("media/project/" + project))) {
            return files.filter(Files::isRegularFile).mapToLong(QuotaTest::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    private List<Long> taskIds() {
        return owner.get(tasks(project)).json().findValues("id").stream()
                .map(JsonNode::asLong)
                .toList();
    }

    @Test
    void usedIsWhatTheTasksTakeOnTheDisk() throws IOException {
        assertThat(admin.get(profile + "used_quota/").json().toString())
                .isEqualTo("{\"used\":0.0,\"total\":-1.0}");
        newTask();
        newTask();
        quota(7);
        JsonNode json = admin.get(profile + "used_quota/").json();
        assertThat(json.path("used").asDouble()).isEqualTo(bytesOnDisk() / MEGABYTE);
        assertThat(json.path("used").asDouble()).isEqualTo(2.0, within(0.01));
        assertThat(json.path("total").asDouble()).isEqualTo(7);
    }

    @Test
    void theNewestTasksGoWhenTheDeadlinePassesAndNoMoreThanNeeded() {
        long first = newTask();
        long second = newTask();
        long third = newTask();
        quota(2.5);
        receiver.awaitCount(1);
        JsonNode told = receiver.heard.getFirst().json();
        assertThat(told.path("username").asText()).isEqualTo("owner");
        assertThat(told.path("quota_used").asDouble()).isEqualTo(3, within(0.01));
        assertThat(told.path("quota_total").asDouble()).isEqualTo(2.5);
        assertThat(Instant.ofEpochSecond(told.path("deadline").asLong()))
                .isBetween(
                        Instant.now().plus(Duration.ofMinutes(470)),
                        Instant.now().plus(Duration.ofMinutes(481)));
        assertThat(taskIds()).containsExactly(first, second, third);
        JsonNode reply =
                admin.post(profile + "update_quota_deadline/", Map.of("hours", 0))
                        .expect(200)
                        .json();
        assertThat(reply.path("deadline").isIntegralNumber()).isTrue();
        TestServer.until("gone", () -> owner.get(task(project, third)).status() == 404);
        assertThat(taskIds()).containsExactly(first, second);
        assertThat(used()).isEqualTo(2, within(0.01));
        assertThat(server.taskFolder(project, second)).exists();
        TestServer.until("files gone", () -> !Files.exists(server.taskFolder(project, third)));
        // The deadline was cleared: a new excess begins with a new one and not with a removal.
        TestServer.until("cleared", () -> deadline() == null);
        long fourth = newTask();
        receiver.awaitCount(2);
        assertThat(taskIds()).containsExactly(first, second, fourth);
        assertThat(receiver.heard).hasSize(2);
    }

    private @Nullable Long deadline() {
        return server.inside()
                .accounts()
                .profiles()
                .findByOidcSub("watched")
                .orElseThrow()
                .quotaDeadline();
    }

    @BeforeEach
    void watch() {
        admin.patch(profile, Map.of("oidc_sub", "watched")).expect(200);
    }

    @Test
    void withoutGraceOneLookSetsTheDeadlineAndTheNextEnforcesIt() {
        server.stop();
        server.startAgain(withGrace(server.config(), Duration.ZERO));
        admin = server.admin();
        owner = server.anonymous().login("owner", "pw");
        long kept = newTask();
        quota(1.2);
        newTask();
        newTask();
        TestServer.until("one left", () -> taskIds().equals(List.of(kept)));
        quota(0);
        TestServer.until("none left", () -> taskIds().isEmpty());
    }

    @Test
    void aDeadlineIsForgottenWhenTheQuotaGrows() {
        newTask();
        quota(0.5);
        TestServer.until("set", () -> deadline() != null);
        quota(-1);
        TestServer.until("cleared", () -> deadline() == null);
        assertThat(taskIds()).hasSize(1);
    }

    @Test
    void aRemovalThatWasCutOffGoesOnAndTakesNoMore() {
        long first = newTask();
        newTask();
        quota(1.5);
        TestServer.until("set", () -> deadline() != null);
        admin.post(profile + "update_quota_deadline/", Map.of("hours", 0)).expect(200);
        server.stop();
        server.startAgain();
        owner = server.anonymous().login("owner", "pw");
        TestServer.until("one left", () -> taskIds().equals(List.of(first)));
        TestServer.until("cleared", () -> deadline() == null);
        assertThat(taskIds()).containsExactly(first);
    }

    @Test
    void theHoursOfADeadlineAreANumberThatIsNotNegative() {
        String path = profile + "update_quota_deadline/";
        var bodies = new HashMap<String, Map<String, ?>>();
        bodies.put("missing", Map.of());
        for (Object wrong : List.of(-1, "-0.5", "soon", "NaN", 1e300, List.of(1), true)) {
            bodies.put(wrong.toString(), Map.of("hours", wrong));
        }
        bodies.forEach((name, body) ->
                assertThat(admin.post(path, body).expect(400).json().has("hours"))
                        .as(name)
                        .isTrue());
        long now = Instant.now().getEpochSecond();
        long deadline =
                admin.post(path, Map.of("hours", 1.5)).expect(200).json().path("deadline").asLong();
        assertThat(deadline).isBetween(now + 5400, now + 5460);
        owner.post(path, Map.of("hours", 1)).expect(403);
        admin.post("/api/admin/profiles/999999/update_quota_deadline/", Map.of("hours", 1))
                .expect(404);
    }
}
