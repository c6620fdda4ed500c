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
import org.nadir.engine.work.Cancellation;
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
    private final List<String> firstConsole = new ArrayList<>();
    private final List<Double> percents = new ArrayList<>();

    private Path temp;

    private ProjectFolder project;
    private RunSummary summary;

    @BeforeAll
    void process(@TempDir Path folder) throws Exception {
        temp = folder;
        project = new ProjectFolder(temp.resolve("out"), temp.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        summary = run(options());
        firstConsole.addAll(console);
    }

    private static Map<String, String> options() {
        var options = new HashMap<String, String>();
        for (String flag :
                new String[] {
                    "dsm",
                    "dtm",
                    "orthophoto-png",
                    "orthophoto-kmz",
                    "orthophoto-no-tiled",
                    "dem-euclidean-map",
                    "orthophoto-cutline",
                    "tiles",
                    "3d-tiles",
                    "pc-las",
                    "pc-csv",
                    "pc-ply",
                    "pc-ept"
                }) {
            options.put(flag, "true");
        }
        options.put("orthophoto-compression", "LZMA");
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
                        percents.add(percent);
                    }

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(text);
                    }
                };
        return Engine.run(
                project, Options.of(OptionCatalog.load(), values), listener, Cancellation.never());
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
    void writesTheOptionalProductsWhereOdmPutsThem() throws IOException {
        for (String product :
                new String[] {
                    "odm_orthophoto/odm_orthophoto.kmz",
                    "odm_orthophoto/odm_orthophoto_extent.dxf",
                    "odm_dem/dtm.euclideand.tif",
                    "odm_georeferencing/odm_georeferenced_model.summary.json",
                    "odm_georeferencing/odm_georeferencing_model_geo.txt",
                    "odm_orthophoto/cutline.gpkg",
                    "odm_georeferencing/odm_georeferenced_model.bounds.gpkg",
                    "3d_tiles/pointcloud/tileset.json",
                    "3d_tiles/model/tileset.json",
                    "entwine_pointcloud/ept.json",
                    "orthophoto_tiles/tilemapresource.xml",
                    "dsm_tiles/tilemapresource.xml",
                    "dtm_tiles/tilemapresource.xml"
                }) {
            assertThat(project.file(product)).as(product).isNotEmptyFile();
        }
        assertThat(json("entwine_pointcloud/ept.json").path("points").asLong())
                .isEqualTo(summary.densePoints());
    }

    @Test
    void theOrthophotoIsPackedAsAskedAndCarriesItsTime() throws IOException {
        assertThat(firstConsole).anyMatch(line -> line.startsWith("LZMA is not written"));
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.isTiled()).isFalse();
            assertThat(reader.levels()).hasSize(1);
        }
        byte[] file = Files.readAllBytes(project.orthophoto("tif"));
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).containsPattern("\\d{4}:\\d\\d:\\d\\d \\d\\d:\\d\\d:\\d\\d\\+00:00");
    }

    @Test
    void distancesAreThoseOfTheSurfaceModelsCells() throws IOException {
        try (var dsm = GeoTiffReader.open(project.dem("dsm.tif"));
                var map = GeoTiffReader.open(project.dem("dsm.euclideand.tif"))) {
            assertThat(map.layout()).isEqualTo(dsm.layout());
            float[] distances = new float[map.width() * map.height()];
            map.read(0, 0, 0, map.width(), map.height(), distances);
            int inside = 0;
            for (float distance : distances) {
                // No two different distances lie closer to zero than one cell.
                assertThat(distance == -9999 || distance == 0 || distance >= 1).isTrue();
                inside += distance > 3 ? 1 : 0;
            }
            assertThat(inside).isGreaterThan(distances.length / 4);
        }
    }

    /// The crop polygon lies within the box of the points, and both in map coordinates.
    @Test
    void theFilesBesideTheCloudDescribeIt() throws IOException {
        String stem = "odm_georeferencing/odm_georeferenced_model.";
        JsonNode box = json(stem + "info.json").at("/stats/bbox/native/bbox");
        JsonNode summaryBox = json(stem + "summary.json").at("/summary/bounds");
        assertThat(summaryBox).isEqualTo(box);
        assertThat(json(stem + "summary.json").at("/summary/num_points").asLong())
                .isEqualTo(summary.densePoints());
        JsonNode bounds = json(stem + "bounds.geojson");
        assertThat(bounds.at("/crs/properties/name").asText()).startsWith("urn:ogc:def:crs:EPSG::326");
        for (JsonNode corner : bounds.at("/features/0/geometry/coordinates/0")) {
            assertThat(corner.path(0).asDouble())
                    .isBetween(box.path("minx").asDouble(), box.path("maxx").asDouble());
            assertThat(corner.path(1).asDouble())
                    .isBetween(box.path("miny").asDouble(), box.path("maxy").asDouble());
        }
        JsonNode degrees = json(stem + "info.json").at("/stats/bbox/EPSG:4326/bbox");
        var corner =
                survey.zone()
                        .forward(degrees.path("minx").asDouble(), degrees.path("miny").asDouble());
        assertThat(corner.x()).isCloseTo(box.path("minx").asDouble(), within(5.0));
        assertThat(corner.y()).isCloseTo(box.path("miny").asDouble(), within(5.0));
    }

    @Test
    void progressGrowsToAHundredAndTheLogTellsEachStage() throws IOException {
        assertThat(json("log.json").path("success").asBoolean()).isTrue();
        assertThat(json("log.json").path("stages")).hasSizeGreaterThanOrEqualTo(8);
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
