package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.options.OptionCatalog;
import org.nadir.engine.options.Options;
import org.nadir.engine.split.PhotoGroups;
import org.nadir.engine.work.Cancellation;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.testkit.SyntheticSurvey;

/// A block of 20 photos as a whole and in groups of six, with the same cameras: the products have to be the same but for
/// what the filters see at the borders.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SplitRunTest {

    private static final double CELL = 0.1;
    private static final double OVERLAP = 8;
    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(4, 5, 40, 1000, 750, 0.03, 7);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final List<String> console = Collections.synchronizedList(new ArrayList<>());
    private final List<Double> percents = new ArrayList<>();
    private List<String> splitConsole = List.of();
    private List<Double> splitPercents = List.of();
    private ProjectFolder project = new ProjectFolder(Path.of("."), Path.of("."));
    private Products whole = Products.NONE;
    private Products merged = Products.NONE;

    private record Raster(RasterLayout layout, int width, int height, float[] values) {
        float at(int column, int row) {
            boolean outside = column < 0 || row < 0 || column >= width || row >= height;
            return outside ? Float.NaN : values[row * width + column];
        }

        /// The same place in another raster of these cells.
        float in(Raster other, int column, int row) {
            return other.at(column + shift(other, true), row + shift(other, false));
        }

        int shift(Raster other, boolean columns) {
            return (int)
                    Math.round(
                            columns
                                    ? other.layout.column(layout.x(0))
                                    : other.layout.row(layout.y(0)));
        }
    }

    private record Products(DenseCloud cloud, Raster dsm, Raster dtm, Raster green) {
        static final Raster NO_RASTER =
                new Raster(RasterLayout.of(0, 0, 1, 1, 1), 1, 1, new float[1]);
        static final Products NONE =
                new Products(
                        new DenseCloud(
                                new double[0], new float[0], new byte[0], new byte[0], new byte[0]),
                        NO_RASTER,
                        NO_RASTER,
                        NO_RASTER);
    }

    @BeforeAll
    void process(@TempDir Path temp) throws Exception {
        project = new ProjectFolder(temp.resolve("out"), temp.resolve("photos"));
        survey.writePhotos(project.images(), PLAN);
        run(options());
        whole = products();
        Map<String, String> split = options();
        split.put("split", "6");
        split.put("split-overlap", Double.toString(OVERLAP));
        run(split);
        merged = products();
        splitConsole = List.copyOf(console);
        splitPercents = List.copyOf(percents);
    }

    private static Map<String, String> options() {
        var options = new HashMap<String, String>();
        for (String flag : new String[] {"dsm", "dtm", "skip-3dmodel", "skip-report"}) {
            options.put(flag, "true");
        }
        options.put("gps-accuracy", "0.03");
        options.put("dem-resolution", "10");
        options.put("orthophoto-resolution", "10");
        return options;
    }

    private void run(Map<String, String> values) throws Exception {
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
        Engine.run(
                project, Options.of(OptionCatalog.load(), values), listener, Cancellation.never());
    }

    private Products products() throws IOException {
        return new Products(
                CloudFile.read(project.filteredCloud()),
                raster("odm_dem/dsm.tif"),
                raster("odm_dem/dtm.tif"),
                raster("odm_orthophoto/odm_orthophoto.tif"));
    }

    /// The heights of an elevation model; the green channel of an orthophoto, NaN where it is transparent.
    private Raster raster(String file) throws IOException {
        try (var reader = GeoTiffReader.open(project.file(file))) {
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            int width = reader.width();
            int height = reader.height();
            var values = new float[width * height];
            if (file.startsWith("odm_dem")) {
                reader.read(0, 0, 0, width, height, values);
                for (int i = 0; i < values.length; i++) {
                    values[i] = values[i] < -9000 ? Float.NaN : values[i];
                }
            } else {
                var rgba = new byte[4 * values.length];
                reader.read(0, 0, 0, width, height, rgba);
                for (int i = 0; i < values.length; i++) {
                    values[i] = rgba[4 * i + 3] == 0 ? Float.NaN : rgba[4 * i + 1] & 255;
                }
            }
            return new Raster(layout, width, height, values);
        }
    }

    /// The groups as the engine forms them, from the cameras it found.
    private PhotoGroups groups() throws IOException {
        JsonNode shots =
                new ObjectMapper()
                        .readTree(project.file("odm_report/shots.geojson").toFile())
                        .path("features");
        var xy = new double[2 * shots.size()];
        for (int s = 0; s < shots.size(); s++) {
            JsonNode position = shots.path(s).path("properties").path("translation");
            xy[2 * s] = position.path(0).asDouble();
            xy[2 * s + 1] = position.path(1).asDouble();
        }
        return PhotoGroups.bySize(xy, 6);
    }

    /// Whether a place in map coordinates lies where two groups are blended.
    private static boolean atSeam(PhotoGroups groups, double x, double y) {
        double most = 0;
        for (int g = 0; g < groups.count(); g++) {
            most = Math.max(most, groups.regions().weight(g, x, y, OVERLAP / 4));
        }
        return most < 1;
    }

    @Test
    void theGroupsShareTheWork() throws IOException {
        assertThat(groups().count()).isEqualTo(3);
        assertThat(splitConsole)
                .contains("The block is processed in 3 groups of photos")
                .anyMatch(line -> line.startsWith("Group 3 of 3: "))
                .anyMatch(line -> line.startsWith("opensfm was finished"));
        assertThat(splitPercents).isSorted().last().isEqualTo(100.0);
        assertThat(splitPercents).anyMatch(p -> Math.abs(p - 75) < 1e-9);
    }

    @Test
    void theCloudsPointsAreThoseOfTheWholeBlock() {
        var before = new HashSet<String>();
        for (int i = 0; i < whole.cloud.count(); i++) {
            before.add(point(whole.cloud, i));
        }
        int same = 0;
        for (int i = 0; i < merged.cloud.count(); i++) {
            same += before.contains(point(merged.cloud, i)) ? 1 : 0;
        }
        // The outlier filter's limit is each group's own.
        assertThat(same).isGreaterThan((int) (0.99 * whole.cloud.count()));
        assertThat(merged.cloud.count() - same).isLessThan(whole.cloud.count() / 100);
    }

    private static String point(DenseCloud cloud, int i) {
        return cloud.xyz()[3 * i] + " " + cloud.xyz()[3 * i + 1] + " " + cloud.xyz()[3 * i + 2];
    }

    @Test
    void theSurfaceAtTheSeamsIsAsGoodAsElsewhere() throws IOException {
        for (boolean ground : new boolean[] {false, true}) {
            Raster a = ground ? whole.dtm : whole.dsm;
            Raster b = ground ? merged.dtm : merged.dsm;
            PhotoGroups groups = groups();
            var differences = new ArrayList<Double>();
            var noise = new ArrayList<Double>();
            int lost = 0;
            int known = 0;
            for (int row = 0; row < a.height; row++) {
                for (int column = 0; column < a.width; column++) {
                    if (Float.isNaN(a.at(column, row))) {
                        continue;
                    }
                    double x = a.layout.x(column + 0.5);
                    double y = a.layout.y(row + 0.5);
                    float split = a.in(b, column, row);
                    known++;
                    lost += Float.isNaN(split) ? 1 : 0;
                    if (atSeam(groups, x, y) && !Float.isNaN(split)) {
                        differences.add((double) Math.abs(split - a.at(column, row)));
                    }
                    double east = x - survey.originEast();
                    double north = y - survey.originNorth();
                    double truth =
                            ground
                                    ? survey.terrain().ground(east, north)
                                    : survey.terrain().surface(east, north);
                    noise.add(Math.abs(a.at(column, row) - truth));
                }
            }
            assertThat(differences).hasSizeGreaterThan(5_000);
            // The outline of the cloud follows single points at the rim.
            assertThat(lost).isLessThan(known / 50);
            assertThat(quantile(differences, 0.95)).isLessThan(quantile(noise, 0.5));
        }
    }

    /// Along the seams neighbouring pixels of the orthophoto differ no more than those of the whole block's do there.
    @Test
    void theOrthophotoHasNoSeamBetweenGroups() throws IOException {
        PhotoGroups groups = groups();
        double before = 0;
        double after = 0;
        int count = 0;
        int changed = 0;
        for (int row = 0; row + 1 < whole.green.height; row++) {
            for (int column = 0; column + 1 < whole.green.width; column++) {
                double x = whole.green.layout.x(column + 0.5);
                double y = whole.green.layout.y(row + 0.5);
                double a = gradient(whole.green, column, row);
                int column2 = column + whole.green.shift(merged.green, true);
                int row2 = row + whole.green.shift(merged.green, false);
                double b = gradient(merged.green, column2, row2);
                if (Double.isNaN(a) || Double.isNaN(b) || !atSeam(groups, x, y)) {
                    continue;
                }
                before += a;
                after += b;
                count++;
                changed +=
                        Math.abs(whole.green.at(column, row) - merged.green.at(column2, row2)) > 8
                                ? 1
                                : 0;
            }
        }
        assertThat(count).isGreaterThan(5_000);
        assertThat(after / before).isBetween(0.98, 1.02);
        assertThat(changed / (double) count).isLessThan(0.02);
    }

    private static double gradient(Raster image, int column, int row) {
        float here = image.at(column, row);
        return Math.hypot(image.at(column + 1, row) - here, image.at(column, row + 1) - here);
    }

    @Test
    void mergeLeavesOutWhatIsNotNamedAndNothingIntermediateStaysOnRequest() throws Exception {
        var names = new StringBuilder();
        for (int i = 0; i < survey.cameras().size(); i++) {
            names.append(survey.cameras().get(i).name()).append(i < 10 ? " west\n" : " east\n");
        }
        Files.writeString(project.root().resolve("image_groups.txt"), names);
        Files.delete(project.orthophoto("tif"));
        Map<String, String> options = options();
        options.put("split", "6");
        options.put("merge", "dem");
        options.put("optimize-disk-space", "true");
        run(options);
        assertThat(console)
                .contains("The block is processed in 2 groups of photos")
                .contains("No orthophoto is made (merge)")
                .contains("No point cloud is written (merge)");
        assertThat(project.orthophoto("tif")).doesNotExist();
        assertThat(project.dem("dsm.tif")).isNotEmptyFile();
        for (Path folder :
                List.of(
                        project.depth(),
                        project.sfm(),
                        project.submodels(),
                        project.file("odm_filterpoints"))) {
            assertThat(folder).doesNotExist();
        }
    }

    private static double quantile(List<Double> values, double share) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
