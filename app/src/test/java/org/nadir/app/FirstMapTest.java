package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The sample of 18 real photos from upload to map, through HTTP alone: the real server, the real node, the real engine in
/// its child process. What comes out is held against what is known of Brighton Beach and opened with GDAL.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class FirstMapTest {

    private static final String OPTIONS =
            """
            [{"name": "dsm", "value": true}, {"name": "dtm", "value": true}, {"name": "orthophoto-png", "value": true},
             {"name": "pc-las", "value": true}, {"name": "pc-csv", "value": true}, {"name": "pc-copc", "value": true},
             {"name": "gltf", "value": true}, {"name": "3d-tiles", "value": true}]
            """;

    private Path temp;

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Double> progress = new ArrayList<>();
    private RunningServer server;
    private String token;
    private String path;
    private JsonNode task;

    @BeforeAll
    void process(@TempDir Path folder) throws Exception {
        temp = folder;
        var options = new ServeOptions();
        options.port = 0;
        options.storage.data = temp.resolve("data");
        options.node.engineMemory = 3000L;
        server = RunningServer.start(options, "admin", "first-map-password");
        var api = new ApiClient(server.address());
        api.signIn("admin", "first-map-password");
        token =
                new ObjectMapper()
                        .readTree(
                                post(
                                                "/api/token-auth/",
                                                "{\"username\":\"admin\",\"password\":\"first-map-password\"}")
                                        .body())
                        .path("token")
                        .asText();
        int project = api.post("/api/projects/", Map.of("name", "Beach")).path("id").asInt();
        task =
                api.upload(
                        "/api/projects/" + project + "/tasks/",
                        Map.of("name", "Beach", "options", OPTIONS),
                        photos());
        assertThat(task.path("id").isInt()).isTrue();
        assertThat(task.path("images_count").asInt()).isEqualTo(18);
        path = "/api/projects/" + project + "/tasks/" + task.path("id").asInt() + "/";
        long deadline = System.nanoTime() + Duration.ofMinutes(14).toNanos();
        while (task.path("status").asInt(0) < 30) {
            assertThat(System.nanoTime()).as("still running: %s", task).isLessThan(deadline);
            Thread.sleep(500);
            task = api.get(path);
            progress.add(task.path("running_progress").asDouble());
        }
        assertThat(task.path("status").asInt()).as("%s", task.path("last_error")).isEqualTo(40);
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    static List<Path> photos() throws IOException {
        Path sample =
                Path.of(System.getProperty("user.dir"))
                        .resolve("../samples/brighton_beach")
                        .normalize();
        try (Stream<Path> files = Files.list(sample)) {
            return files.filter(f -> f.toString().endsWith(".JPG")).sorted().toList();
        }
    }

    @Test
    void theTaskTellsWhatTheDocumentsOf2017Promise() throws Exception {
        assertThat(task.path("available_assets").toString())
                .contains(
                        "all.zip",
                        "orthophoto.tif",
                        "orthophoto.png",
                        "georeferenced_model.las",
                        "georeferenced_model.ply",
                        "georeferenced_model.csv",
                        "textured_model.zip");
        assertThat(task.path("processing_time").asLong()).isPositive();
        assertThat(task.path("last_error").isNull()).isTrue();
        assertThat(task.path("pending_action").isNull()).isTrue();
        assertThat(progress).isSorted();
        assertThat(progress.stream().distinct().count())
                .as("progress moved in small steps")
                .isGreaterThan(10);
    }

    @Test
    void allPhotosArePlacedWithinAPixel() throws Exception {
        JsonNode stats = json(get("assets/odm_report/stats.json"));
        assertThat(
                        stats.path("reconstruction_statistics")
                                .path("reconstructed_shots_count")
                                .asInt())
                .isEqualTo(18);
        assertThat(
                        stats.path("reconstruction_statistics")
                                .path("reprojection_error_pixels")
                                .asDouble())
                .isBetween(0.05, 1.0);
        // 1600 px photos from about 40 m with a focal length of 0.56: 40 / (0.56 · 1600) = 4.5 cm.
        assertThat(stats.path("odm_processing_statistics").path("average_gsd").asDouble())
                .isCloseTo(4.3, within(0.6));
    }

    @Test
    void theConsoleTellsTheStory() throws Exception {
        String whole = new String(get("output/?f=raw").body(), StandardCharsets.UTF_8);
        assertThat(whole)
                .contains("18 of 18 photos placed", "Running odm_orthophoto stage")
                .endsWith("Done!");
        assertThat(json(get("output/?line=3")).asText())
                .isEqualTo(whole.substring(nthLine(whole, 3)));
    }

    @Test
    void everyAssetCanBeDownloaded() throws Exception {
        assertThat(get("download/georeferenced_model.las").body())
                .startsWith("LASF".getBytes(StandardCharsets.US_ASCII))
                .hasSizeGreaterThan(26 * 100_000);
        assertThat(
                        new String(
                                get("download/georeferenced_model.ply").body(),
                                0,
                                3,
                                StandardCharsets.US_ASCII))
                .isEqualTo("ply");
        assertThat(
                        new String(
                                get("download/georeferenced_model.csv").body(),
                                0,
                                5,
                                StandardCharsets.US_ASCII))
                .isEqualTo("X,Y,Z");
        assertThat(entries(get("download/textured_model.zip").body()))
                .contains("odm_textured_model_geo.obj", "odm_textured_model_geo.mtl")
                .anyMatch(n -> n.endsWith(".png"));
        assertThat(entries(get("download/all.zip").body()))
                .contains(
                        "odm_orthophoto/odm_orthophoto.tif",
                        "odm_dem/dsm.tif",
                        "cameras.json",
                        "log.json");
        var picture = ImageIO.read(new ByteArrayInputStream(get("download/orthophoto.png").body()));
        assertThat(picture.getWidth()).isGreaterThan(1500);
        assertThat(opaqueShare(picture)).isGreaterThan(0.4);
    }

    @Test
    void tilesOfAllThreeLayersShowTheBeach() throws Exception {
        for (String layer : new String[] {"orthophoto/", "dsm/", "dtm/", ""}) {
            JsonNode tiles = json(get(layer + "tiles.json"));
            JsonNode bounds = tiles.path("bounds");
            double longitude = (bounds.path(0).asDouble() + bounds.path(2).asDouble()) / 2;
            double latitude = (bounds.path(1).asDouble() + bounds.path(3).asDouble()) / 2;
            assertThat(longitude).isCloseTo(-91.994, within(0.01));
            assertThat(latitude).isCloseTo(46.8426, within(0.01));
            int zoom = 19;
            int x = (int) Math.floor((longitude + 180) / 360 * (1 << zoom));
            double sine = Math.sin(Math.toRadians(latitude));
            int y =
                    (int)
                            Math.floor(
                                    (0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI))
                                            * (1 << zoom));
            HttpResponse<byte[]> tile =
                    http.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    server.address()
                                                            + path
                                                            + layer
                                                            + "tiles/"
                                                            + zoom
                                                            + "/"
                                                            + x
                                                            + "/"
                                                            + y
                                                            + ".png?rescale=150,170&jwt="
                                                            + token))
                                    .build(),
                            BodyHandlers.ofByteArray());
            if (layer.startsWith("d")) {
                assertThat(tile.statusCode()).as(layer).isEqualTo(200);
            } else {
                tile =
                        http.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        server.address()
                                                                + path
                                                                + layer
                                                                + "tiles/"
                                                                + zoom
                                                                + "/"
                                                                + x
                                                                + "/"
                                                                + y
                                                                + ".png?jwt="
                                                                + token))
                                        .build(),
                                BodyHandlers.ofByteArray());
                assertThat(tile.statusCode()).as(layer).isEqualTo(200);
            }
            assertThat(tile.headers().firstValue("Content-Type")).contains("image/png");
            assertThat(opaqueShare(ImageIO.read(new ByteArrayInputStream(tile.body()))))
                    .as(layer)
                    .isGreaterThan(0.5);
        }
    }

    @Test
    void gdalOpensTheRastersWithoutAWarning() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/gdalinfo")),
                "gdalinfo is not installed: rasters are not checked with GDAL");
        for (String asset : new String[] {"orthophoto.tif", "dsm.tif", "dtm.tif"}) {
            Path file = Files.write(temp.resolve(asset), get("download/" + asset).body());
            Process gdal =
                    new ProcessBuilder("/usr/bin/gdalinfo", "-checksum", file.toString())
                            .redirectErrorStream(true)
                            .start();
            String told = new String(gdal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(gdal.waitFor()).as(told).isZero();
            assertThat(told)
                    .contains("ID[\"EPSG\",32615]", "LAYOUT=COG", "Overviews")
                    .doesNotContain("Warning", "ERROR");
        }
    }

    /// The Khronos validator and the `copc` package, from npm.
    @Test
    void otherReadersOpenModelsAndCloudsWithoutAWarning() throws Exception {
        Path webui = Path.of(System.getProperty("user.dir"), "../webui").normalize();
        Assumptions.assumeTrue(
                Files.isDirectory(webui.resolve("node_modules/gltf-validator")),
                "the front end's packages are not installed: models are not checked with others' readers");
        Path folder = Files.createDirectories(temp.resolve("all"));
        unzip(get("download/all.zip").body(), folder);
        Process node =
                new ProcessBuilder("node", "e2e/readers.mjs", folder.toString())
                        .directory(webui.toFile())
                        .redirectErrorStream(true)
                        .start();
        String told = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(told).isZero();
        assertThat(told).containsPattern("[1-9]\\d* models and 1 clouds read, 0 problems");
    }

    private static void unzip(byte[] zip, Path folder) throws IOException {
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                Path file = folder.resolve(entry.getName());
                if (!entry.isDirectory()) {
                    Files.createDirectories(file.getParent());
                    Files.copy(in, file);
                }
            }
        }
    }

    private HttpResponse<byte[]> get(String rest) throws Exception {
        HttpResponse<byte[]> response =
                http.send(
                        HttpRequest.newBuilder(URI.create(server.address() + path + rest))
                                .header("Authorization", "JWT " + token)
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(rest).isEqualTo(200);
        return response;
    }

    private HttpResponse<String> post(String rest, String json) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(server.address() + rest))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<byte[]> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }

    private static List<String> entries(byte[] zip) throws IOException {
        var names = new ArrayList<String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names;
    }

    private static int nthLine(String text, int n) {
        int at = 0;
        for (int i = 0; i < n; i++) {
            at = text.indexOf('\n', at) + 1;
        }
        return at;
    }

    private static double opaqueShare(java.awt.image.BufferedImage picture) {
        int opaque = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                opaque += picture.getRGB(x, y) >>> 24 == 255 ? 1 : 0;
            }
        }
        return opaque / (double) picture.getWidth() / picture.getHeight();
    }
}
