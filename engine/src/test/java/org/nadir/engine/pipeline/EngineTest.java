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
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
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
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private final List<String> firstConsole = new ArrayList<>();
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
                    "pc-ept",
                    "pc-copc"
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
                    "odm_texturing_25d/odm_textured_model_geo.obj",
                    "odm_texturing_25d/odm_textured_model_geo.mtl",
                    "odm_meshing/odm_25dmesh.ply",
                    "cameras.json",
                    "images.json",
                    "log.json",
                    "odm_report/shots.geojson",
                    "odm_report/stats.json",
                    "odm_report/report.pdf"
                }) {
            assertThat(project.file(product)).as(product).isNotEmptyFile();
        }
        assertThat(summary.densePoints()).isGreaterThan(100_000);
    }

    /// The keys that clients of ODM read.
    @Test
    void theFiguresAreComplete() throws IOException {
        JsonNode stats = json("odm_report/stats.json");
        for (String key :
                new String[] {
                    "processing_statistics/steps_times/opensfm",
                    "processing_statistics/date",
                    "processing_statistics/start_date",
                    "processing_statistics/end_date",
                    "processing_statistics/area",
                    "features_statistics/detected_features/min",
                    "features_statistics/detected_features/max",
                    "features_statistics/detected_features/mean",
                    "features_statistics/detected_features/median",
                    "features_statistics/reconstructed_features/median",
                    "reconstruction_statistics/components",
                    "reconstruction_statistics/has_gps",
                    "reconstruction_statistics/has_gcp",
                    "reconstruction_statistics/initial_points_count",
                    "reconstruction_statistics/initial_shots_count",
                    "reconstruction_statistics/reconstructed_points_count",
                    "reconstruction_statistics/reconstructed_shots_count",
                    "reconstruction_statistics/observations_count",
                    "reconstruction_statistics/average_track_length",
                    "reconstruction_statistics/average_track_length_over_two",
                    "reconstruction_statistics/histogram_track_length/2",
                    "reconstruction_statistics/reprojection_error_normalized",
                    "reconstruction_statistics/reprojection_error_pixels",
                    "reconstruction_statistics/reprojection_error_angular",
                    "reconstruction_statistics/reprojection_histogram_normalized/0/0",
                    "reconstruction_statistics/reprojection_histogram_pixels/1/0",
                    "reconstruction_statistics/reprojection_histogram_angular/0/0",
                    "gps_errors/mean/x",
                    "gps_errors/std/y",
                    "gps_errors/error/z",
                    "gps_errors/average_error",
                    "gps_errors/ce90",
                    "gps_errors/le90",
                    "3d_errors/mean/x",
                    "3d_errors/std/y",
                    "3d_errors/error/z",
                    "3d_errors/average_error",
                    "3d_errors/ce90",
                    "3d_errors/le90",
                    "gcp_errors",
                    "overlap_statistics/share_with_at_least/3",
                    "point_cloud_statistics/dense",
                    "point_cloud_statistics/stats/statistic/0/count",
                    "point_cloud_statistics/stats/statistic/2/average",
                    "point_cloud_statistics/stats/bbox/native/bbox/minx",
                    "point_cloud_statistics/stats/bbox/native/bbox/maxz",
                    "dsm_statistics/min",
                    "dsm_statistics/max",
                    "dsm_statistics/mean",
                    "dsm_statistics/stddev",
                    "dtm_statistics/mean",
                    "odm_processing_statistics/total_time",
                    "odm_processing_statistics/total_time_human",
                    "odm_processing_statistics/average_gsd",
                }) {
            assertThat(stats.at("/" + key).isMissingNode()).as(key).isFalse();
        }
        JsonNode camera = stats.path("camera_errors").elements().next();
        assertThat(camera.path("initial_values").path("focal_x").isNumber()).isTrue();
        assertThat(camera.path("optimized_values").path("k1").isNumber()).isTrue();
        assertThat(camera.path("bias").path("scale").asDouble()).isEqualTo(1);
    }

    @Test
    void theFiguresAreThoseOfTheSurvey() throws IOException {
        JsonNode stats = json("odm_report/stats.json");
        assertThat(stats.at("/odm_processing_statistics/average_gsd").asDouble())
                .isCloseTo(100 * GSD, within(0.3));
        // Tags with a noise of 3 cm on each axis.
        for (String axis : new String[] {"x", "y", "z"}) {
            assertThat(stats.at("/gps_errors/error/" + axis).asDouble()).isBetween(0.01, 0.05);
        }
        // Tie points to a fraction of a pixel.
        assertThat(stats.at("/3d_errors/error/x").asDouble()).isBetween(1e-4, GSD);
        // The bounding box of the cloud by its own file, and the surface by its full raster.
        JsonNode box = stats.at("/point_cloud_statistics/stats/bbox/native/bbox");
        assertThat(box.path("minx").asDouble())
                .isBetween(survey.originEast() - 60, survey.originEast());
        assertThat(box.path("maxy").asDouble())
                .isBetween(survey.originNorth(), survey.originNorth() + 60);
        double[] dsm = fullRaster("odm_dem/dsm.tif");
        assertThat(stats.at("/dsm_statistics/min").asDouble()).isCloseTo(dsm[0], within(1e-3));
        assertThat(stats.at("/dsm_statistics/max").asDouble()).isCloseTo(dsm[1], within(1e-3));
        assertThat(stats.at("/dsm_statistics/mean").asDouble()).isCloseTo(dsm[2], within(1e-3));
        assertThat(stats.at("/dsm_statistics/stddev").asDouble()).isCloseTo(dsm[3], within(1e-3));
    }

    /// Least, greatest, mean and standard deviation of all cells.
    private double[] fullRaster(String file) throws IOException {
        try (var reader = GeoTiffReader.open(project.file(file))) {
            var z = new float[reader.width() * reader.height()];
            reader.read(0, 0, 0, reader.width(), reader.height(), z);
            var known = new ArrayList<Double>();
            for (float height : z) {
                if (height != -9999) {
                    known.add((double) height);
                }
            }
            double mean = known.stream().mapToDouble(h -> h).average().orElseThrow();
            double variance =
                    known.stream().mapToDouble(h -> square(h - mean)).average().orElseThrow();
            return new double[] {
                known.stream().mapToDouble(h -> h).min().orElseThrow(),
                known.stream().mapToDouble(h -> h).max().orElseThrow(),
                mean,
                Math.sqrt(variance)
            };
        }
    }

    @Test
    void theReportTellsWhatTheFiguresSay() throws IOException {
        JsonNode stats = json("odm_report/stats.json");
        String text;
        try (var document = Loader.loadPDF(project.file("odm_report/report.pdf").toFile())) {
            assertThat(document.getNumberOfPages()).isBetween(5, 8);
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            text = stripper.getText(document);
        }
        JsonNode reconstruction = stats.path("reconstruction_statistics");
        assertThat(text)
                .contains("20 of 20 placed")
                .contains(String.format(Locale.ROOT, "Dense points %,d", summary.densePoints()))
                .contains(
                        String.format(
                                Locale.ROOT,
                                "Tie points %,d of %,d tracks",
                                reconstruction.path("reconstructed_points_count").asInt(),
                                reconstruction.path("initial_points_count").asInt()))
                .contains(
                        String.format(
                                Locale.ROOT,
                                "%.3f px",
                                reconstruction.path("reprojection_error_pixels").asDouble()))
                .contains(
                        String.format(
                                Locale.ROOT,
                                "Absolute, by the GPS of the photos %.3f %.3f",
                                stats.at("/gps_errors/ce90").asDouble(),
                                stats.at("/gps_errors/le90").asDouble()))
                .contains("UTM zone 32N", "Digital terrain model (DTM)", "Red: ellipses");
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
                    "odm_georeferencing/odm_georeferenced_model.copc.laz",
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
    void tilesetsKeepToTheirSpecification() throws IOException {
        TilesetRules.check(project.file("3d_tiles/pointcloud"));
        TilesetRules.check(project.file("3d_tiles/model"));
    }

    @Test
    void theOrthophotoIsPackedAsAskedAndCarriesItsTime() throws IOException {
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.isTiled()).isFalse();
            assertThat(reader.levels()).hasSize(1);
        }
        List<String> world = Files.readAllLines(project.orthophoto("wld"));
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            assertThat(Double.parseDouble(world.get(4))).isCloseTo(layout.x(0.5), within(1e-6));
            assertThat(Double.parseDouble(world.get(5))).isCloseTo(layout.y(0.5), within(1e-6));
        }
        byte[] file = Files.readAllBytes(project.orthophoto("tif"));
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text).contains("\u00fd7zXZ\0");
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
        assertThat(bounds.at("/crs/properties/name").asText())
                .startsWith("urn:ogc:def:crs:EPSG::326");
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
    void aCancelWouldBeHeardWithinTwoSeconds() {
        gaps.longest()
                .forEach((stage, seconds) -> assertThat(seconds).as(stage.id()).isLessThan(2));
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
