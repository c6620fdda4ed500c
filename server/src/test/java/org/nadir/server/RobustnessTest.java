package org.nadir.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nadir.server.RawHttp.bytes;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.server.Walk.Role;

/// Clients that are slow, endless, ambiguous or old-fashioned, over sockets by hand.
@Timeout(60)
class RobustnessTest {

    private static final int HALF_OPEN = 300;

    @TempDir static Path data;
    @TempDir static Path scratch;
    static Walk walk;
    static int port;
    static String credentials;

    @BeforeAll
    static void start() {
        walk = Walk.start(data, scratch);
        port = walk.server().port();
        credentials =
                "Host: localhost\r\nAuthorization: "
                        + walk.client(Role.OWNER).headers().get(1)
                        + "\r\n";
    }

    @AfterAll
    static void stop() {
        walk.close();
    }

    @Test
    void headersWithoutEndAreRefused() {
        String one = "GET /api/ HTTP/1.1\r\n" + credentials;
        assertRefused(one + "X: " + "y".repeat(100_000) + "\r\n\r\n", 431);
        assertRefused(one + "X: y\r\n".repeat(20_000) + "\r\n", 431);
        assertRefused("GET /" + "y".repeat(100_000) + " HTTP/1.1\r\n\r\n", 414);
    }

    private static void assertRefused(String request, int status) {
        RawHttp.Answer answer = RawHttp.exchange(port, bytes(request));
        assertThat(answer.status()).as(RawHttp.start(bytes(request))).isEqualTo(status);
        assertThat(answer.body()).startsWith("{\"detail\":");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "multipart/form-data; boundary=edge"
            })
    void bodiesWithoutEndAreRefused(String type) throws IOException {
        try (Socket socket = RawHttp.connect(port)) {
            OutputStream out = socket.getOutputStream();
            out.write(
                    bytes(
                            "POST /api/projects/ HTTP/1.1\r\n"
                                    + credentials
                                    + "Connection: close\r\nTransfer-Encoding: chunked\r\nContent-Type: "
                                    + type
                                    + "\r\n\r\n"));
            byte[] begin = bytes("--edge\r\nContent-Disposition: form-data; name=\"name\"\r\n\r\n");
            writeChunk(out, begin);
            var block = new byte[1 << 20];
            java.util.Arrays.fill(block, (byte) 'x');
            for (int i = 0; i < 12; i++) {
                writeChunk(out, block);
            }
            out.write(bytes("0\r\n\r\n"));
            out.flush();
            RawHttp.Answer answer = RawHttp.read(socket.getInputStream());
            assertThat(answer.status()).as(answer.body()).isIn(400, 413);
            assertThat(answer.isJson()).isTrue();
        }
    }

    private static void writeChunk(OutputStream out, byte[] bytes) throws IOException {
        out.write(bytes(Integer.toHexString(bytes.length) + "\r\n"));
        out.write(bytes);
        out.write(bytes("\r\n"));
    }

    @Test
    void clientsThatStopInTheMiddleDoNotKeepOthersWaiting() throws IOException {
        var open = new ArrayList<Socket>();
        try {
            for (int i = 0; i < HALF_OPEN; i++) {
                Socket socket = RawHttp.connect(port);
                open.add(socket);
                socket.getOutputStream().write(bytes(halfOf(i)));
            }
            for (int i = 0; i < 20; i++) {
                walk.client(Role.OWNER).get("/api/projects/").expect(200);
                walk.client(Role.OWNER)
                        .patch(
                                walk.path("/api/projects/{project}/", Role.OWNER),
                                Map.of("description", "d" + i))
                        .expect(200);
            }
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
        walk.client(Role.OWNER).get("/api/projects/").expect(200);
    }

    private static String halfOf(int i) {
        return switch (i % 3) {
            case 0 -> "GET /api/projects/ HT";
            case 1 -> "GET /api/projects/ HTTP/1.1\r\n" + credentials + "X-Slow: ";
            default ->
                    "POST /api/projects/ HTTP/1.1\r\n"
                            + credentials
                            + "Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"name\": ";
        };
    }

    @Test
    void requestsInOneGoAreAnsweredInOrderAndJunkAfterThemEndsTheConnection() {
        String two =
                "GET /api/welcome/ HTTP/1.1\r\n"
                        + credentials
                        + "\r\n"
                        + "GET /api/ HTTP/1.1\r\n"
                        + credentials
                        + "\r\n"
                        + "\u0001\u0002 junk\r\n\r\n";
        RawHttp.Answer answers = RawHttp.exchange(port, bytes(two));
        String all = answers.head() + answers.body();
        assertThat(all).containsSubsequence("200", "\"needed\"", "HTTP/1.1 200", "\"projects\"");
        // The junk gets a refusal, or nothing when the client is gone by then.
        assertThat(all.split("HTTP/1.1 200", -1)).hasSize(3);
    }

    /// Two readers of such a request could see two different ends of it (RFC 9112, 6.3).
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: 0x5\r\n"
            })
    void ambiguousLengthsEndTheConnection(String headers) {
        String smuggled = "GET /api/welcome/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        RawHttp.Answer answer =
                RawHttp.exchange(
                        port,
                        bytes(
                                "POST /api/token-auth/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + headers
                                        + "\r\n0\r\n\r\n"
                                        + smuggled));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).doesNotContain("needed");
    }

    @Test
    void headAndOptionsWorkWhereverGetDoes() throws IOException {
        for (RouteRow row : RouteRow.all()) {
            if (!row.method().equals("GET")) {
                continue;
            }
            String path = walk.path(row.path(), Role.OWNER);
            int get = walk.send(Role.OWNER, "GET", path, "-").status();
            Walk.Answer head = walk.send(Role.OWNER, "HEAD", path, "-");
            assertThat(head.status()).as("HEAD " + path).isEqualTo(get);
            assertThat(head.bytes()).as("HEAD " + path).isEmpty();
            assertThat(walk.send(Role.ANONYMOUS, "OPTIONS", path, "-").status())
                    .as("OPTIONS " + path)
                    .isEqualTo(204);
        }
    }

    @Test
    void theSlashAtTheEndMayBeMissingOrBeTooMuch() throws IOException {
        for (RouteRow row : RouteRow.all()) {
            if (!row.method().equals("GET")
                    || row.path().contains("<")
                    || row.path().equals("/api/")) {
                continue;
            }
            String path = walk.path(row.path(), Role.OWNER);
            String other = path.endsWith("/") ? path.substring(0, path.length() - 1) : path + "/";
            assertThat(walk.send(Role.OWNER, "GET", other, "-").status())
                    .as(other)
                    .isEqualTo(walk.send(Role.OWNER, "GET", path, "-").status());
        }
    }

    @Test
    void jsonMayBeAskedForBySuffixAndByFormat() throws IOException {
        for (RouteRow row : RouteRow.all()) {
            if (!row.method().equals("GET") || !row.path().matches("/api/.+/")) {
                continue;
            }
            String path = walk.path(row.path(), Role.OWNER);
            int plain = walk.send(Role.OWNER, "GET", path, "-").status();
            for (String other : List.of(path.replaceFirst("/$", ".json"), path + "?format=json")) {
                assertThat(walk.send(Role.OWNER, "GET", other, "-").status())
                        .as(other)
                        .isEqualTo(plain);
            }
        }
        assertThat(
                        walk.client(Role.OWNER)
                                .post("/api/projects.json", Map.of("name", "By suffix"))
                                .status())
                .isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "BREW", "get"})
    void methodsThatNobodyKnowsAreRefused(String method) {
        RawHttp.Answer answer =
                RawHttp.exchange(
                        port,
                        bytes(
                                method
                                        + " /api/projects/ HTTP/1.1\r\n"
                                        + credentials
                                        + "Connection: close\r\n\r\n"));
        assertThat(answer.status()).as(answer.head() + answer.body()).isIn(400, 405);
        assertThat(answer.isJson()).isTrue();
    }
}
