package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.testkit.SyntheticCamera;
import org.nadir.testkit.SyntheticSurvey;

/// The whole engine on a synthetic survey of 20 small photos, whose cameras and surface are known exactly: a GSD of 5 cm,
/// positions in the tags with a noise of 3 cm.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineTest {

    private static final double GSD = 0.05;
    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(4, 5, 40, 1000, 750, 0.03, 7);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final List<String> console = new ArrayList<>();
    private final List<Double> percents = new ArrayList<>();
    private final CancellationGaps gaps = new CancellationGaps();

    private Path temp;

    private ProjectFolder project;
    private RunSummary summary;
    private JsonNode firstLog;

    @BeforeAll
    void process(@TempDir Path folder) throws Exception {
        temp = folder;
        project = new ProjectFolder(temp.resolve("out"), temp.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        summary = run(options());
        firstLog = json("log.json");
    }

    private static Map<String, String> options() {
        var options = new HashMap<String, String>();
        for (String flag :
                new String[] {"dsm", "dtm", "orthophoto-png", "pc-las", "pc-csv", "pc-ply"}) {
            options.put(flag, "true");
        }
        options.put("gps-accuracy", "0.03");
        options.put("dem-resolution", "10");
        return options;
    }

    private RunSummary run(Map<String, String> values) throws Exception {
        console.clear();
        percents.clear();
        var listener =
                new RunListener() {
                    @Override
                    public synchronized void progress(
                            Stage stage, double inStage, double percent, long left, String title) {
                        gaps.at(stage);
                        percents.add(percent);
                    }

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(text);
                    }
                };
        return Engine.run(project, Options.of(OptionCatalog.load(), values), listener, gaps);
    }

    @Test
    void placesEveryPhotoWithinCentimetres() throws IOException {
        assertThat(summary.placed()).isEqualTo(20);
        assertThat(summary.reprojectionPixels()).isLessThan(0.6);
        JsonNode shots = json("odm_report/shots.geojson").path("features");
        Map<String, SyntheticCamera> truth = new HashMap<>();
        survey.cameras().forEach(c -> truth.put(c.name(), c));
        double squares = 0;
        for (JsonNode shot : shots) {
            SyntheticCamera camera =
                    Objects.requireNonNull(
                            truth.get(shot.path("properties").path("filename").asText()));
            JsonNode position = shot.path("properties").path("translation");
            squares +=
                    square(position.path(0).asDouble() - camera.east())
                            + square(position.path(1).asDouble() - camera.north());
        }
        // The block's own noise is a few millimetres; each photo's tag pulls with 3 cm.
        assertThat(Math.sqrt(squares / shots.size())).isLessThan(GSD);
    }

    @Test
    void findsTheSurfaceWithinAPixelAndBuildingsWhereTheyStand() throws IOException {
        double[] errors = errors("odm_dem/dsm.tif", false);
        double bias = median(errors);
        assertThat(bias).isCloseTo(0, within(2 * GSD));
        assertThat(1.4826 * median(Arrays.stream(errors).map(e -> Math.abs(e - bias)).toArray()))
                .isLessThan(GSD);
        // The middle of each roof.
        for (double[] roof : new double[][] {{-10, -6}, {7.5, 9}, {9.5, -10}}) {
            assertThat(height("odm_dem/dsm.tif", roof[0], roof[1]))
                    .isCloseTo(survey.terrain().surface(roof[0], roof[1]), within(4 * GSD));
        }
    }

    @Test
    void removesBuildingsFromTheTerrainModel() throws IOException {
        for (double[] roof : new double[][] {{-10, -6}, {7.5, 9}, {9.5, -10}}) {
            assertThat(height("odm_dem/dtm.tif", roof[0], roof[1]))
                    .isCloseTo(survey.terrain().ground(roof[0], roof[1]), within(0.3));
        }
        double[] errors = errors("odm_dem/dtm.tif", true);
        assertThat(median(Arrays.stream(errors).map(Math::abs).toArray())).isLessThan(2 * GSD);
    }

    @Test
    void theOrthophotoShowsEachPlaceInItsColour() throws IOException {
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            var differences = new ArrayList<Double>();
            for (double x = -12; x <= 12; x += 0.5) {
                for (double y = -12; y <= 12; y += 0.5) {
                    int column = (int) layout.column(survey.originEast() + x);
                    int row = (int) layout.row(survey.originNorth() + y);
                    var rgba = new byte[4];
                    reader.read(0, column, row, 1, 1, rgba);
                    assertThat(rgba[3]).as("opaque at %s, %s", x, y).isEqualTo((byte) 255);
                    int truth = survey.terrain().colourAt(x, y);
                    differences.add(Math.abs((rgba[1] & 0xff) - (double) (truth >> 8 & 0xff)));
                }
            }
            // The texture's own contrast is about 60: a wrong place would show a median difference
            // of some 50.
            assertThat(median(differences.stream().mapToDouble(Double::doubleValue).toArray()))
                    .isLessThan(15);
        }
    }

    @Test
    void writesEveryProductOfTheContract() {
        for (String product :
                new String[] {
                    "odm_orthophoto/odm_orthophoto.tif",
                    "odm_orthophoto/odm_orthophoto.png",
                    "odm_dem/dsm.tif",
                    "odm_dem/dtm.tif",
                    "odm_georeferencing/odm_georeferenced_model.laz",
                    "odm_georeferencing/odm_georeferenced_model.las",
                    "odm_georeferencing/odm_georeferenced_model.ply",
                    "odm_georeferencing/odm_georeferenced_model.csv",
                    "odm_texturing/odm_textured_model_geo.obj",
                    "odm_texturing/odm_textured_model_geo.mtl",
                    "cameras.json",
                    "images.json",
                    "log.json",
                    "odm_report/shots.geojson",
                    "odm_report/stats.json"
                }) {
            assertThat(project.file(product)).as(product).isNotEmptyFile();
        }
        assertThat(summary.densePoints()).isGreaterThan(100_000);
    }

    @Test
    void progressGrowsToAHundredAndTheLogTellsEachStage() throws IOException {
        assertThat(json("log.json").path("success").asBoolean()).isTrue();
        assertThat(json("log.json").path("stages")).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void aCancelWouldBeHeardWithinTwoSeconds() {
        // Two seconds of two processors, which compile while they work.
        gaps.longest()
                .forEach((stage, seconds) -> assertThat(seconds).as(stage.id()).isLessThan(4));
    }

    @Test
    void theLogHoldsForecastAndActual() {
        JsonNode log = Objects.requireNonNull(firstLog);
        for (String side : new String[] {"forecast", "actual"}) {
            for (String what : new String[] {"seconds", "memoryMegabytes", "diskMegabytes"}) {
                assertThat(log.path(side).path(what).asDouble(-1))
                        .as(side + " " + what)
                        .isPositive();
            }
        }
    }

    @Test
    void aSecondRunReusesEverythingAndAnOptionRedoesOnlyWhatDependsOnIt() throws Exception {
        run(options());
        assertThat(console)
                .anyMatch(l -> l.startsWith("opensfm was finished"))
                .noneMatch(l -> l.equals("Running openmvs stage"));
        assertThat(percents).isSorted().last().isEqualTo(100.0);
        Map<String, String> changed = options();
        changed.put("dem-resolution", "20");
        run(changed);
        assertThat(console)
                .noneMatch(l -> l.equals("Running openmvs stage"))
                .anyMatch(l -> l.equals("Running odm_dem stage"));
        run(options());
    }

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(Files.readAllBytes(project.file(file)));
    }

    /// Differences to the truth on a grid over open ground, away from walls.
    private double[] errors(String raster, boolean ground) throws IOException {
        var errors = new ArrayList<Double>();
        for (double x = -15; x <= 15; x += 1) {
            for (double y = -15; y <= 15; y += 1) {
                double truth =
                        ground ? survey.terrain().ground(x, y) : survey.terrain().surface(x, y);
                boolean nearWall = false;
                for (int k = 0; k < 8; k++) {
                    double angle = k * Math.PI / 4;
                    nearWall |=
                            Math.abs(
                                            survey.terrain()
                                                            .surface(
                                                                    x + Math.cos(angle),
                                                                    y + Math.sin(angle))
                                                    - survey.terrain().surface(x, y))
                                    > 1;
                }
                if (!nearWall) {
                    errors.add(height(raster, x, y) - truth);
                }
            }
        }
        return errors.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private double height(String raster, double x, double y) throws IOException {
        try (var reader = GeoTiffReader.open(project.file(raster))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            int column = (int) layout.column(survey.originEast() + x);
            int row = (int) layout.row(survey.originNorth() + y);
            var height = new float[1];
            reader.read(0, column, row, 1, 1, height);
            return height[0];
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static double square(double value) {
        return value * value;
    }
}
