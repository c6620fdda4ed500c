package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.UtmZone;
import org.nadir.testkit.SyntheticCamera;
import org.nadir.testkit.SyntheticSurvey;

/// Photos with a surveyor's files beside them. The tags of the photos are wrong by 2 m and 3 m; a pixel covers 6 cm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SurveyRunTest {

    private static final double GSD = 40 / (29 / 36.0 * 800);
    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(3, 4, 40, 800, 600, 2, 5);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private Path root;
    private ProjectFolder project;

    @BeforeAll
    void photos(@TempDir Path folder) throws IOException {
        root = folder.resolve("out");
        project = new ProjectFolder(root, folder.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        Files.createDirectories(root);
    }

    @AfterEach
    void clear() throws IOException {
        for (String name : new String[] {"GCP_List.TXT", "gcp_list.txt", "geo.txt"}) {
            Files.deleteIfExists(root.resolve(name));
            Files.deleteIfExists(project.images().resolve(name));
        }
    }

    /// With few features: small photos have enough of them.
    private void run(Map<String, String> wanted) throws Exception {
        var options = new HashMap<>(wanted);
        options.put("min-num-features", "2000");
        console.clear();
        var listener =
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(text);
                    }
                };
        Engine.run(
                project, Options.of(OptionCatalog.load(), options), listener, Cancellation.never());
    }

    /// A control file in any coordinate system, with marks to half a pixel and small letters in the photo names.
    private String controlFile(String header, double unit) {
        Crs crs = Crs.parse(header);
        var text = new StringBuilder(header).append("\n# markers of the survey\n");
        var random = new Random(3);
        int number = 0;
        for (double x : new double[] {-13, 0, 13}) {
            for (double y : new double[] {-11, 1, 12}) {
                number++;
                double z = survey.terrain().surface(x, y);
                double east = survey.originEast() + x;
                double north = survey.originNorth() + y;
                Coordinate lonLat = survey.zone().inverse(east, north);
                Coordinate place = crs.fromLonLat(lonLat.x(), lonLat.y());
                for (SyntheticCamera camera : survey.cameras()) {
                    double[] pixel = camera.pixel(east, north, z);
                    if (pixel == null) {
                        continue;
                    }
                    text.append(
                            String.format(
                                    Locale.ROOT,
                                    "%.9f\t%.9f %.4f %.2f %.2f %s %s%n",
                                    place.x(),
                                    place.y(),
                                    z / unit,
                                    pixel[0] + 0.5 * random.nextGaussian(),
                                    pixel[1] + 0.5 * random.nextGaussian(),
                                    camera.name().toLowerCase(Locale.ROOT),
                                    number == 5 ? "CHK-5" : "gcp" + number));
                }
            }
        }
        return text.toString();
    }

    /// Root mean square distance of the cameras to the truth, plan and height.
    private double[] errors() throws IOException {
        Map<String, SyntheticCamera> truth = new HashMap<>();
        survey.cameras().forEach(c -> truth.put(c.name(), c));
        JsonNode shots = json("odm_report/shots.geojson").path("features");
        assertThat(shots.size()).isEqualTo(survey.cameras().size());
        double plan = 0;
        double height = 0;
        for (JsonNode shot : shots) {
            String name = shot.path("properties").path("filename").asText();
            SyntheticCamera camera = Objects.requireNonNull(truth.get(name));
            JsonNode at = shot.path("properties").path("translation");
            plan +=
                    Math.pow(at.path(0).asDouble() - camera.east(), 2)
                            + Math.pow(at.path(1).asDouble() - camera.north(), 2);
            height += Math.pow(at.path(2).asDouble() - camera.altitude(), 2);
        }
        return new double[] {Math.sqrt(plan / shots.size()), Math.sqrt(height / shots.size())};
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(project.file(file)));
    }

    @Test
    void aControlFileAmongThePhotosPlacesTheProductsAndIsReported() throws Exception {
        String text = controlFile("WGS84 UTM 32N", 1);
        // One mark on the wrong stone, one in a photo that is not there.
        int line = text.indexOf("gcp3");
        int begin = text.lastIndexOf('\n', line) + 1;
        String[] words = text.substring(begin, line + 4).split("\\s+", -1);
        String photo = words[5].toUpperCase(Locale.ROOT);
        double wrongColumn = (Double.parseDouble(words[3]) + 300) % 800;
        String edited =
                text.substring(0, begin)
                        + String.join(
                                " ",
                                words[0],
                                words[1],
                                words[2],
                                Double.toString(wrongColumn),
                                words[4],
                                words[5],
                                "gcp3")
                        + text.substring(line + 4)
                        + "1 2 3 4 5 DJI_9999.JPG gcp1\n";
        Files.writeString(project.images().resolve("GCP_List.TXT"), edited);
        run(Map.of("pc-quality", "lowest", "skip-3dmodel", "true", "skip-orthophoto", "true"));

        double[] errors = errors();
        // Camera centres hang on the ground by rays of 40 m; half a pixel of tilt of each moves
        // them by
        // half a GSD, the bend of the block by more. The tags alone would leave half a metre.
        assertThat(errors[0]).isLessThan(3 * GSD);
        assertThat(errors[1]).isLessThan(6 * GSD);
        assertThat(console)
                .anyMatch(l ->
                        l.equals(
                                "GCP_List.TXT, line "
                                        + edited.lines().count()
                                        + ": there is no photo DJI_9999.JPG. The line is skipped."))
                .anyMatch(l ->
                        l.startsWith("Ground control point gcp3 is ")
                                && l.endsWith("its mark in " + photo + "; the mark is not used"))
                .anyMatch(l -> l.startsWith("8 ground control points and 1 check points with "));

        JsonNode features =
                json("odm_georeferencing/ground_control_points.geojson").path("features");
        assertThat(features).hasSize(9);
        for (String ending : new String[] {"gpkg", "gml", "zip"}) {
            assertThat(root.resolve("odm_georeferencing/ground_control_points." + ending))
                    .isNotEmptyFile();
        }
        int rejected = 0;
        for (JsonNode feature : features) {
            assertThat(feature.path("geometry").path("coordinates").path(0).asDouble())
                    .isCloseTo(11.5, within(0.001));
            assertThat(feature.path("geometry").path("coordinates").path(1).asDouble())
                    .isCloseTo(48.1, within(0.001));
            JsonNode properties = feature.path("properties");
            assertThat(properties.path("id").asText()).matches("gcp\\d|CHK-5");
            assertThat(properties.path("state").asText())
                    .isEqualTo(properties.path("id").asText().equals("CHK-5") ? "check" : "used");
            assertThat(properties.path("error")).hasSize(3);
            assertThat(Math.abs(properties.path("error").path(0).asDouble())).isLessThan(GSD);
            assertThat(Math.abs(properties.path("error").path(1).asDouble())).isLessThan(GSD);
            assertThat(Math.abs(properties.path("error").path(2).asDouble())).isLessThan(3 * GSD);
            assertThat(properties.path("observations").size()).isGreaterThanOrEqualTo(2);
            for (JsonNode observation : properties.path("observations")) {
                assertThat(observation.path("shot_id").asText()).matches("SYN_\\d{4}\\.JPG");
                if (observation.path("rejected").asBoolean()) {
                    rejected++;
                    assertThat(observation.path("shot_id").asText()).isEqualTo(photo);
                    continue;
                }
                for (int c = 0; c < 2; c++) {
                    double annotated = observation.path("annotated").path(c).asDouble();
                    assertThat(annotated).isBetween(0.0, 1.0);
                    // Six pixels.
                    assertThat(observation.path("reprojected").path(c).asDouble())
                            .isCloseTo(annotated, within(0.01));
                }
            }
        }
        assertThat(rejected).isEqualTo(1);

        JsonNode stats = json("odm_report/stats.json");
        assertThat(stats.path("reconstruction_statistics").path("has_gcp").asBoolean()).isTrue();
        assertThat(stats.path("reconstruction_statistics").path("has_gps").asBoolean()).isFalse();
        assertThat(stats.path("gcp_errors").path("average_error").asDouble())
                .isBetween(1e-6, 3 * GSD);
        assertThat(stats.path("check_point_errors").path("error").path("x").isNumber()).isTrue();
        assertThat(stats.path("ground_control_points")).hasSize(9);
        assertThat(Files.readString(root.resolve("odm_georeferencing/gcp_list_utm.txt")))
                .startsWith("WGS84 UTM 32N\n");
        // Local frame: whole metres nearest to the mean of the points.
        String[] origin =
                Files.readAllLines(root.resolve("odm_georeferencing/coords.txt"))
                        .get(1)
                        .split(" ", -1);
        assertThat(Double.parseDouble(origin[0])).isCloseTo(survey.originEast(), within(0.51));

        reportListsThePoints(photo);
        withoutTheFileItIsForgotten();
    }

    private void reportListsThePoints(String photo) throws IOException {
        String kept = System.getProperty("nadir.test.keepReport", "");
        if (!kept.isEmpty()) {
            Files.copy(root.resolve("odm_report/report.pdf"), Path.of(kept));
        }
        try (var document = Loader.loadPDF(root.resolve("odm_report/report.pdf").toFile())) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            assertThat(stripper.getText(document))
                    .contains("Ground control, RMS error", "Check points: computed minus given")
                    .containsPattern("gcp1 [-0-9. ]+ \\d+/\\d+ used")
                    .containsPattern("CHK-5 [-0-9. ]+ \\d+/\\d+ check point")
                    .doesNotContain("Orthophoto", "Digital surface model", photo + " used");
        }
    }

    private void withoutTheFileItIsForgotten() throws Exception {
        run(
                Map.of(
                        "pc-quality",
                        "lowest",
                        "skip-3dmodel",
                        "true",
                        "use-exif",
                        "true",
                        "end-with",
                        "odm_georeferencing"));
        assertThat(console).contains("GCP_List.TXT is left aside (use-exif)");
        assertThat(root.resolve("odm_georeferencing/ground_control_points.geojson")).doesNotExist();
        assertThat(root.resolve("odm_georeferencing/ground_control_points.gpkg")).doesNotExist();
        assertThat(errors()[0]).isGreaterThan(3 * GSD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EPSG:4326",
                "EPSG:31468",
                "+proj=tmerc +lat_0=0 +lon_0=12 +x_0=4500000 +ellps=GRS80 +units=us-ft +no_defs",
            })
    void coordinatesMayBeInOtherSystems(String header) throws Exception {
        double unit = header.contains("us-ft") ? 1200 / 3937.0 : 1;
        Files.writeString(root.resolve("gcp_list.txt"), controlFile(header, unit));
        run(Map.of("end-with", "opensfm"));
        assertThat(console).contains("Coordinate system: WGS 84 / UTM zone 32, EPSG:32632");
        double[] errors = errors();
        assertThat(errors[0]).isLessThan(3 * GSD);
        assertThat(errors[1]).isLessThan(6 * GSD);
    }

    @Test
    void listedPositionsReplaceTags() throws Exception {
        UtmZone zone = survey.zone();
        var text = new StringBuilder("EPSG:4326\n");
        var random = new Random(9);
        for (SyntheticCamera camera : survey.cameras()) {
            Coordinate at =
                    zone.inverse(
                            camera.east() + 0.02 * random.nextGaussian(),
                            camera.north() + 0.02 * random.nextGaussian());
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%s %.9f %.9f %.3f NaN NaN NaN 0.02 0.03%n",
                            camera.name(),
                            at.x(),
                            at.y(),
                            camera.altitude() + 0.03 * random.nextGaussian()));
        }
        Files.writeString(root.resolve("geo.txt"), text + "lost.jpg 1 2 3\n");
        run(Map.of("end-with", "opensfm"));
        assertThat(console)
                .contains("geo.txt gives the positions of 12 of 12 photos")
                .anyMatch(l -> l.startsWith("geo.txt, line 14: there is no photo lost.jpg."));
        double[] errors = errors();
        assertThat(errors[0]).isLessThan(GSD);
        assertThat(errors[1]).isLessThan(GSD);
        assertThat(json("images.json").path(0).path("gps_xy_stddev").asDouble()).isEqualTo(0.02);

        // A change of the file is noticed; the option rules over its accuracies.
        Files.writeString(root.resolve("geo.txt"), text);
        run(Map.of("end-with", "opensfm", "gps-accuracy", "5"));
        assertThat(console).contains("Running opensfm stage");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\n1 2 3 4 5 SYN_0001.JPG",
                "EPSG:32632\n1 2 3 4 5 DJI_0001.JPG",
                "EPSG:32632\n",
                "EPSG:4326\n48.1 111.5 500 4 5 SYN_0001.JPG",
            })
    void aUselessControlFileStopsTheRun(String text) throws Exception {
        Files.writeString(root.resolve("gcp_list.txt"), text);
        assertThatThrownBy(() -> run(Map.of("end-with", "dataset")))
                .isInstanceOf(Problem.class)
                .hasMessageContaining("gcp_list.txt")
                .extracting(p -> ((Problem) p).code())
                .isEqualTo(Problem.Code.BAD_GCP);
    }

    @Test
    void swappedCoordinatesAndMarksOutsideAreNamed() throws Exception {
        Files.writeString(
                root.resolve("gcp_list.txt"),
                "EPSG:4326\n48.1 11.5 0 4 5 SYN_0001.JPG a\n48.1 11.5 0 900 5 SYN_0002.JPG a\n");
        run(Map.of("end-with", "dataset"));
        assertThat(console)
                .anyMatch(l ->
                        l.matches(
                                "The ground control points lie .* km from .*longitude comes first"))
                .anyMatch(l ->
                        l.startsWith("gcp_list.txt, line 3: 900.0, 5.0 lies outside SYN_0002.JPG"))
                .anyMatch(l -> l.startsWith("Only 1 ground control points"))
                .anyMatch(l -> l.startsWith("All heights in gcp_list.txt are 0"))
                .contains("Ground control points marked in fewer than 3 photos: a (1)");
    }
}
