package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a person does on the first day, in a real Chromium against the real program: first administrator, project, dropped
/// photos, progress, map. The steps are in `webui/e2e/first-map.ts`; its pictures stay in `app/target/screenshots`.
class BrowserTest {

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void fromTheFirstPageToTheFirstMap(@TempDir Path temp) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/chromium")),
                "Chromium is not installed: the browser test is left out");
        Path webui = Path.of(System.getProperty("user.dir")).resolve("../webui").normalize();
        Path screenshots =
                Files.createDirectories(
                        Path.of(System.getProperty("user.dir"), "target", "screenshots"));
        var options = new ServeOptions();
        options.port = 0;
        options.storage.data = temp.resolve("data");
        options.node.engineMemory = 3000L;
        try (RunningServer server = RunningServer.start(options, null, null)) {
            var builder =
                    new ProcessBuilder("npm", "run", "-s", "e2e")
                            .directory(webui.toFile())
                            .redirectErrorStream(true);
            builder.environment().put("BASE_URL", server.address());
            builder.environment().put("E2E_SCREENSHOTS", screenshots.toString());
            Process script = builder.start();
            String told =
                    new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(script.waitFor()).as(told).isZero();
            assertThat(told).contains("First map: all good.");
        }
    }
}
