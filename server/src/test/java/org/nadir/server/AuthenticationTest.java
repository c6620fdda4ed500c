package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.server.work.Pace;

/// Every way to say who one is, and every way to fail at it, with the exact texts that clients look for.
@Timeout(60)
class AuthenticationTest {

    @TempDir static Path data;
    static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start(data, null);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void assertRefused(Client client, String text) {
        Client.Reply reply = client.get("/api/projects/").expect(403);
        assertThat(reply.json().path("detail").asText()).isEqualTo(text);
    }

    private static Client basic(String pair) {
        return server.anonymous()
                .with(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static String token() {
        return server.anonymous()
                .post(
                        "/api/token-auth/",
                        Map.of("username", TestServer.ADMIN, "password", TestServer.PASSWORD))
                .expect(200)
                .json()
                .path("token")
                .asText();
    }

    @Test
    void withoutCredentialsAnswers403() {
        assertRefused(server.anonymous(), "Authentication credentials were not provided.");
        Client.Reply post = server.anonymous().post("/api/projects/", Map.of("name", "x"));
        assertThat(post.expect(403).json().path("detail").asText())
                .isEqualTo("Authentication credentials were not provided.");
    }

    @Test
    void aTokenCarriesWhoAndHowLong() throws IOException {
        String payload = token().split("\\.")[1];
        JsonNode claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(payload));
        assertThat(claims.path("username").asText()).isEqualTo(TestServer.ADMIN);
        assertThat(claims.path("user_id").isInt()).isTrue();
        assertThat(claims.has("email")).isTrue();
        long life = claims.path("exp").asLong() - System.currentTimeMillis() / 1000;
        assertThat(life).isBetween(6L * 3600 - 120, 6L * 3600);
    }

    @ParameterizedTest
    @CsvSource({"JWT", "jwt", "Jwt"})
    void theSchemeWordIsTakenInAnyCase(String word) {
        server.anonymous()
                .with("Authorization", word + " " + token())
                .get("/api/projects/")
                .expect(200);
    }

    @Test
    void refusesTokensThatAreNotOurs() throws Exception {
        String good = token();
        String[] parts = good.split("\\.");
        Client anybody = server.anonymous();
        assertRefused(anybody.with("Authorization", "JWT garbage"), "Error decoding signature.");
        assertRefused(
                anybody.with("Authorization", "JWT " + parts[0] + "." + parts[1] + "."),
                "Error decoding signature.");
        String other = sign(parts[0] + "." + parts[1], "another key");
        assertRefused(anybody.with("Authorization", "JWT " + other), "Error decoding signature.");
        String none =
                Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
        assertRefused(
                anybody.with("Authorization", "JWT " + none + "." + parts[1] + "."),
                "Error decoding signature.");
        Client.Reply query = anybody.get("/api/projects/?jwt=garbage").expect(403);
        assertThat(query.json().path("detail").asText()).isEqualTo("Error decoding signature.");
    }

    private static String sign(String signed, String key) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        return signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    }

    @Test
    void aWrongTokenIsRefusedEvenWhereNoneIsNeeded() {
        server.anonymous().get("/api/").expect(200);
        server.anonymous().with("Authorization", "JWT garbage").get("/api/").expect(403);
    }

    @Test
    void anExpiredTokenSaysSo(@TempDir Path own) {
        ServerConfig.Choices choices =
                new ServerConfig.Choices(
                        false, false, Duration.ofSeconds(-5), 1000, 1 << 20, Pace.quick());
        try (var shortLived = TestServer.start(TestServer.config(own).withChoices(choices))) {
            assertRefused(shortLived.admin(), "Signature has expired.");
        }
    }

    @Test
    void tokensOfDeletedAndDisabledUsersAreRefused() {
        server.addUser("leaver", "pw");
        Client leaver = server.anonymous().login("leaver", "pw");
        leaver.get("/api/projects/").expect(200);
        long id = server.inside().accounts().users().find("leaver").orElseThrow().id();
        server.inside().accounts().users().setActive(id, false);
        assertRefused(leaver, "User account is disabled.");
        server.inside().accounts().users().delete(id);
        assertRefused(leaver, "Invalid signature.");
    }

    @Test
    void malformedHeadersAreRefused() {
        Client anybody = server.anonymous();
        assertRefused(
                anybody.with("Authorization", "JWT"),
                "Invalid Authorization header. No credentials provided.");
        assertRefused(
                anybody.with("Authorization", "JWT a b"),
                "Invalid Authorization header. Credentials string should not contain spaces.");
    }

    @Test
    void basicCredentialsWorkEverywhereAndFailLoudly() {
        Client admin = basic(TestServer.ADMIN + ":" + TestServer.PASSWORD);
        admin.get("/api/projects/").expect(200);
        admin.post("/api/projects/", Map.of("name", "by basic")).expect(201);
        assertRefused(basic(TestServer.ADMIN + ":wrong"), "Invalid username/password.");
        assertRefused(basic("nobody:wrong"), "Invalid username/password.");
    }

    @Test
    void aChangedPasswordEndsTheOldOneAtOnce() {
        server.addUser("changer", "old");
        Client old = basic("changer:old");
        old.get("/api/projects/").expect(200);
        long id = server.inside().accounts().users().find("changer").orElseThrow().id();
        server.inside().accounts().changePassword(id, "new");
        assertRefused(old, "Invalid username/password.");
        basic("changer:new").get("/api/projects/").expect(200);
    }

    @Test
    void wrongOrMissingLoginFieldsAnswer400() {
        Client anybody = server.anonymous();
        JsonNode wrong =
                anybody.post("/api/token-auth/", Map.of("username", "admin", "password", "no"))
                        .expect(400)
                        .json();
        assertThat(wrong.path("non_field_errors").path(0).asText())
                .isEqualTo("Unable to log in with provided credentials.");
        JsonNode missing = anybody.post("/api/token-auth/", Map.of()).expect(400).json();
        assertThat(missing.path("username").path(0).asText()).isEqualTo("This field is required.");
        assertThat(missing.path("password").path(0).asText()).isEqualTo("This field is required.");
        anybody.send(
                        "POST",
                        "/api/token-auth/",
                        BodyPublishers.ofString("{"),
                        "Content-Type",
                        "application/json")
                .expect(400);
        assertThat(
                        anybody.send(
                                        "POST",
                                        "/api/token-auth/",
                                        BodyPublishers.ofString("x"),
                                        "Content-Type",
                                        "text/csv")
                                .status())
                .isEqualTo(415);
    }

    @Test
    void aSessionNeedsItsCsrfTokenForChanges() {
        Client.Reply login =
                server.anonymous()
                        .post(
                                "/api/auth/session",
                                Map.of(
                                        "username", TestServer.ADMIN,
                                        "password", TestServer.PASSWORD))
                        .expect(200);
        String csrf = login.json().path("csrf").asText();
        List<String> cookies = login.response().headers().allValues("Set-Cookie");
        assertThat(cookies).anyMatch(c -> c.startsWith("sessionid=") && c.contains("HttpOnly"));
        assertThat(cookies).allMatch(c -> c.contains("SameSite=Lax"));
        assertThat(cookies).anyMatch(c -> c.startsWith("csrftoken=" + csrf));
        String cookie =
                cookies.stream()
                        .map(c -> c.substring(0, c.indexOf(';')))
                        .reduce((a, b) -> a + "; " + b)
                        .orElseThrow();
        Client browser = server.anonymous().with("Cookie", cookie);
        JsonNode who = browser.get("/api/session").expect(200).json();
        assertThat(who.path("username").asText()).isEqualTo(TestServer.ADMIN);
        assertThat(who.path("csrf").asText()).isEqualTo(csrf);
        Client.Reply refused = browser.post("/api/projects/", Map.of("name", "x")).expect(403);
        assertThat(refused.json().path("detail").asText()).startsWith("CSRF Failed: ");
        Client full = browser.with("X-CSRFToken", csrf);
        full.post("/api/projects/", Map.of("name", "x")).expect(201);
        full.delete("/api/auth/session").expect(204);
        assertThat(browser.get("/api/session").json().path("authenticated").asBoolean()).isFalse();
        browser.get("/api/projects/").expect(403);
    }

    @Test
    void ofManyFirstVisitorsOneBecomesTheAdministrator(@TempDir Path own) throws Exception {
        var config =
                ServerConfig.of("127.0.0.1", 0, own).withChoices(TestServer.config(own).choices());
        try (var fresh = TestServer.start(config);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Client anybody = fresh.anonymous();
            assertThat(anybody.get("/api/welcome").json().path("needed").asBoolean()).isTrue();
            anybody.post("/api/welcome", Map.of("username", "a b", "password", "")).expect(400);
            var visitors = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 8; i++) {
                Map<String, String> body = Map.of("username", "user" + i, "password", "p" + i);
                visitors.add(() -> anybody.post("/api/welcome", body).status());
            }
            var statuses = new ArrayList<Integer>();
            for (Future<Integer> visitor : threads.invokeAll(visitors)) {
                statuses.add(visitor.get());
            }
            assertThat(statuses.stream().filter(s -> s == 201)).hasSize(1);
            assertThat(statuses.stream().filter(s -> s == 403)).hasSize(7);
            assertThat(anybody.get("/api/welcome").json().path("needed").asBoolean()).isFalse();
        }
    }

    @Test
    void theKeyFileIsPrivateAndTokensOutliveARestart() throws IOException {
        Path key = data.resolve("secret.key");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                .isEqualTo("rw-------");
        Client admin = server.admin();
        server.stop();
        server.startAgain();
        server.anonymous()
                .with("Authorization", admin.headers().get(1))
                .get("/api/projects/")
                .expect(200);
    }

    @Test
    void passwordsAreNotKept() {
        String hash = server.inside().accounts().users().find("admin").orElseThrow().passwordHash();
        assertThat(hash).startsWith("pbkdf2_sha256$").doesNotContain(TestServer.PASSWORD);
    }
}
