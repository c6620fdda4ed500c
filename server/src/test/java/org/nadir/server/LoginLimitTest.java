package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.server.identity.SignIn;

/// Guessing passwords is slow, and nobody is locked out by guesses made elsewhere. Addresses come as from a proxy on the
/// same machine; each test has its own, so that they do not disturb each other.
@Timeout(60)
class LoginLimitTest {

    private static final int TRIES = 10;

    @TempDir static Path data;
    static FakeClock clock = new FakeClock();
    static TestServer server;

    @BeforeAll
    static void start() {
        server =
                TestServer.start(
                        TestServer.config(data).withSignIn(SignIn.local().withClock(clock)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Client from(String address) {
        return server.anonymous().with("X-Forwarded-For", "198.51.100.1, " + address);
    }

    private static Client.Reply token(Client client, String user, String password) {
        return client.post("/api/token-auth/", Map.of("username", user, "password", password));
    }

    private static Client.Reply basic(Client client, String user, String password) {
        byte[] pair = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
        return client.with("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
                .get("/api/projects/");
    }

    private static void fail(String address, String user, int times) {
        for (int i = 0; i < times; i++) {
            token(from(address), user, "wrong" + i).expect(400);
        }
    }

    private static void assertTooMany(Client.Reply reply) {
        reply.expect(429);
        assertThat(reply.json().path("detail").asText()).startsWith("Too many wrong passwords.");
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 300);
    }

    @Test
    void theEleventhTryHasToWaitWhicheverWayItComes() {
        server.addUser("target", "right");
        String address = "203.0.113.1";
        fail(address, "target", TRIES);
        assertTooMany(token(from(address), "target", "right"));
        assertTooMany(token(from(address), "TARGET", "right"));
        assertTooMany(basic(from(address), "target", "right"));
        assertTooMany(
                from(address)
                        .post(
                                "/api/auth/session/",
                                Map.of("username", "target", "password", "right")));
        assertTooMany(new Browser(from(address)).login("target", "right"));
        clock.forward(Duration.ofMinutes(5));
        token(from(address), "target", "right").expect(200);
    }

    @Test
    void basicTriesCountToo() {
        server.addUser("basic", "right");
        Client client = from("203.0.113.2");
        for (int i = 0; i < TRIES; i++) {
            basic(client, "basic", "wrong" + i).expect(403);
        }
        assertTooMany(basic(client, "basic", "right"));
    }

    @Test
    void theRightPasswordWorksFromAnotherAddressAndForAnotherUser() {
        server.addUser("alice", "right");
        server.addUser("bob", "right");
        fail("203.0.113.3", "alice", TRIES);
        assertTooMany(token(from("203.0.113.3"), "alice", "right"));
        token(from("203.0.113.4"), "alice", "right").expect(200);
        token(from("203.0.113.3"), "bob", "right").expect(200);
    }

    @Test
    void successForgetsEarlierSlips() {
        server.addUser("clumsy", "right");
        String address = "203.0.113.5";
        for (int round = 0; round < 3; round++) {
            fail(address, "clumsy", TRIES - 1);
            token(from(address), "clumsy", "right").expect(200);
        }
    }

    @Test
    void manyNamesFromOneAddressAreALimitOfTheirOwn() {
        server.addUser("resident", "right");
        String address = "203.0.113.6";
        for (int i = 0; i < 100; i++) {
            token(from(address), "name" + i, "guess").expect(400);
        }
        assertTooMany(token(from(address), "name100", "guess"));
        token(from("203.0.113.7"), "resident", "right").expect(200);
    }

    @Test
    void anIpv6NetworkIsOneAddress() {
        server.addUser("six", "right");
        for (int i = 0; i < TRIES; i++) {
            token(from("2001:db8:1:2::" + Integer.toHexString(i + 1)), "six", "wrong").expect(400);
        }
        assertTooMany(token(from("2001:db8:1:2:ffff::1"), "six", "right"));
        token(from("2001:db8:1:3::1"), "six", "right").expect(200);
    }

    @Test
    void guessesAtTheSameTimeAreCountedOneByOne() throws Exception {
        server.addUser("raced", "right");
        var tries = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 3 * TRIES; i++) {
            String guess = "guess" + i;
            tries.add(() -> token(from("203.0.113.8"), "raced", guess).status());
        }
        var statuses = new ArrayList<Integer>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(tries)) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses.stream().filter(s -> s == 400)).hasSize(TRIES);
        assertThat(statuses.stream().filter(s -> s == 429)).hasSize(2 * TRIES);
    }

    @Test
    void manyRightRequestsAtTheSameTimeAllPass() throws Exception {
        server.addUser("busy", "right");
        var requests = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 3 * TRIES; i++) {
            requests.add(() -> basic(from("203.0.113.9"), "busy", "right").status());
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Integer> one : threads.invokeAll(requests)) {
                assertThat(one.get()).isEqualTo(200);
            }
        }
    }

    @Test
    void hostileAddressesAreNoError() {
        for (String address :
                new String[] {"", "x", "999.1.1.1", "::::", "[::1", "a.b.c.d", "1::2::3"}) {
            token(from(address), "nobody", "x").expect(400);
        }
    }
}
