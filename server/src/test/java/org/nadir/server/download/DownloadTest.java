package org.nadir.server.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Downloads from a server that speaks HTTP badly on purpose: each reply is written byte by byte by the test.
@Timeout(60)
class DownloadTest {

    @TempDir Path folder;
    private ServerSocket listener;
    private final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    private final List<byte[]> replies = Collections.synchronizedList(new ArrayList<>());

    @BeforeEach
    void listen() throws IOException {
        listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(this::serve);
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    /// One reply to each connection, in turn.
    private void serve() {
        while (true) {
            try (Socket socket = listener.accept()) {
                var in =
                        new BufferedReader(
                                new InputStreamReader(
                                        socket.getInputStream(), StandardCharsets.US_ASCII));
                var head = new StringBuilder();
                for (String line = in.readLine();
                        line != null && !line.isEmpty();
                        line = in.readLine()) {
                    head.append(line).append('\n');
                }
                requests.add(head.toString());
                if (!replies.isEmpty()) {
                    socket.getOutputStream().write(replies.removeFirst());
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void reply(String head, byte[] body) {
        byte[] start =
                (head.replace("\n", "\r\n") + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = Arrays.copyOf(start, start.length + body.length);
        System.arraycopy(body, 0, all, start.length, body.length);
        replies.add(all);
    }

    private String url(String path) {
        return "http://127.0.0.1:" + listener.getLocalPort() + path;
    }

    private byte[] fetch(String path) throws IOException {
        Path target = folder.resolve("got");
        new Download(new UrlGuard(true), 0, Duration.ofMillis(1))
                .fetch(url(path), target, (done, total) -> {});
        return Files.readAllBytes(target);
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(5).nextBytes(bytes);
        return bytes;
    }

    @Test
    void takesUpWhereTheConnectionBroke() throws IOException {
        byte[] whole = random(100_000);
        reply(
                "HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 100000",
                Arrays.copyOf(whole, 40_000));
        reply(
                "HTTP/1.1 206 Partial\nETag: \"v1\"\nContent-Length: 60000\nContent-Range: bytes"
                        + " 40000-99999/100000",
                Arrays.copyOfRange(whole, 40_000, 100_000));
        assertThat(fetch("/a?b=c")).isEqualTo(whole);
        assertThat(requests.get(0)).startsWith("GET /a?b=c HTTP/1.1\n").doesNotContain("Range");
        assertThat(requests.get(1)).contains("Range: bytes=40000-\n", "If-Range: \"v1\"\n");
    }

    @Test
    void beginsAgainWhenTheFileChangedMeanwhile() throws IOException {
        byte[] fresh = random(50_000);
        reply("HTTP/1.1 200 OK\nETag: \"v1\"\nContent-Length: 90000", new byte[70_000]);
        reply("HTTP/1.1 200 OK\nETag: \"v2\"\nContent-Length: 50000", fresh);
        assertThat(fetch("/")).isEqualTo(fresh);
    }

    @Test
    void beginsAgainWithoutATag() throws IOException {
        byte[] whole = random(3_000);
        reply("HTTP/1.0 200 OK\nContent-Length: 3000", Arrays.copyOf(whole, 10));
        reply("HTTP/1.0 200 OK\nContent-Length: 3000", whole);
        assertThat(fetch("/")).isEqualTo(whole);
        assertThat(requests.get(1)).doesNotContain("Range");
    }

    @Test
    void readsChunkedBodiesAndNoticesWhenTheyBreak() throws IOException {
        reply(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
                "5;x=y\r\nhello\r\n".getBytes(StandardCharsets.US_ASCII));
        reply(
                "HTTP/1.1 200 OK\nTransfer-Encoding: chunked",
                "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        assertThat(fetch("/")).asString(StandardCharsets.US_ASCII).isEqualTo("hello world");
    }

    @Test
    void followsRedirectsButNotForever() throws IOException {
        reply("HTTP/1.1 302 Found\nLocation: /there", new byte[0]);
        reply("HTTP/1.1 200 OK\nContent-Length: 2", new byte[2]);
        assertThat(fetch("/")).hasSize(2);
        assertThat(requests.get(1)).startsWith("GET /there ");
        for (int i = 0; i < 20; i++) {
            reply("HTTP/1.1 301 Moved\nLocation: /again", new byte[0]);
        }
        assertThatThrownBy(() -> fetch("/"))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageContaining("too often");
    }

    @Test
    void redirectsToOtherSchemesAreRefused() {
        reply("HTTP/1.1 302 Found\nLocation: file:///etc/passwd", new byte[0]);
        assertThatThrownBy(() -> fetch("/"))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageContaining("only http");
        reply("HTTP/1.1 302 Found\nLocation: http://[broken", new byte[0]);
        assertThatThrownBy(() -> fetch("/")).isInstanceOf(RefusedUrlException.class);
    }

    @Test
    void missingFilesAreNotTriedAgain() {
        reply("HTTP/1.1 404 Not Found\nContent-Length: 0", new byte[0]);
        assertThatThrownBy(() -> fetch("/"))
                .isInstanceOf(RefusedUrlException.class)
                .hasMessageContaining("404");
        assertThat(requests).hasSize(1);
    }

    @Test
    void serversThatAreBusyAre() throws IOException {
        reply("HTTP/1.1 503 Busy\nContent-Length: 0", new byte[0]);
        reply("HTTP/1.1 200 OK\nContent-Length: 1", new byte[1]);
        assertThat(fetch("/")).hasSize(1);
    }

    @Test
    void nonsenseIsGivenUpAfterSomeTries() {
        for (int i = 0; i < 10; i++) {
            replies.add("SSH-2.0-OpenSSH\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        assertThatThrownBy(() -> fetch("/")).isInstanceOf(IOException.class);
        assertThat(requests).hasSize(5);
    }

    @Test
    void endlessHeadersAreCutOff() {
        byte[] line =
                "X: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy\n"
                        .getBytes(StandardCharsets.US_ASCII);
        var head = new StringBuilder("HTTP/1.1 200 OK\n");
        for (int i = 0; i < 2_000; i++) {
            head.append(new String(line, StandardCharsets.US_ASCII));
        }
        for (int i = 0; i < 5; i++) {
            reply(head.toString().strip(), new byte[0]);
        }
        assertThatThrownBy(() -> fetch("/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("too long");
    }

    @Test
    void aFileThatDoesNotFitIsNotBegun() {
        reply("HTTP/1.1 200 OK\nContent-Length: 900000000000000000", new byte[10]);
        assertThatThrownBy(() -> fetch("/"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Not enough space");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aGuardedDownloadNeverConnects() throws IOException {
        var guarded = new Download(new UrlGuard(false), 0, Duration.ofMillis(1));
        for (String host : List.of("127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")) {
            String from = "http://" + host + ":" + listener.getLocalPort() + "/";
            assertThatThrownBy(() -> guarded.fetch(from, folder.resolve("x"), (done, total) -> {}))
                    .isInstanceOf(RefusedUrlException.class);
        }
        assertThat(requests).isEmpty();
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }
}
