package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.Coordinate;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.testkit.FlirJpeg;
import org.nadir.testkit.SyntheticBands;
import org.nadir.testkit.SyntheticSurvey;

/// Rendered surveys from upload to result through server, node and engine, by HTTP alone: photos with a surface to align with, and
/// the captures of a multispectral camera. What comes out is held against the renderer's truth.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class SurveyChainTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(3, 4, 30, 800, 600, 0.03, 7);
    private static final SyntheticSurvey.Plan BANDS =
            new SyntheticSurvey.Plan(3, 4, 16, 480, 360, 0.03, 7);

    /// By how much the surface to align with lies off the photos' positions, metres east, north and up.
    private static final double[] SHIFT = {4, -3, 8};

    /// Size of tiles, and the zoom at which one of their pixels covers some 5 cm at 48° north.
    private static final int TILE = 256;

    private static final int ZOOM = 21;

    private final HttpClient http = HttpClient.newHttpClient();
    private Path temp = Path.of(".");
    private RunningServer server;
    private ApiClient api;
    private String token = "";
    private int project;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        temp = folder;
        var options = new ServeOptions();
        options.port = 0;
        options.storage.data = temp.resolve("data");
        options.node.engineMemory = 1500L;
        server = RunningServer.start(options, "admin", "chain-password");
        api = new ApiClient(server.address());
        api.signIn("admin", "chain-password");
        token =
                api.post(
                                "/api/token-auth/",
                                Map.of("username", "admin", "password", "chain-password"))
                        .path("token")
                        .asText();
        project = api.post("/api/projects/", Map.of("name", "Chain")).path("id").asInt();
    }

    @AfterAll
    void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    /// @return the finished task
    private JsonNode process(String options, List<Path> files) throws Exception {
        JsonNode task =
                api.upload(
                        "/api/projects/" + project + "/tasks/",
                        Map.of("name", "Survey", "options", options),
                        files);
        String path = path(task);
        long deadline = System.nanoTime() + Duration.ofMinutes(14).toNanos();
        while (task.path("status").asInt(0) < 30) {
            assertThat(System.nanoTime()).as("still running: %s", task).isLessThan(deadline);
            Thread.sleep(300);
            task = api.get(path);
        }
        assertThat(task.path("status").asInt()).as("%s", task.path("last_error")).isEqualTo(40);
        return task;
    }

    private String path(JsonNode task) {
        return "/api/projects/" + project + "/tasks/" + task.path("id").asInt() + "/";
    }

    private byte[] get(String path) throws Exception {
        HttpResponse<byte[]> response =
                http.send(
                        HttpRequest.newBuilder(URI.create(server.address() + path))
                                .header("Authorization", "JWT " + token)
                                .build(),
                        BodyHandlers.ofByteArray());
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }

    private JsonNode json(String path) throws Exception {
        return new ObjectMapper().readTree(get(path));
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    @Test
    void aTaskWithASurfaceToAlignWithLiesWhereThatLies() throws Exception {
        SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
        Path photos = temp.resolve("photos");
        survey.writePhotos(photos, PLAN);
        Path reference = reference(survey, photos.resolve("align.tif"));
        JsonNode task =
                process(
                        """
                        [{"name": "dsm", "value": true}, {"name": "dem-resolution", "value": 10},
                         {"name": "min-num-features", "value": 2000}, {"name": "skip-3dmodel", "value": true},
                         {"name": "skip-orthophoto", "value": true}]
                        """,
                        files(photos));
        assertThat(task.at("/statistics/spatial_refs").toString()).contains("alignment");
        Path dsm = temp.resolve("dsm.tif");
        Files.write(dsm, get(path(task) + "download/dsm.tif"));
        double[] here = difference(survey, dsm, reference, 0, 0);
        // Without the file, the surface lies 8 m below.
        assertThat(here[0]).isCloseTo(0, within(PLAN.gsd()));
        assertThat(here[1]).isLessThan(PLAN.gsd());
        // Walls tell where it lies in plan: half a metre off, it fits worse whatever the direction.
        for (double[] off : new double[][] {{0.5, 0}, {-0.5, 0}, {0, 0.5}, {0, -0.5}}) {
            assertThat(difference(survey, dsm, reference, off[0], off[1])[2])
                    .isGreaterThan(here[2]);
        }
        JsonNode shots = json(path(task) + "download/shots.geojson").path("features");
        double[][] moves = new double[3][shots.size()];
        assertThat(shots).hasSize(survey.cameras().size());
        for (int s = 0; s < shots.size(); s++) {
            JsonNode properties = shots.path(s).path("properties");
            String name = properties.path("filename").asText();
            var camera =
                    survey.cameras().stream()
                            .filter(c -> c.name().equals(name))
                            .findFirst()
                            .orElseThrow();
            JsonNode at = properties.path("translation");
            moves[0][s] = at.path(0).asDouble() - camera.east();
            moves[1][s] = at.path(1).asDouble() - camera.north();
            moves[2][s] = at.path(2).asDouble() - camera.altitude();
        }
        for (int axis = 0; axis < 3; axis++) {
            Arrays.sort(moves[axis]);
            assertThat(moves[axis][shots.size() / 2]).isCloseTo(SHIFT[axis], within(0.3));
        }
    }

    /// The true surface, elsewhere.
    private static Path reference(SyntheticSurvey survey, Path file) throws IOException {
        int n = 300;
        double cell = 0.2;
        var layout =
                RasterLayout.of(
                        survey.originEast() + SHIFT[0] - n * cell / 2,
                        survey.originNorth() + SHIFT[1] + n * cell / 2,
                        cell,
                        n,
                        n);
        var heights = new float[n * n];
        for (int i = 0; i < heights.length; i++) {
            double x = layout.x(i % n + 0.5) - survey.originEast() - SHIFT[0];
            double y = layout.y(i / n + 0.5) - survey.originNorth() - SHIFT[1];
            heights[i] = (float) (survey.terrain().surface(x, y) + SHIFT[2]);
        }
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        layout,
                        GeoTiffOptions.elevation(survey.zone().epsg()),
                        (count, task) -> {
                            for (int i = 0; i < count; i++) {
                                task.accept(i);
                            }
                        })) {
            writer.writeRows(heights, n);
            writer.finish();
        }
        return file;
    }

    /// Median, NMAD and mean square of the surface minus the reference at places `dx`, `dy` away.
    private static double[] difference(
            SyntheticSurvey survey, Path dsm, Path reference, double dx, double dy)
            throws IOException {
        var errors = new ArrayList<Double>();
        try (var ours = GeoTiffReader.open(dsm);
                var theirs = GeoTiffReader.open(reference)) {
            for (double u = -12; u <= 12; u += 0.25) {
                for (double v = -9; v <= 9; v += 0.25) {
                    double x = survey.originEast() + SHIFT[0] + u;
                    double y = survey.originNorth() + SHIFT[1] + v;
                    errors.add(at(ours, x, y) - at(theirs, x + dx, y + dy));
                }
            }
        }
        double middle = median(errors);
        return new double[] {
            middle,
            1.4826 * median(errors.stream().map(e -> Math.abs(e - middle)).toList()),
            errors.stream().mapToDouble(e -> e * e).average().orElseThrow()
        };
    }

    private static double at(GeoTiffReader reader, double x, double y) throws IOException {
        RasterLayout layout = Objects.requireNonNull(reader.layout());
        var one = new float[1];
        reader.read(0, (int) layout.column(x), (int) layout.row(y), 1, 1, one);
        assertThat(one[0]).as("known at %s, %s", x, y).isGreaterThan(-9000f);
        return one[0];
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    void multispectralCapturesGiveBandsIndicesAndTemperatures() throws Exception {
        SyntheticSurvey survey = SyntheticSurvey.of(BANDS);
        SyntheticBands bands = SyntheticBands.altum(survey);
        Path photos = temp.resolve("captures");
        bands.writePhotos(photos);
        JsonNode task =
                process(
                        """
                        [{"name": "radiometric-calibration", "value": "camera+sun"},
                         {"name": "fast-orthophoto", "value": true}, {"name": "min-num-features", "value": 2000}]
                        """,
                        files(photos));
        assertThat(task.path("images_count").asInt()).isEqualTo(72);
        List<String> names = new ArrayList<>();
        task.path("orthophoto_bands").forEach(b -> names.add(b.path("description").asText()));
        assertThat(names.subList(0, 6))
                .containsExactly("Blue", "Green", "Red", "NIR", "RedEdge", "LWIR");
        String layer = path(task) + "orthophoto/";

        JsonNode plain = json(layer + "metadata");
        assertThat(plain.path("count").asInt()).isEqualTo(7);
        assertThat(plain.path("dtype").asText()).isEqualTo("float32");
        assertThat(plain.at("/band_descriptions/3/1").asText()).isEqualTo("NIR");
        assertThat(plain.path("statistics")).hasSize(6);
        // Between what black and white ground would have.
        assertThat(plain.at("/statistics/6/min").asDouble()).isGreaterThan(10);
        assertThat(plain.at("/statistics/6/max").asDouble()).isLessThan(40);

        JsonNode index = json(layer + "metadata?formula=NDVI&bands=auto");
        assertThat(index.at("/auto_bands/filter").asText()).isEqualTo("BGRNReL");
        assertThat(index.at("/auto_bands/match").asBoolean()).isTrue();
        assertThat(index.path("algorithms").findValuesAsText("id")).contains("NDVI", "NDRE");
        indexTile(survey, bands, layer, plain);
        colourTile(survey, bands, layer, plain);
    }

    /// The product shows what was measured, the thumbnail the picture in the file: full of colours, with half the columns.
    @Test
    void radiometricJpegsGiveTemperaturesAndKeepTheirPictures() throws Exception {
        SyntheticBands heat = SyntheticBands.thermal(SyntheticSurvey.of(BANDS));
        Path photos = temp.resolve("thermal");
        heat.writeRadiometricJpegs(photos, FlirJpeg.Camera.handheld());
        JsonNode task =
                process(
                        """
                        [{"name": "radiometric-calibration", "value": "camera"},
                         {"name": "fast-orthophoto", "value": true}, {"name": "min-num-features", "value": 2000}]
                        """,
                        files(photos));
        assertThat(task.path("images_count").asInt()).isEqualTo(12);
        assertThat(task.at("/orthophoto_bands/0/description").asText()).isEqualTo("LWIR");
        JsonNode metadata = json(path(task) + "orthophoto/metadata");
        assertThat(metadata.path("dtype").asText()).isEqualTo("float32");
        assertThat(metadata.at("/statistics/1/min").asDouble()).isGreaterThan(9.5);
        assertThat(metadata.at("/statistics/1/max").asDouble()).isLessThan(40.5);

        String name = "20260501_100003_R.jpg";
        BufferedImage thumbnail =
                ImageIO.read(
                        new ByteArrayInputStream(
                                get(path(task) + "images/thumbnail/" + name + "?size=300")));
        BufferedImage picture = ImageIO.read(photos.resolve(name).toFile());
        assertThat(picture.getWidth()).isEqualTo(240);
        assertThat(thumbnail.getWidth()).isEqualTo(240);
        double gray = 0;
        for (int i = 0; i < 240 * 180; i++) {
            int rgb = thumbnail.getRGB(i % 240, i / 240);
            gray += Math.abs((rgb >> 16 & 255) - (rgb & 255)) < 30 ? 1 : 0;
        }
        assertThat(gray / (240 * 180)).isLessThan(0.5);
    }

    /// Squares of eight by eight pixels of a tile; the truth is the mean over the same pixels.
    private void indexTile(
            SyntheticSurvey survey, SyntheticBands bands, String layer, JsonNode metadata)
            throws Exception {
        int[] tile = middle(metadata);
        BufferedImage picture =
                picture(layer, tile, "?formula=NDVI&bands=auto&color_map=gray&rescale=-1,1");
        var errors = new ArrayList<Double>();
        for (int top = 0; top < TILE; top += 8) {
            for (int left = 0; left < TILE; left += 8) {
                double seen = 0;
                double red = 0;
                double infrared = 0;
                boolean opaque = true;
                for (int i = 0; i < 64; i++) {
                    int column = left + i % 8;
                    int row = top + i / 8;
                    int rgba = picture.getRGB(column, row);
                    opaque &= rgba >>> 24 == 255;
                    seen += ((rgba & 255) / 255.0 * 2 - 1) / 64;
                    int colour = colour(survey, tile, column, row);
                    red += bands.bands().get(2).reflectance(colour);
                    infrared += bands.bands().get(3).reflectance(colour);
                }
                if (opaque) {
                    errors.add(Math.abs(seen - (infrared - red) / (infrared + red)));
                }
            }
        }
        assertThat(errors).hasSizeGreaterThan(300);
        errors.sort(null);
        // Calibrated bands are right to 3 %, so that the index is to 0.03 where they err to
        // different sides; a step of gray is
        // 0.008.
        assertThat(errors.get(errors.size() * 95 / 100)).isLessThan(0.035);
    }

    /// Red, green and blue of the captures, wherever they stand among the bands.
    private void colourTile(
            SyntheticSurvey survey, SyntheticBands bands, String layer, JsonNode metadata)
            throws Exception {
        int[] tile = middle(metadata);
        BufferedImage picture = picture(layer, tile, "?rescale=0,1");
        int[] band = {2, 1, 0};
        for (int c = 0; c < 3; c++) {
            double seen = 0;
            double truth = 0;
            for (int i = 0; i < TILE * TILE; i++) {
                int column = i % TILE;
                int row = i / TILE;
                if (picture.getRGB(column, row) >>> 24 != 255) {
                    continue;
                }
                seen += (picture.getRGB(column, row) >> 16 - 8 * c & 255) / 255.0;
                truth += bands.bands().get(band[c]).reflectance(colour(survey, tile, column, row));
            }
            assertThat(seen / truth).isCloseTo(1, within(0.03));
        }
    }

    private BufferedImage picture(String layer, int[] tile, String query) throws Exception {
        return ImageIO.read(
                new ByteArrayInputStream(
                        get(layer + "tiles/" + ZOOM + "/" + tile[0] + "/" + tile[1] + query)));
    }

    private static int[] middle(JsonNode metadata) {
        JsonNode bounds = metadata.at("/bounds/value");
        double longitude = (bounds.path(0).asDouble() + bounds.path(2).asDouble()) / 2;
        double latitude = (bounds.path(1).asDouble() + bounds.path(3).asDouble()) / 2;
        double mercator =
                Math.log(Math.tan(Math.PI / 4 + Math.toRadians(latitude) / 2)) / (2 * Math.PI);
        double across = 1L << ZOOM;
        return new int[] {
            (int) ((longitude + 180) / 360 * across), (int) ((0.5 - mercator) * across)
        };
    }

    private static int colour(SyntheticSurvey survey, int[] tile, int column, int row) {
        double across = (double) TILE * (1L << ZOOM);
        double longitude = (tile[0] * (double) TILE + column + 0.5) / across * 360 - 180;
        double mercator = (0.5 - (tile[1] * (double) TILE + row + 0.5) / across) * 2 * Math.PI;
        double latitude = Math.toDegrees(2 * Math.atan(Math.exp(mercator)) - Math.PI / 2);
        Coordinate at = survey.zone().forward(longitude, latitude);
        return survey.terrain()
                .colourAt(at.x() - survey.originEast(), at.y() - survey.originNorth());
    }
}
