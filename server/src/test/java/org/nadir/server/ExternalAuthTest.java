package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.account.User;
import org.nadir.server.identity.SignIn;

/// An identity server elsewhere knows passwords and cookies. It is asked only for what is not known here, and can give nobody
/// the account of somebody else.
@Timeout(60)
class ExternalAuthTest {

    @TempDir static Path data;
    static HttpServer identity;
    static TestServer server;
    static volatile String answer = "{\"error\": \"no\"}";
    static final List<String> asked = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws IOException {
        identity = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        identity.createContext("/check", ExternalAuthTest::check);
        identity.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        identity.start();
        var here = URI.create("http://127.0.0.1:" + identity.getAddress().getPort() + "/check");
        server =
                TestServer.start(
                        TestServer.config(data)
                                .withSignIn(
                                        SignIn.local()
                                                .withExternal(here)
                                                .withCluster(
                                                        new SignIn.Cluster(
                                                                1, "https://c{id}.example/"))));
    }

    private static void check(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        asked.add(exchange.getRequestMethod() + " " + authorization + " " + body);
        byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        try (var out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    @AfterAll
    static void stop() {
        server.close();
        identity.stop(0);
    }

    private static Client.Reply token(String user, String password) {
        return server.anonymous()
                .post("/api/token-auth/", Map.of("username", user, "password", password));
    }

    private static User user(String name) {
        return server.inside().accounts().users().find(name).orElseThrow();
    }

    private static double quota(String name) {
        return server.inside().accounts().profiles().find(user(name).id()).orElseThrow().quota();
    }

    @Test
    void aPasswordKnownHereIsNotSentElsewhere() {
        server.addUser("homebody", "pw");
        asked.clear();
        token("homebody", "pw").expect(200);
        assertThat(asked).isEmpty();
    }

    @Test
    void aUserOfTheIdentityServerGetsThatIdAndQuota() {
        answer = "{\"user_id\": 50100, \"username\": \"remote\", \"maxQuota\": 1500}";
        asked.clear();
        token("remote", "p&w=1").expect(200);
        assertThat(asked).hasSize(1);
        assertThat(asked.getFirst()).startsWith("POST null ");
        assertThat(FakeProvider.decode(asked.getFirst().substring("POST null ".length())))
                .containsOnly(Map.entry("username", "remote"), Map.entry("password", "p&w=1"));
        assertThat(user("remote").id()).isEqualTo(50100);
        assertThat(quota("remote")).isEqualTo(1500);
        assertThat(user("remote").superuser() || user("remote").hasPassword()).isFalse();
        answer = "{\"user_id\": 50100, \"username\": \"renamed\"}";
        token("renamed", "pw").expect(200);
        assertThat(user("renamed").id()).isEqualTo(50100);
        assertThat(quota("renamed")).isEqualTo(-1);
        server.addUser("after", "pw");
        assertThat(user("after").id()).isGreaterThan(50100);
    }

    @Test
    void aNodeOfTheUsersOwnIsMadeAndFollowsItsToken() {
        answer =
                """
                {"user_id": 60100, "username": "noded", "maxQuota": 7, "node":
                 {"hostname": "node.example", "port": 3001, "token": "t-60100",
                  "limits": {"maxQuota": 99.5}}}
                """;
        Client noded =
                server.anonymous()
                        .with(
                                "Authorization",
                                "JWT "
                                        + token("noded", "pw")
                                                .expect(200)
                                                .json()
                                                .path("token")
                                                .asText());
        assertThat(quota("noded")).isEqualTo(99.5);
        JsonNode nodes = noded.get("/api/processingnodes/").expect(200).json();
        assertThat(nodes).hasSize(1);
        assertThat(nodes.path(0).path("hostname").asText()).isEqualTo("node.example");
        String one = "/api/processingnodes/" + nodes.path(0).path("id").asLong() + "/";
        noded.patch(one, Map.of("label", "mine")).expect(403);
        noded.delete(one).expect(403);
        answer = answer.replace("node.example", "moved.example").replace("3001", "443");
        token("noded", "pw").expect(200);
        nodes = noded.get("/api/processingnodes/").json();
        assertThat(nodes).hasSize(1);
        assertThat(nodes.path(0).path("hostname").asText()).isEqualTo("moved.example");
        assertThat(nodes.path(0).path("port").asInt()).isEqualTo(443);
        server.addUser("nodeless", "pw");
        Client nodeless = server.anonymous().login("nodeless", "pw");
        assertThat(nodeless.get("/api/processingnodes/").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message\": \"no\", \"user_id\": 701, \"username\": \"denied\"}",
                "{\"error\": \"no\", \"user_id\": 701, \"username\": \"denied\"}",
                "{}",
                "[]",
                "null",
                "<html>",
                "",
                "{\"user_id\": 701}",
                "{\"username\": \"denied\"}",
                "{\"user_id\": 0, \"username\": \"denied\"}",
                "{\"user_id\": -5, \"username\": \"denied\"}",
                "{\"user_id\": 1.5, \"username\": \"denied\"}",
                "{\"user_id\": 9223372036854775807, \"username\": \"denied\"}",
                "{\"user_id\": 701, \"username\": \"\"}",
                "{\"user_id\": 701, \"username\": \"<script>\"}",
                "{\"user_id\": 701, \"username\": {\"a\": 1}}"
            })
    void anythingButAYesIsANo(String reply) {
        answer = reply;
        // Each try in another name, so that they do not add up to a lock.
        token("denied" + reply.hashCode(), "pw").expect(400);
        assertThat(server.inside().accounts().users().find("denied")).isEmpty();
        assertThat(server.inside().accounts().users().find(701)).isEmpty();
    }

    @Test
    void aNodeThatCannotBeIsLeftOut() {
        answer =
                "{\"user_id\": 60200, \"username\": \"badnode\", \"node\":"
                        + " {\"hostname\": \"h\", \"port\": 99999, \"token\": \"t\"}}";
        token("badnode", "pw").expect(200);
        answer =
                "{\"user_id\": 60200, \"username\": \"badnode\", \"node\":"
                        + " {\"hostname\": \"h\", \"port\": 80, \"token\": \"\"}}";
        token("badnode", "pw").expect(200);
        assertThat(server.admin().get("/api/processingnodes/").json().findValuesAsText("hostname"))
                .doesNotContain("h");
    }

    @Test
    void nobodyIsGivenAnAccountOfThisServer() {
        long admin = user(TestServer.ADMIN).id();
        answer = "{\"user_id\": " + admin + ", \"username\": \"intruder\"}";
        token("intruder", "pw").expect(400);
        answer = "{\"user_id\": 70700, \"username\": \"" + TestServer.ADMIN + "\"}";
        token(TestServer.ADMIN, "not the password").expect(400);
        server.addUser("resident", "pw");
        answer = "{\"user_id\": " + user("resident").id() + ", \"username\": \"intruder\"}";
        token("intruder", "pw").expect(400);
        server.admin().get("/api/projects/").expect(200);
    }

    @Test
    void aLocalUserOfTheSameIdAndNameIsNotTakenOverByAnotherPassword() {
        server.addUser("both", "local");
        answer = "{\"user_id\": " + user("both").id() + ", \"username\": \"both\"}";
        token("both", "outside").expect(200);
        token("both", "local").expect(200);
    }

    @Test
    void aCookieOfTheIdentityServerSignsIn() {
        String path = "/api/external-token-auth/";
        asked.clear();
        assertThat(server.anonymous().post(path).expect(200).json().has("error")).isTrue();
        assertThat(asked).isEmpty();
        answer = "{\"user_id\": 80100, \"username\": \"cookie\"}";
        Browser browser = Browser.at(server);
        browser.cookies().put("external_access_token", "abc.def");
        assertThat(browser.post(path, Map.of()).expect(200).text())
                .isEqualTo("{\"redirect\":\"/\"}");
        assertThat(asked).containsExactly("POST Bearer abc.def ");
        assertThat(browser.username()).isEqualTo("cookie");
        answer = "{\"error\": \"no\"}";
        Browser denied = Browser.at(server);
        denied.cookies().put("external_access_token", "x");
        assertThat(denied.post(path, Map.of()).expect(200).json().has("error")).isTrue();
        assertThat(denied.username()).isEmpty();
    }

    @Test
    void aUserOfAnotherServerOfTheClusterIsSentThere() {
        answer = "{\"user_id\": 80200, \"username\": \"elsewhere\"}";
        token("elsewhere", "pw").expect(200);
        server.inside()
                .accounts()
                .profiles()
                .update(user("elsewhere").id(), Map.of("cluster_id", 4L));
        Browser browser = Browser.at(server);
        browser.cookies().put("external_access_token", "abc");
        assertThat(
                        browser.post("/api/external-token-auth/", Map.of())
                                .expect(200)
                                .json()
                                .path("redirect")
                                .asText())
                .isEqualTo("https://c4.example/");
        assertThat(browser.username()).isEmpty();
    }

    @Test
    void withoutAnIdentityServerTheEndpointIsNotThere(@TempDir Path own) {
        try (var plain = TestServer.start(own, null)) {
            plain.anonymous().post("/api/external-token-auth/").expect(404);
        }
    }

    @Test
    void firstLoginsAtOnceMakeOneNode() throws InterruptedException {
        for (int round = 0; round < 5; round++) {
            answer =
                    """
                    {"user_id": %d, "username": "crowd%d",
                     "node": {"hostname": "crowd%d.example", "port": 9, "token": "shared-%d"}}
                    """
                            .formatted(61_000 + round, round, round, round);
            String user = "crowd" + round;
            var start = new CountDownLatch(1);
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < 6; i++) {
                threads.add(
                        Thread.ofVirtual()
                                .start(() -> {
                                    awaitQuietly(start);
                                    token(user, "pw");
                                }));
            }
            start.countDown();
            for (Thread thread : threads) {
                thread.join();
            }
            token(user, "pw").expect(200);
            assertThat(
                            server.admin()
                                    .get("/api/processingnodes/")
                                    .json()
                                    .findValuesAsText("hostname"))
                    .as("round %d", round)
                    .containsOnlyOnce("crowd" + round + ".example");
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
