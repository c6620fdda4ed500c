package org.nadir.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `nadir demo`: a server with a node, an administrator, a project and a finished map of the sample photos, all through
/// the public API; then it keeps serving.
@Command(
        name = "demo",
        description = "Makes a map of the sample photos and serves it.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    private static final String PROJECT = "Brighton Beach";
    private static final String OPTIONS =
            """
            [{"name": "dsm", "value": true}, {"name": "dtm", "value": true}, {"name": "orthophoto-png", "value": true},
             {"name": "pc-las", "value": true}, {"name": "pc-csv", "value": true}, {"name": "auto-boundary", "value": true}]
            """;

    @Mixin ServeOptions serve = new ServeOptions();

    @Option(
            names = "--photos",
            description = "Folder with the photos (default: the sample of Brighton Beach).")
    @Nullable Path photos;

    @Option(
            names = "--stop-when-done",
            description = "Ends when the map is finished instead of serving it.")
    boolean stopWhenDone;

    @Override
    public Integer call() throws Exception {
        List<Path> images = images();
        String user = serve.adminUser == null ? "admin" : serve.adminUser;
        boolean given = serve.adminPassword != null;
        String password = serve.adminPassword != null ? serve.adminPassword : randomPassword();
        var stopped = new CountDownLatch(1);
        RunningServer server = RunningServer.start(serve, user, password);
        Shutdown.onSignal(server, stopped);
        if (!server.adminCreated() && !given) {
            throw new UserError(
                    "The data folder "
                            + serve.storage.data.toAbsolutePath()
                            + " has an administrator already: give --admin-user and --admin-password, or another --data");
        }
        System.out.println("Nadir is ready at " + server.address());
        System.out.println(
                "Sign in as " + user + " with the password " + (given ? "you gave" : password));
        boolean done = process(new ApiClient(server.address()), user, password, images);
        System.out.println();
        System.out.println((done ? "The map is at " : "See the task at ") + server.address());
        if (stopWhenDone) {
            return done ? 0 : 1;
        }
        System.out.println("Press Ctrl+C to stop.");
        stopped.await();
        return 0;
    }

    private List<Path> images() throws IOException {
        Path folder =
                photos != null
                        ? photos
                        : Path.of(
                                System.getProperty("nadir.home", "."), "samples", "brighton_beach");
        if (!Files.isDirectory(folder)) {
            throw new UserError("There is no folder " + folder);
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f ->
                            f.getFileName()
                                    .toString()
                                    .toLowerCase(Locale.ROOT)
                                    .matches(".*\\.(jpe?g|png|tiff?|txt)"))
                    .sorted()
                    .toList();
        }
    }

    private static String randomPassword() {
        var random = new SecureRandom();
        String letters = "abcdefghjkmnpqrstuvwxyz23456789";
        var password = new StringBuilder();
        for (int i = 0; i < 14; i++) {
            password.append(letters.charAt(random.nextInt(letters.length())));
        }
        return password.toString();
    }

    private static boolean process(ApiClient api, String user, String password, List<Path> images)
            throws IOException, InterruptedException {
        api.signIn(user, password);
        int project =
                api.post(
                                "/api/projects/",
                                Map.of(
                                        "name",
                                        PROJECT,
                                        "description",
                                        "The sample that comes with Nadir"))
                        .path("id")
                        .asInt();
        System.out.println("Sending " + images.size() + " files ...");
        JsonNode task =
                api.upload(
                        "/api/projects/" + project + "/tasks/",
                        Map.of("name", PROJECT, "options", OPTIONS),
                        images);
        String path = "/api/projects/" + project + "/tasks/" + task.path("id").asText() + "/";
        var line = new ProgressLine(System.out);
        int shown = 0;
        while (true) {
            task = api.get(path);
            shown = showConsole(api, path, line, shown);
            int status = task.path("status").asInt(0);
            if (status >= 30) {
                line.clear();
                break;
            }
            showProgress(task, line);
            Thread.sleep(500);
        }
        if (task.path("status").asInt() != 40) {
            System.out.println("The task failed: " + task.path("last_error").asText());
            return false;
        }
        System.out.println(table(api, path, task));
        return true;
    }

    private static int showConsole(ApiClient api, String path, ProgressLine line, int shown)
            throws IOException {
        JsonNode lines = api.get(path + "output/?f=json&line=" + shown).path("lines");
        int count = 0;
        for (JsonNode text : lines) {
            if (!text.asText().isBlank()) {
                line.print(text.asText());
                count++;
            }
        }
        return shown + count;
    }

    private static void showProgress(JsonNode task, ProgressLine line) {
        JsonNode detail = task.path("progress_detail");
        double percent = 100 * task.path("running_progress").asDouble();
        if (detail.isObject()) {
            line.show(
                    detail.path("title").asText(),
                    detail.path("stage_progress").asDouble(),
                    percent,
                    detail.path("seconds_left").asLong(-1));
        } else {
            line.show(
                    "Sending photos to the node",
                    task.path("upload_progress").asDouble(),
                    percent,
                    -1);
        }
    }

    private static String table(ApiClient api, String path, JsonNode task) throws IOException {
        JsonNode stats = api.get(path + "assets/odm_report/stats.json");
        JsonNode reconstruction = stats.path("reconstruction_statistics");
        JsonNode processing = stats.path("odm_processing_statistics");
        var table = new StringBuilder("\n");
        row(
                table,
                "Photos placed",
                reconstruction.path("reconstructed_shots_count").asInt()
                        + " of "
                        + reconstruction.path("initial_shots_count").asInt());
        row(
                table,
                "Mean reprojection error",
                String.format(
                        Locale.ROOT,
                        "%.2f px",
                        reconstruction.path("reprojection_error_pixels").asDouble()));
        row(
                table,
                "Ground sampling distance",
                String.format(Locale.ROOT, "%.2f cm", processing.path("average_gsd").asDouble()));
        row(
                table,
                "Covered area",
                String.format(
                        Locale.ROOT,
                        "%,.0f m²",
                        stats.path("processing_statistics").path("area").asDouble()));
        row(
                table,
                "Points in the dense cloud",
                String.format(
                        Locale.ROOT,
                        "%,d",
                        stats.path("point_cloud_statistics")
                                .path("stats")
                                .path("statistic")
                                .path(0)
                                .path("count")
                                .asLong()));
        row(table, "Time", ProgressLine.duration(task.path("processing_time").asLong() / 1000));
        var assets = new StringBuilder();
        task.path("available_assets")
                .forEach(asset ->
                        assets.append(assets.isEmpty() ? "" : ", ").append(asset.asText()));
        row(table, "Results", assets.toString());
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "  %-26s %s%n", name, value));
    }
}
