package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// An administrator at the server's machine mends a lost password, while the server runs and while it does not.
@Timeout(120)
class ResetPasswordTest {

    private final HttpClient http = HttpClient.newHttpClient();
    @TempDir Path folder;
    private Path data;

    /// What a command left behind.
    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void choose() {
        data = folder.resolve("data");
    }

    private RunningServer server() throws IOException {
        var options = new ServeOptions();
        options.port = 0;
        options.storage.data = data;
        options.noNode = true;
        return RunningServer.start(options, "admin", "first password");
    }

    private Outcome run(String input, String... arguments) {
        InputStream in = System.in;
        PrintStream out = System.out;
        var printed = new ByteArrayOutputStream();
        var errors = new StringWriter();
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            CommandLine command = Main.commandLine().setErr(new PrintWriter(errors, true));
            int code = command.execute(arguments);
            return new Outcome(code, printed.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
    }

    private Outcome reset(String user, String input) {
        return run(input, "admin", "reset-password", user, "--data", data.toString());
    }

    private int login(RunningServer server, String password) throws Exception {
        String body = "{\"username\": \"admin\", \"password\": \"" + password + "\"}";
        return http.send(
                        HttpRequest.newBuilder(URI.create(server.address() + "/api/token-auth/"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theNewPasswordWorksAtOnceInARunningServer() throws Exception {
        try (RunningServer server = server()) {
            assertThat(login(server, "first password")).isEqualTo(200);
            Outcome outcome = reset("admin", "second pässword\n");
            assertThat(outcome.code()).as(outcome.err()).isZero();
            assertThat(outcome.out()).contains("The password of admin is set");
            assertThat(outcome.out()).doesNotContain("second");
            assertThat(login(server, "first password")).isEqualTo(400);
            assertThat(login(server, "second pässword")).isEqualTo(200);
        }
    }

    @Test
    void aStoppedServerKnowsTheNewPasswordWhenItStarts() throws Exception {
        server().close();
        assertThat(reset("admin", "while it slept").code()).isZero();
        try (RunningServer server = server()) {
            assertThat(login(server, "while it slept")).isEqualTo(200);
            assertThat(login(server, "first password")).isEqualTo(400);
        }
    }

    @Test
    void theLinkLeadsToThePageThatSetsAPassword() throws Exception {
        try (RunningServer server = server()) {
            Outcome outcome =
                    run(
                            "",
                            "admin",
                            "reset-password",
                            "admin",
                            "--link",
                            "--address",
                            server.address() + "/",
                            "--data",
                            data.toString());
            assertThat(outcome.code()).as(outcome.err()).isZero();
            String link = outcome.out().strip().lines().toList().getLast();
            assertThat(link).matches("http://127.0.0.1:[0-9]+/reset/[0-9]+/[0-9a-f]{64}/");
            HttpResponse<String> page =
                    http.send(
                            HttpRequest.newBuilder(URI.create(link)).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).contains("new_password1");
            assertThat(login(server, "first password")).isEqualTo(200);
        }
    }

    @Test
    void whatCannotBeDoneIsSaidAndChangesNothing() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Outcome noData = run("x", "admin", "reset-password", "admin", "--data", nowhere.toString());
        assertThat(noData.code()).isEqualTo(1);
        assertThat(noData.err())
                .contains("There is no Nadir data in the folder")
                .contains("--data");
        assertThat(Files.exists(nowhere)).isFalse();
        server().close();
        Outcome noUser = reset("nobody", "x");
        assertThat(noUser.code()).isEqualTo(1);
        assertThat(noUser.err()).contains("There is no user named nobody");
        Outcome empty = reset("admin", "");
        assertThat(empty.code()).isEqualTo(1);
        assertThat(empty.err()).contains("empty");
        assertThat(run("", "admin", "reset-password").code()).isEqualTo(2);
        try (RunningServer server = server()) {
            assertThat(login(server, "first password")).isEqualTo(200);
        }
    }
}
