package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.server.admin.Administration;
import org.nadir.server.hook.Webhooks;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// What `nadir.toml` says reaches the program, and what it says wrongly is refused in words.
class SettingsTest {

    @TempDir Path folder;

    /// A command with the flags of the server that does nothing.
    @Command(name = "serve")
    static final class Recorder implements Runnable {
        @Mixin ServeOptions serve = new ServeOptions();

        @Override
        public void run() {}
    }

    @Command(name = "nadir")
    static final class Top implements Runnable {
        @Override
        public void run() {}
    }

    private ServeOptions serve(String file, String... flags) throws Exception {
        Path path = Files.writeString(folder.resolve("nadir.toml"), file);
        var recorder = new Recorder();
        var line = new CommandLine(new Top()).addSubcommand(recorder);
        line.setDefaultValueProvider(Settings.load(line, path));
        var args = new String[flags.length + 1];
        args[0] = "serve";
        System.arraycopy(flags, 0, args, 1, flags.length);
        assertThat(line.execute(args)).isZero();
        return recorder.serve;
    }

    @Test
    void nothingSaidIsAsTheManualSays() throws Exception {
        ServeOptions options = serve("");
        assertThat(options.port).isEqualTo(8000);
        assertThat(options.administration.administration()).isEqualTo(Administration.normal());
    }

    @Test
    void keysOfTheFileAreFlags() throws Exception {
        ServeOptions options =
                serve(
                        """
                        # about users
                        hide-users = true
                        quota-grace-hours = 24
                        webhook-url = "https://example.com/hook?a=b"
                        webhook-secret = "key # with a hash"
                        quota-webhook-url = http://127.0.0.1:9/q   # local
                        """);
        assertThat(options.administration.administration())
                .isEqualTo(
                        new Administration(
                                false,
                                Duration.ofHours(24),
                                new Webhooks(
                                        URI.create("https://example.com/hook?a=b"),
                                        URI.create("http://127.0.0.1:9/q"),
                                        "key # with a hash")));
    }

    @Test
    void aFlagWinsOverTheFile() throws Exception {
        ServeOptions options = serve("quota-grace-hours = 24\n", "--quota-grace-hours", "2");
        assertThat(options.administration.quotaGraceHours).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "webhook-url = https://example.com/|secret",
                "webhook-url = ftp://example.com/|ftp://example.com/",
                "webhook-url = not an address|not an address",
                "quota-webhook-url = example.com|example.com",
                "quota-grace-hours = -1|Quota grace"
            })
    void whatDoesNotFitIsSaid(String line, String part) throws Exception {
        ServeOptions options = serve(line);
        assertThatThrownBy(options.administration::administration)
                .isInstanceOf(UserError.class)
                .hasMessageContaining(part);
    }

    @Test
    void anUnknownKeyNamesTheNearest() throws IOException {
        assertThatThrownBy(() -> serve("webhook-urls = x"))
                .isInstanceOf(Settings.BadSettingsException.class)
                .hasMessageContaining("unknown key webhook-urls (nearest: webhook-url)");
    }
}
