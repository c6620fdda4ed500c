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
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.testkit.SyntheticCamera;
import org.nadir.testkit.SyntheticControl;
import org.nadir.testkit.SyntheticSurvey;

/// Rendered photos of a garden with houses, placed by ground control, and an elevation model of the true surface that somebody has
/// moved by 12 m, −7 m and 31 m, turned by a degree and stretched by a per cent: everything has to move there.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AlignRunTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(4, 5, 40, 1000, 750, 0.03, 7);
    private static final double HEADING = Math.toRadians(1);
    private static final double SCALE = 1.01;
    private static final double[] SHIFT = {12, -7, 31};

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final SyntheticControl control =
            SyntheticControl.of(survey, 3, new SyntheticControl.Marking(0.5, 0.02), 5);
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private ProjectFolder project = new ProjectFolder(Path.of("."), Path.of("."));
    private byte[] unalignedShots = {};
    private List<String> alignedConsole = List.of();
    private Path reference = Path.of(".");

    @BeforeAll
    void process(@TempDir Path folder) throws Exception {
        project = new ProjectFolder(folder.resolve("out"), folder.resolve("images"));
        survey.writePhotos(project.images(), PLAN);
        Files.createDirectories(project.root());
        Files.writeString(
                project.root().resolve("gcp_list.txt"),
                control.file().replace(" gcp5\n", " CHK-5\n"));
        run(Map.of());
        unalignedShots = Files.readAllBytes(project.report("shots.geojson"));
        reference = dem(project.images().resolve("align.tif"), 0);
        run(Map.of());
        alignedConsole = List.copyOf(console);
    }

    private void run(Map<String, String> more) throws Exception {
        var options = new HashMap<String, String>();
        for (String flag : new String[] {"dsm", "skip-3dmodel", "skip-orthophoto"}) {
            options.put(flag, "true");
        }
        options.put("min-num-features", "2000");
        options.put("dem-resolution", "12");
        options.putAll(more);
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

    /// Where the change puts a place, all relative to the survey's origin.
    private static double[] moved(double x, double y, double z) {
        double height = z - 120;
        return new double[] {
            SHIFT[0] + SCALE * (Math.cos(HEADING) * x - Math.sin(HEADING) * y),
            SHIFT[1] + SCALE * (Math.sin(HEADING) * x + Math.cos(HEADING) * y),
            SHIFT[2] + 120 + SCALE * height
        };
    }

    private Path dem(Path file, double east) throws IOException {
        double cell = 0.2;
        int n = 500;
        var layout =
                RasterLayout.of(
                        survey.originEast() + SHIFT[0] - n * cell / 2 + east,
                        survey.originNorth() + SHIFT[1] + n * cell / 2,
                        cell,
                        n,
                        n);
        var heights = new float[n * n];
        for (int i = 0; i < heights.length; i++) {
            double u = layout.x(i % n + 0.5) - survey.originEast() - SHIFT[0] - east;
            double v = layout.y(i / n + 0.5) - survey.originNorth() - SHIFT[1];
            double x = (Math.cos(HEADING) * u + Math.sin(HEADING) * v) / SCALE;
            double y = (-Math.sin(HEADING) * u + Math.cos(HEADING) * v) / SCALE;
            heights[i] = (float) moved(x, y, survey.terrain().surface(x, y))[2];
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

    private JsonNode json(String file) throws IOException {
        return new ObjectMapper().readTree(project.file(file).toFile());
    }

    /// Medians of the cameras' distances east, north and up from where the change puts the true ones.
    private double[] cameraErrors() throws IOException {
        Map<String, SyntheticCamera> truth = new HashMap<>();
        survey.cameras().forEach(c -> truth.put(c.name(), c));
        JsonNode shots = json("odm_report/shots.geojson").path("features");
        var errors = new double[3][shots.size()];
        for (int i = 0; i < shots.size(); i++) {
            JsonNode properties = shots.path(i).path("properties");
            SyntheticCamera camera =
                    Objects.requireNonNull(truth.get(properties.path("filename").asText()));
            double[] at =
                    moved(
                            camera.east() - survey.originEast(),
                            camera.north() - survey.originNorth(),
                            camera.altitude());
            at[0] += survey.originEast();
            at[1] += survey.originNorth();
            for (int axis = 0; axis < 3; axis++) {
                errors[axis][i] = properties.path("translation").path(axis).asDouble() - at[axis];
            }
        }
        return Arrays.stream(errors).mapToDouble(AlignRunTest::median).toArray();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// Median and NMAD of the surface model minus the moved truth.
    private double[] surfaceErrors() throws IOException {
        try (var dsm = GeoTiffReader.open(project.dem("dsm.tif"));
                var truth = GeoTiffReader.open(reference)) {
            RasterLayout layout = Objects.requireNonNull(dsm.layout());
            RasterLayout other = Objects.requireNonNull(truth.layout());
            var errors = new ArrayList<Double>();
            var one = new float[1];
            var two = new float[1];
            for (double u = -14; u <= 14; u += 0.25) {
                for (double v = -14; v <= 14; v += 0.25) {
                    double x = survey.originEast() + SHIFT[0] + u;
                    double y = survey.originNorth() + SHIFT[1] + v;
                    dsm.read(0, (int) layout.column(x), (int) layout.row(y), 1, 1, one);
                    truth.read(0, (int) other.column(x), (int) other.row(y), 1, 1, two);
                    errors.add((double) one[0] - two[0]);
                }
            }
            double[] all = errors.stream().mapToDouble(Double::doubleValue).toArray();
            double middle = median(all);
            return new double[] {
                middle, 1.4826 * median(Arrays.stream(all).map(e -> Math.abs(e - middle)).toArray())
            };
        }
    }

    @Test
    void everythingStandsWhereTheReferenceIs() throws IOException {
        assertThat(alignedConsole)
                .anyMatch(line -> line.startsWith("Aligned with align.tif: moved"))
                .anyMatch(line -> line.startsWith("openmvs was finished by an earlier run"));
        double[] cameras = cameraErrors();
        double[] surface = surfaceErrors();
        // The surface is bent by a centimetre on slopes of a tenth: that tells a position to ten
        // centimetres.
        assertThat(cameras[0]).isCloseTo(0, within(2 * PLAN.gsd()));
        assertThat(cameras[1]).isCloseTo(0, within(2 * PLAN.gsd()));
        assertThat(surface[0]).isCloseTo(0, within(PLAN.gsd() / 2));
        assertThat(surface[1]).isLessThan(PLAN.gsd());
        JsonNode stats = json("odm_report/stats.json");
        JsonNode align = stats.path("align");
        assertThat(align.path("file").asText()).isEqualTo("align.tif");
        assertThat(align.path("heading_degrees").asDouble()).isCloseTo(1, within(0.1));
        assertThat(align.path("scale").asDouble()).isCloseTo(SCALE, within(0.002));
        assertThat(align.path("after").path("nmad").asDouble())
                .isLessThan(align.path("before").path("nmad").asDouble() / 4);
    }

    /// What surveyors measured is elsewhere than the reference, and that is what the figures say.
    @Test
    void errorsOfControlPointsAreThoseOfWhatIsDelivered() throws IOException {
        JsonNode stats = json("odm_report/stats.json");
        for (String kind : new String[] {"gcp_errors", "check_point_errors"}) {
            JsonNode mean = stats.path(kind).path("mean");
            assertThat(mean.path("x").asDouble()).isCloseTo(12, within(0.5));
            assertThat(mean.path("y").asDouble()).isCloseTo(-7, within(0.5));
            assertThat(mean.path("z").asDouble()).isCloseTo(31, within(0.5));
        }
    }

    @Test
    void theMatrixMovesMapCoordinates() throws IOException {
        JsonNode matrix = json("odm_georeferencing/alignment_matrix.json");
        double[] at = {survey.originEast() + 10, survey.originNorth() - 5, 121, 1};
        double[] truth = moved(10, -5, 121);
        double[] expected = {
            survey.originEast() + truth[0], survey.originNorth() + truth[1], truth[2], 1
        };
        for (int row = 0; row < 4; row++) {
            double sum = 0;
            for (int column = 0; column < 4; column++) {
                sum += matrix.path(row).path(column).asDouble() * at[column];
            }
            assertThat(sum).isCloseTo(expected[row], within(2 * PLAN.gsd()));
        }
    }

    @Test
    void laterRunsKeepTheFrameAndOnesWithoutReferenceLeaveIt() throws Exception {
        byte[] shots = Files.readAllBytes(project.report("shots.geojson"));
        byte[] dsm = Files.readAllBytes(project.dem("dsm.tif"));
        run(Map.of("rerun-from", "odm_dem"));
        assertThat(project.report("shots.geojson")).hasBinaryContent(shots);
        assertThat(project.dem("dsm.tif")).hasBinaryContent(dsm);
        run(Map.of("rerun-from", "openmvs"));
        assertThat(project.report("shots.geojson")).hasBinaryContent(shots);
        assertThat(project.dem("dsm.tif")).hasBinaryContent(dsm);

        Path aside = reference.resolveSibling("aside.bin");
        Files.move(reference, aside);
        try {
            run(Map.of());
            assertThat(console).anyMatch(l -> l.startsWith("openmvs was finished"));
            assertThat(project.report("shots.geojson")).hasBinaryContent(unalignedShots);
            assertThat(project.file("odm_georeferencing/alignment_matrix.json")).doesNotExist();
            assertThat(json("odm_report/stats.json").has("align")).isFalse();

            dem(reference, 5000);
            run(Map.of());
            assertThat(console)
                    .contains(
                            "align.tif is not used: it does not lie where the photos were taken. The results"
                                    + " stay where the photos' positions put them.");
            assertThat(project.report("shots.geojson")).hasBinaryContent(unalignedShots);
        } finally {
            Files.move(aside, reference, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
        run(Map.of());
        assertThat(project.dem("dsm.tif")).hasBinaryContent(dsm);
    }

    @Test
    void groupsOfPhotosAreAlignedAsOne() throws Exception {
        double[] whole = surfaceErrors();
        try {
            run(Map.of("split", "10", "split-overlap", "10"));
            assertThat(console)
                    .anyMatch(line -> line.contains("in 2 groups"))
                    .anyMatch(line -> line.startsWith("Aligned with align.tif: moved"));
            double[] split = surfaceErrors();
            assertThat(split[0]).isCloseTo(whole[0], within(PLAN.gsd() / 2));
            assertThat(split[1]).isCloseTo(whole[1], within(PLAN.gsd() / 2));
        } finally {
            run(Map.of());
        }
    }
}
