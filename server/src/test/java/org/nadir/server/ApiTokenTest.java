package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.TestServer.task;
import static org.nadir.server.TestServer.tasks;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.identity.SignIn;

/// Tokens that users give to programs: what they open, and all that they must not.
@Timeout(60)
class ApiTokenTest {

    @TempDir static Path data;
    static FakeClock clock = new FakeClock();
    static TestServer server;
    static Client owner;
    static long first;
    static long second;
    static long task;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        TestServer.config(data).withSignIn(SignIn.local().withClock(clock)));
        server.addUser("owner", "pw");
        owner = server.anonymous().login("owner", "pw");
        first = server.project(owner, "First");
        second = server.project(owner, "Second");
        task = server.newTask(owner, second, Map.of("name", "t")).path("id").asLong();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static JsonNode make(Client user, Map<String, ?> wish) {
        return user.post("/api/tokens/", wish).expect(201).json();
    }

    private static Client bearer(JsonNode made) {
        return server.anonymous().with("Authorization", "Bearer " + made.path("token").asText());
    }

    private static Client reader() {
        return bearer(make(owner, Map.of("name", "r", "scopes", List.of("read"))));
    }

    private static Client writer() {
        return bearer(make(owner, Map.of("name", "w", "scopes", List.of("read", "write"))));
    }

    private static Client bound(long project) {
        return bearer(
                make(owner, Map.of("name", "b", "scopes", List.of("write"), "project", project)));
    }

    @Test
    void theSecretIsShownOnceAndKeptAsADigest() throws Exception {
        JsonNode made = make(owner, Map.of("name", "ci", "scopes", List.of("read")));
        String secret = made.path("token").asText();
        assertThat(secret).matches("nadir_[0-9a-f]{64}");
        String path = "/api/tokens/" + made.path("id").asLong() + "/";
        JsonNode again = owner.get(path).expect(200).json();
        assertThat(again.has("token")).isFalse();
        assertThat(again.path("name").asText()).isEqualTo("ci");
        assertThat(again.path("scopes").toString()).isEqualTo("[\"read\"]");
        assertThat(again.path("project").isNull()).isTrue();
        assertThat(again.path("expires_at").isNull()).isTrue();
        assertThat(owner.get("/api/tokens/").expect(200).text()).doesNotContain(secret);
        for (String file : List.of("nadir.db", "nadir.db-wal")) {
            Path database = data.resolve(file);
            if (Files.exists(database)) {
                assertThat(new String(Files.readAllBytes(database), StandardCharsets.ISO_8859_1))
                        .doesNotContain(secret.substring(6));
            }
        }
    }

    @Test
    void aTokenWorksInEveryPlaceWhereATokenMayStand() {
        JsonNode made = make(owner, Map.of("name", "n", "scopes", List.of("read")));
        String secret = made.path("token").asText();
        Client anybody = server.anonymous();
        anybody.with("Authorization", "Bearer " + secret).get("/api/projects/").expect(200);
        anybody.with("Authorization", "bearer " + secret).get("/api/projects/").expect(200);
        anybody.with("Authorization", "JWT " + secret).get("/api/projects/").expect(200);
        anybody.get("/api/projects/?jwt=" + secret).expect(200);
        assertThat(
                        anybody.get("/api/projects/?jwt=nadir_" + "0".repeat(64))
                                .expect(403)
                                .json()
                                .path("detail")
                                .asText())
                .isEqualTo("Invalid token.");
    }

    @Test
    void aReadingTokenChangesNothing() {
        Client reader = reader();
        reader.get("/api/projects/" + first + "/").expect(200);
        reader.head("/api/projects/" + first + "/").expect(200);
        String path = "/api/projects/" + first + "/";
        JsonNode refused = reader.patch(path, Map.of("name", "x")).expect(403).json();
        assertThat(refused.path("detail").asText()).isEqualTo("This token may only read.");
        reader.put(path, Map.of("name", "x")).expect(403);
        reader.delete(path).expect(403);
        reader.post("/api/projects/", Map.of("name", "x")).expect(403);
        reader.post(task(second, task) + "remove/").expect(403);
        reader.form(tasks(first), Map.of(), Client.FilePart.image("a.jpg")).expect(403);
        assertThat(owner.get(path).json().path("name").asText()).isEqualTo("First");
    }

    @Test
    void aWritingTokenWorksForItsOwner() {
        Client writer = writer();
        long made = server.project(writer, "By token");
        writer.patch("/api/projects/" + made + "/", Map.of("name", "Renamed")).expect(200);
        assertThat(owner.get("/api/projects/" + made + "/").json().path("name").asText())
                .isEqualTo("Renamed");
        writer.delete("/api/projects/" + made + "/").expect(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"read", "write"})
    void noTokenManagesTokensOrPasswords(String scope) {
        Client token = bearer(make(owner, Map.of("name", "t", "scopes", List.of(scope))));
        token.get("/api/tokens/").expect(403);
        token.post("/api/tokens/", Map.of("name", "x", "scopes", List.of("write"))).expect(403);
        long id = owner.get("/api/tokens/").json().path(0).path("id").asLong();
        token.get("/api/tokens/" + id + "/").expect(403);
        token.delete("/api/tokens/" + id + "/").expect(403);
        token.get("/password_change/").expect(403);
        token.post("/password_change/", Map.of("old_password", "pw")).expect(403);
    }

    @Test
    void theTokenOfASuperUserHasNoSuperRights() {
        Client admin = server.admin();
        Client token = bearer(make(admin, Map.of("name", "t", "scopes", List.of("read", "write"))));
        admin.get("/api/projects/" + first + "/").expect(200);
        // The row goes in the background, and the token with it.
        assertThat(token.get("/api/projects/" + first + "/").status()).isIn(403, 404);
        token.patch("/api/settings/", Map.of("app_name", "x")).expect(403);
        token.post("/api/processingnodes/", Map.of("hostname", "h", "port", 3000)).expect(403);
    }

    @Test
    void aTokenOfOneProjectSeesNoOther() {
        Client token = bound(first);
        token.get("/api/projects/" + first + "/").expect(200);
        token.get(tasks(first)).expect(200);
        token.patch("/api/projects/" + first + "/", Map.of("description", "d")).expect(200);
        token.get("/api/projects/" + second + "/").expect(404);
        token.get(tasks(second)).expect(404);
        token.get(task(second, task)).expect(404);
        token.post(task(second, task) + "remove/").expect(404);
        JsonNode list = token.get("/api/projects/").expect(200).json();
        assertThat(list.path("count").asInt()).isEqualTo(1);
        assertThat(list.path("results").path(0).path("id").asLong()).isEqualTo(first);
        token.get("/api/processingnodes/").expect(200);
        token.post("/api/projects/", Map.of("name", "x")).expect(403);
        token.get("/api/users/").expect(403);
        token.get("/api/session/").expect(403);
        token.get("/dashboard/").expect(403);
    }

    @Test
    void aTokenOfOneProjectMovesNothingOut() {
        Client token = bound(second);
        token.get(task(second, task)).expect(200);
        token.patch(task(second, task), Map.of("project", first)).expect(403);
        assertThat(owner.get(task(second, task)).expect(200).json().path("project").asLong())
                .isEqualTo(second);
    }

    @Test
    void aTokenDiesWithItsProject() {
        long project = server.project(owner, "Short-lived");
        Client token = bound(project);
        token.get(tasks(project)).expect(200);
        owner.delete("/api/projects/" + project + "/").expect(204);
        // The row goes in the background, and the token with it.
        assertThat(token.get("/api/projects/" + first + "/").status()).isIn(403, 404);
        TestServer.until(
                "the row of the project is gone",
                () -> token.get("/api/projects/").status() == 403);
    }

    @Test
    void aTokenEndsWhenItSaysAndNotLater() {
        Instant end = clock.instant().plus(Duration.ofHours(1));
        Client token =
                bearer(
                        make(
                                owner,
                                Map.of(
                                        "name", "e",
                                        "scopes", List.of("read"),
                                        "expires_at", end.toString())));
        token.get("/api/projects/").expect(200);
        clock.forward(Duration.ofMinutes(61));
        JsonNode refused = token.get("/api/projects/").expect(403).json();
        assertThat(refused.path("detail").asText()).isEqualTo("This token has expired.");
    }

    @Test
    void theLastUseIsKnown() {
        JsonNode made = make(owner, Map.of("name", "u", "scopes", List.of("read")));
        String path = "/api/tokens/" + made.path("id").asLong() + "/";
        assertThat(owner.get(path).json().path("last_used_at").isNull()).isTrue();
        bearer(made).get("/api/projects/").expect(200);
        String used = owner.get(path).json().path("last_used_at").asText();
        assertThat(used).isNotEmpty();
        clock.forward(Duration.ofMinutes(2));
        bearer(made).get("/api/projects/").expect(200);
        assertThat(owner.get(path).json().path("last_used_at").asText()).isGreaterThan(used);
    }

    @Test
    void aDeletedTokenIsVoidAtOnceAndOthersTokensAreNotThere() {
        server.addUser("neighbour", "pw");
        Client neighbour = server.anonymous().login("neighbour", "pw");
        JsonNode made = make(owner, Map.of("name", "d", "scopes", List.of("read")));
        String path = "/api/tokens/" + made.path("id").asLong() + "/";
        neighbour.get(path).expect(404);
        neighbour.delete(path).expect(404);
        bearer(made).get("/api/projects/").expect(200);
        owner.delete(path).expect(204);
        bearer(made).get("/api/projects/").expect(403);
        owner.get(path).expect(404);
    }

    @Test
    void aDisabledUsersTokensAreRefused() {
        server.addUser("gone", "pw");
        Client gone = server.anonymous().login("gone", "pw");
        Client token = bearer(make(gone, Map.of("name", "g", "scopes", List.of("read"))));
        var users = server.inside().accounts().users();
        users.setActive(users.find("gone").orElseThrow().id(), false);
        JsonNode refused = token.get("/api/projects/").expect(403).json();
        assertThat(refused.path("detail").asText()).isEqualTo("User account is disabled.");
    }

    @Test
    void wishesThatMakeNoSenseAreNamed() {
        JsonNode bad =
                owner.post(
                                "/api/tokens/",
                                Map.of(
                                        "name",
                                        " ",
                                        "scopes",
                                        List.of("admin"),
                                        "project",
                                        999_999,
                                        "expires_at",
                                        "2001-01-01T00:00:00Z"))
                        .expect(400)
                        .json();
        assertThat(bad.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("name", "scopes", "project", "expires_at");
        owner.post("/api/tokens/", Map.of("name", "x", "scopes", List.of())).expect(400);
        owner.post("/api/tokens/", Map.of("name", "x", "scopes", "read")).expect(400);
        owner.post("/api/tokens/", Map.of("name", "x", "scopes", Map.of("a", 1))).expect(400);
        owner.post("/api/tokens/", Map.of()).expect(400);
        server.addUser("outsider", "pw");
        Client outsider = server.anonymous().login("outsider", "pw");
        outsider.post(
                        "/api/tokens/",
                        Map.of("name", "x", "scopes", List.of("read"), "project", first))
                .expect(400);
        server.anonymous().get("/api/tokens/").expect(403);
    }
}
