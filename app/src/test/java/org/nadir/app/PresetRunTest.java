package org.nadir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.OptionSpec;
import org.nadir.engine.options.Options;
import org.nadir.engine.pipeline.Engine;
import org.nadir.engine.pipeline.ProjectFolder;
import org.nadir.engine.pipeline.RunListener;
import org.nadir.engine.pipeline.RunSummary;
import org.nadir.engine.pipeline.Stage;
import org.nadir.engine.work.Cancellation;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.SampleType;
import org.nadir.testkit.SyntheticBands;
import org.nadir.testkit.SyntheticSurvey;

/// Every preset that the server offers, with its options as the server gives them, through the engine on rendered photos of a
/// garden with three houses: what the preset promises is there and lies where the renderer put it. All presets for colour photos run in
/// one folder, one after the other, as a task that is started again with another preset.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class PresetRunTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(3, 3, 16, 800, 600, 0.03, 7);

    /// Finest rasters are 0.9 times the ground sampling distance.
    private static final double FINEST = 0.9 * PLAN.gsd();

    /// Heights in the tags are wrong by 4.5 cm. Of nine photos, three metres apart along the lines, that tilts the block by
    /// 4.5 cm / √(6 · 3² m²), which moves the ground 16 m below by so many metres (one standard deviation).
    private static final double TILT = 0.1;

    /// On a flat roof of 4.5 m.
    private static final double[] ROOF = {-9.8, -4.2};

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final Map<String, Map<String, String>> presets = new TreeMap<>();
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private Path folder = Path.of(".");
    private ProjectFolder project = new ProjectFolder(folder, folder);
    private long defaultPoints;

    @BeforeAll
    void process(@TempDir Path temporary) throws Exception {
        folder = temporary;
        project = new ProjectFolder(folder.resolve("out"), folder.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        var options = new ServeOptions();
        options.port = 0;
        options.noNode = true;
        options.storage.data = folder.resolve("data");
        try (RunningServer server = RunningServer.start(options, "admin", "preset-password")) {
            var api = new ApiClient(server.address());
            api.signIn("admin", "preset-password");
            for (JsonNode preset : api.get("/api/presets/")) {
                Map<String, String> chosen = new LinkedHashMap<>();
                for (JsonNode option : preset.path("options")) {
                    chosen.put(option.path("name").asText(), option.path("value").asText());
                }
                presets.put(preset.path("name").asText(), chosen);
            }
        }
    }

    private RunSummary run(String preset) throws Exception {
        return run(preset, project);
    }

    private RunSummary run(String preset, ProjectFolder where) throws Exception {
        console.clear();
        var listener =
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public synchronized void line(Level level, String text) {
                        console.add(level + " " + text);
                        if (Boolean.getBoolean("nadir.test.show")) {
                            System.out.println(level + " " + text);
                        }
                    }
                };
        Map<String, String> options = Objects.requireNonNull(presets.get(preset), preset);
        RunSummary summary =
                Engine.run(
                        where,
                        Options.of(OptionCatalog.load(), options),
                        listener,
                        Cancellation.never());
        assertThat(summary.placed()).isEqualTo(9);
        assertThat(console)
                .noneMatch(line -> line.startsWith("WARNING"))
                .noneMatch(line -> line.startsWith("ERROR"));
        return summary;
    }

    @Test
    void theServerOffersThePresetsOfTheContractWithOptionsThatTheEngineHonours() {
        assertThat(presets.keySet())
                .containsExactlyInAnyOrder(
                        "Default",
                        "High Resolution",
                        "Fast Orthophoto",
                        "Field",
                        "DSM + DTM",
                        "Forest",
                        "Buildings",
                        "3D Model",
                        "Volume Analysis",
                        "Multispectral");
        OptionCatalog catalog = OptionCatalog.load();
        presets.forEach((preset, options) ->
                options.forEach((name, value) -> {
                    OptionSpec spec = catalog.find(name).orElseThrow();
                    assertThat(spec.check(value)).as(preset).isNotNull();
                    assertThat(spec.support())
                            .as("%s of %s", name, preset)
                            .isIn(OptionSpec.Support.DONE, OptionSpec.Support.PARTIAL);
                }));
    }

    @Test
    void presetsForMapsAndModelsMakeWhatTheyPromise() throws Exception {
        defaults();
        highResolution();
        surfaceAndTerrain();
        multispectral();
        volume();
        buildings();
        solidModel();
    }

    @Test
    void presetsForSpeedAndForForestsMakeWhatTheyPromise() throws Exception {
        fastOrthophoto();
        forest();
        field();
    }

    private void defaults() throws Exception {
        defaultPoints = run("Default").densePoints();
        orthophoto(0.05);
        surface("dsm.tif", 0.05, 4.5);
        model(false, 200_000);
        common();
        assertThat(project.dem("dtm.tif")).doesNotExist();
    }

    private void highResolution() throws Exception {
        run("High Resolution");
        orthophoto(FINEST);
        surface("dsm.tif", FINEST, 4.5);
        model(false, 200_000);
        common();
    }

    private void surfaceAndTerrain() throws Exception {
        run("DSM + DTM");
        orthophoto(0.05);
        surface("dsm.tif", 0.05, 4.5);
        surface("dtm.tif", 0.05, 0);
        common();
    }

    private void volume() throws Exception {
        RunSummary summary = run("Volume Analysis");
        orthophoto(0.05);
        surface("dsm.tif", FINEST, 4.5);
        assertThat(project.dem("dtm.tif")).doesNotExist();
        moreDetail(summary);
        common();
    }

    private void buildings() throws Exception {
        moreDetail(run("Buildings"));
        orthophoto(0.05);
        model(false, 300_000);
        withoutElevationModels();
        common();
    }

    private void solidModel() throws Exception {
        moreDetail(run("3D Model"));
        orthophoto(0.05);
        model(true, 300_000);
        withoutElevationModels();
        common();
    }

    private void forest() throws Exception {
        run("Forest");
        orthophoto(0.05);
        model(true, 200_000);
        withoutElevationModels();
        common();
    }

    private void fastOrthophoto() throws Exception {
        run("Fast Orthophoto");
        orthophoto(0.05);
        withoutModel();
        withoutElevationModels();
        common();
    }

    private void field() throws Exception {
        run("Field");
        orthophoto(0.05);
        withoutModel();
        withoutElevationModels();
        common();
    }

    /// The preset for other cameras.
    private void multispectral() throws Exception {
        run("Multispectral");
        orthophoto(0.05);
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.bands()).isEqualTo(4);
            assertThat(reader.sampleType()).isEqualTo(SampleType.UINT8);
        }
        assertThat(console)
                .contains("INFO radiometric-calibration has no meaning for colour photos.");
        common();
    }

    /// Depth maps of high quality are 400 pixels wide here, those of medium 320, below which none are: 1.56 times the pixels.
    private void moreDetail(RunSummary summary) {
        assertThat((double) summary.densePoints() / defaultPoints).isBetween(1.3, 1.8);
    }

    private void common() {
        for (String product :
                new String[] {
                    "odm_georeferencing/odm_georeferenced_model.laz",
                    "odm_report/report.pdf",
                    "odm_report/shots.geojson",
                    "cameras.json"
                }) {
            assertThat(project.file(product)).isNotEmptyFile();
        }
    }

    private void withoutElevationModels() {
        assertThat(project.dem("dsm.tif")).doesNotExist();
        assertThat(project.dem("dtm.tif")).doesNotExist();
    }

    private void withoutModel() {
        assertThat(project.texturing().resolve("odm_textured_model_geo.obj")).doesNotExist();
        assertThat(project.surfaceTexturing().resolve("odm_textured_model_geo.obj")).doesNotExist();
    }

    private void model(boolean solid, int mostVertices) throws IOException {
        Path obj = project.texturing().resolve("odm_textured_model_geo.obj");
        assertThat(obj).isNotEmptyFile();
        assertThat(project.mesh(solid)).isNotEmptyFile();
        assertThat(project.mesh(!solid)).doesNotExist();
        String head =
                new String(Files.readAllBytes(project.mesh(solid)), StandardCharsets.ISO_8859_1);
        int at = head.indexOf("element vertex ") + 15;
        int vertices = Integer.parseInt(head.substring(at, head.indexOf('\n', at)).strip());
        assertThat(vertices).isBetween(1000, mostVertices);
    }

    private void orthophoto(double cell) throws IOException {
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            assertThat(layout.x(1) - layout.x(0)).isCloseTo(cell, within(0.02 * cell));
            var places = new ArrayList<double[]>();
            var rgba = new byte[4];
            for (double x = -6; x <= 6; x += 0.2) {
                for (double y = -5; y <= 5; y += 0.2) {
                    at(reader, layout, x, y, rgba);
                    assertThat(rgba[3]).as("opaque at %s, %s", x, y).isEqualTo((byte) 255);
                    places.add(new double[] {x, y, rgba[1] & 255});
                }
            }
            assertLiesInPlace(places);
        }
    }

    /// The colours fit best, and well, where they should: not farther off than the positions in the tags may tilt the block.
    private void assertLiesInPlace(List<double[]> places) {
        double most = -1;
        double off = 0;
        for (double dx = -3 * TILT; dx <= 3 * TILT; dx += TILT / 2) {
            for (double dy = -3 * TILT; dy <= 3 * TILT; dy += TILT / 2) {
                double likeness = likeness(places, dx, dy);
                if (likeness > most) {
                    most = likeness;
                    off = Math.hypot(dx, dy);
                }
            }
        }
        assertThat(most).isGreaterThan(0.8);
        assertThat(off).isLessThanOrEqualTo(2.5 * TILT);
    }

    /// Correlation of the orthophoto's green with the truth at places that lie `dx`, `dy` metres away.
    private double likeness(List<double[]> places, double dx, double dy) {
        var sums = new double[5];
        for (double[] place : places) {
            double seen = place[2];
            double truth = survey.terrain().colourAt(place[0] + dx, place[1] + dy) >> 8 & 255;
            double[] terms = {seen, truth, seen * seen, truth * truth, seen * truth};
            Arrays.setAll(sums, k -> sums[k] + terms[k]);
        }
        int count = places.size();
        double both = sums[4] - sums[0] * sums[1] / count;
        double own = sums[2] - sums[0] * sums[0] / count;
        double other = sums[3] - sums[1] * sums[1] / count;
        return both / Math.sqrt(own * other);
    }

    private void at(GeoTiffReader reader, RasterLayout layout, double x, double y, byte[] pixel)
            throws IOException {
        reader.read(
                0,
                (int) layout.column(survey.originEast() + x),
                (int) layout.row(survey.originNorth() + y),
                1,
                1,
                pixel);
    }

    /// Heights of open ground between the houses, and of a roof.
    ///
    /// @param roof height of the roof above the ground in this model
    private void surface(String name, double cell, double roof) throws IOException {
        try (var reader = GeoTiffReader.open(project.dem(name))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            assertThat(layout.x(1) - layout.x(0)).isCloseTo(cell, within(0.02 * cell));
            var errors = new ArrayList<Double>();
            for (double x = -6; x <= 2; x += 0.4) {
                for (double y = -5; y <= 5; y += 0.4) {
                    errors.add(height(reader, layout, x, y) - survey.terrain().ground(x, y));
                }
            }
            double bias = median(errors);
            assertThat(bias).isCloseTo(0, within(2 * PLAN.gsd()));
            assertThat(1.4826 * median(errors.stream().map(e -> Math.abs(e - bias)).toList()))
                    .isLessThan(PLAN.gsd());
            assertThat(
                            height(reader, layout, ROOF[0], ROOF[1])
                                    - survey.terrain().ground(ROOF[0], ROOF[1]))
                    .isCloseTo(roof, within(0.3));
        }
    }

    private double height(GeoTiffReader reader, RasterLayout layout, double x, double y)
            throws IOException {
        var height = new float[1];
        reader.read(
                0,
                (int) layout.column(survey.originEast() + x),
                (int) layout.row(survey.originNorth() + y),
                1,
                1,
                height);
        return height[0];
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    @Test
    void multispectralGivesAllBandsAsLight() throws Exception {
        SyntheticBands bands = SyntheticBands.altum(survey);
        var captures = new ProjectFolder(folder.resolve("bands-out"), folder.resolve("bands"));
        bands.writePhotos(captures.images());
        run("Multispectral", captures);
        try (var reader = GeoTiffReader.open(captures.orthophoto("tif"))) {
            assertThat(reader.sampleType()).isEqualTo(SampleType.FLOAT32);
            assertThat(reader.descriptions())
                    .startsWith("Blue", "Green", "Red", "NIR", "RedEdge", "LWIR");
        }
        assertThat(captures.cloud("laz")).isNotEmptyFile();
        assertThat(new ObjectMapper().readTree(captures.file("images.json").toFile())).hasSize(54);
    }
}
