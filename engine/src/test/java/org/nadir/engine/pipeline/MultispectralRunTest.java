package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.SampleType;
import org.nadir.testkit.FlirJpeg;
import org.nadir.testkit.SyntheticBands;
import org.nadir.testkit.SyntheticSurvey;

/// Rendered captures of a rig of five bands and heat through the pipeline, against the truth of the renderer: bands lie on
/// one another to half a pixel, and calibrated numbers are what the ground reflects and how warm it is. One capture lacks
/// a band.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MultispectralRunTest {

    private static final SyntheticSurvey.Plan PLAN =
            new SyntheticSurvey.Plan(3, 5, 40, 800, 600, 0.5, 11);

    private final SyntheticSurvey survey = SyntheticSurvey.of(PLAN);
    private final SyntheticBands bands = SyntheticBands.altum(survey);
    private final List<String> lines = Collections.synchronizedList(new ArrayList<>());
    private Path photos;
    private Path folder;

    @BeforeAll
    void photos(@TempDir Path temporary) throws IOException {
        folder = temporary;
        photos = temporary.resolve("photos");
        bands.writePhotos(photos);
        Files.delete(photos.resolve(SyntheticBands.fileName(7, 2)));
    }

    private ProjectFolder run(String name, Map<String, String> more) throws Exception {
        return run(name, photos, more);
    }

    private ProjectFolder run(String name, Path images, Map<String, String> more) throws Exception {
        Path root = Files.createDirectories(folder.resolve(name));
        var options = new HashMap<String, String>();
        options.put("fast-orthophoto", "true");
        options.put("min-num-features", "2000");
        options.put("orthophoto-png", "true");
        options.put("tiles", "true");
        options.put("orthophoto-cutline", "true");
        options.put("orthophoto-resolution", "5");
        // The tags are exact; believed less, a small block may tilt by some pixels of the
        // orthophoto.
        options.put("gps-accuracy", "0.1");
        options.putAll(more);
        var project = new ProjectFolder(root, images);
        var listener =
                new RunListener() {
                    @Override
                    public void progress(
                            Stage stage, double inStage, double percent, long left, String title) {}

                    @Override
                    public synchronized void line(Level level, String text) {
                        lines.add(level + " " + text);
                        if (Boolean.getBoolean("nadir.test.show")) {
                            System.out.println(level + " " + text);
                        }
                    }
                };
        Engine.run(
                project, Options.of(OptionCatalog.load(), options), listener, Cancellation.never());
        return project;
    }

    @Test
    void bandsLieOnOneAnotherAndShowWhatWasThere() throws Exception {
        ProjectFolder project = run("run", Map.of());
        keep(project);
        assertThat(lines)
                .contains(
                        "INFO 15 captures of 6 bands: Blue, Green, Red, NIR, RedEdge, LWIR; primary band Blue",
                        "WARNING 1 of 15 captures have no band Red: IMG_0007_1.tif.",
                        "INFO 15 of 15 photos placed");
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.bands()).isEqualTo(7);
            assertThat(reader.sampleType()).isEqualTo(SampleType.UINT16);
            assertThat(reader.alphaBand()).isEqualTo(6);
            assertThat(reader.descriptions())
                    .startsWith("Blue", "Green", "Red", "NIR", "RedEdge", "LWIR");
            bandsLieOnOneAnother(new Raster(reader));
        }
        run("run", Map.of("radiometric-calibration", "camera+sun"));
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.sampleType()).isEqualTo(SampleType.FLOAT32);
            var raster = new Raster(reader);
            for (int band = 0; band < 5; band++) {
                assertThat(raster.relativeErrors(band, survey, bands.bands().get(band)))
                        .allSatisfy(error -> assertThat(error).isLessThan(0.03));
            }
            assertThat(raster.celsiusErrors(5, survey, bands.bands().get(5)))
                    .allSatisfy(error -> assertThat(error).isLessThan(0.1));
        }
        keep(project);
    }

    /// The pictures in the files are smaller and show something else in each photo: nothing but the thermal images gives these
    /// temperatures in this place.
    @Test
    void radiometricJpegsAreTemperatures() throws Exception {
        SyntheticBands heat = SyntheticBands.thermal(survey);
        Path images = folder.resolve("radiometric");
        heat.writeRadiometricJpegs(images, FlirJpeg.Camera.handheld());
        Path broken = images.resolve("20260501_100014_R.jpg");
        byte[] bytes = Files.readAllBytes(broken);
        int magic = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("FFF\0");
        bytes[magic] = 'X';
        Files.write(broken, bytes);
        ProjectFolder project = run("heat", images, Map.of("radiometric-calibration", "camera"));
        keep(project);
        assertThat(lines)
                .contains(
                        "WARNING 20260501_100014_R.jpg: the temperatures cannot be read (its header is damaged); the picture is used.",
                        "INFO 14 captures of 1 band: LWIR",
                        "INFO 14 of 14 photos placed");
        try (var reader = GeoTiffReader.open(project.orthophoto("tif"))) {
            assertThat(reader.sampleType()).isEqualTo(SampleType.FLOAT32);
            assertThat(reader.descriptions()).startsWith("LWIR");
            assertThat(new Raster(reader).celsiusErrors(0, survey, heat.bands().getFirst()))
                    .allSatisfy(error -> assertThat(error).isLessThan(0.1));
        }
    }

    private static void keep(ProjectFolder project) throws IOException {
        String copy = System.getProperty("nadir.test.keep");
        if (copy != null) {
            Files.copy(
                    project.orthophoto("tif"),
                    Path.of(copy),
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private void bandsLieOnOneAnother(Raster raster) {
        List<double[]> first = raster.shifts(0, survey, bands.bands().get(0));
        for (int band = 1; band < 5; band++) {
            List<double[]> own = raster.shifts(band, survey, bands.bands().get(band));
            double square = 0;
            int count = 0;
            for (int k = 0; k < first.size(); k++) {
                double[] a = first.get(k);
                double[] b = own.get(k);
                if (a.length == 2 && b.length == 2) {
                    square += Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2);
                    count++;
                }
            }
            double rms = Math.sqrt(square / count / 2);
            show("%s against Blue: %.3f px".formatted(bands.bands().get(band).name(), rms));
            assertThat(count).isGreaterThan(1000);
            assertThat(rms).isLessThan(0.5);
        }
    }

    private static void show(String text) {
        if (Boolean.getBoolean("nadir.test.show")) {
            System.out.println(text);
        }
    }

    /// An orthophoto in memory.
    private static final class Raster {
        private static final int PATCH = 12;
        private static final int REACH = 4;
        private final int width;
        private final int height;
        private final int bands;
        private final float[] values;
        private final GeoTiffReader reader;

        Raster(GeoTiffReader reader) throws IOException {
            this.reader = reader;
            width = reader.width();
            height = reader.height();
            bands = reader.bands();
            values = new float[width * height * bands];
            reader.read(0, 0, 0, width, height, values);
        }

        /// By how many pixels the squares of a band are off, by normalised correlation with what the renderer shows; empty
        /// where they are not all opaque or nothing fits.
        List<double[]> shifts(int band, SyntheticSurvey survey, SyntheticBands.Band truth) {
            var expected = truth(survey, truth);
            List<double[]> shifts = new ArrayList<>();
            for (int row = 30; row + 30 < height; row += 2 * PATCH) {
                for (int column = 30; column + 30 < width; column += 2 * PATCH) {
                    shifts.add(shift(band, expected, column, row));
                }
            }
            return shifts;
        }

        /// Of squares of 1.5 m: how far the mean is from the truth, as a share; the 95 % that are best.
        List<Double> relativeErrors(int band, SyntheticSurvey survey, SyntheticBands.Band truth) {
            float[] expected = truth(survey, truth);
            return errors(band, expected, 13, true);
        }

        /// Of squares of 5 m: how far the mean is from the truth.
        List<Double> celsiusErrors(int band, SyntheticSurvey survey, SyntheticBands.Band truth) {
            float[] expected = truth(survey, truth);
            for (int i = 0; i < expected.length; i++) {
                expected[i] = 10 + 30 * expected[i];
            }
            return errors(band, expected, 45, false);
        }

        private List<Double> errors(int band, float[] expected, int half, boolean relative) {
            List<Double> errors = new ArrayList<>();
            for (int row = half; row + half < height; row += half) {
                for (int column = half; column + half < width; column += half) {
                    double seen = 0;
                    double wanted = 0;
                    boolean opaque = true;
                    for (int y = row - half; y <= row + half; y++) {
                        for (int x = column - half; x <= column + half; x++) {
                            int at = y * width + x;
                            seen += values[at * bands + band];
                            wanted += expected[at];
                            opaque &= values[at * bands + bands - 1] != 0;
                        }
                    }
                    if (opaque) {
                        double n = relative ? wanted : Math.pow(2 * half + 1, 2);
                        errors.add(Math.abs(seen - wanted) / n);
                    }
                }
            }
            errors.sort(null);
            show(
                    "band %d: %d squares, median error %.5f, 95 %% %.5f, largest %.5f"
                            .formatted(
                                    band,
                                    errors.size(),
                                    errors.get(errors.size() / 2),
                                    errors.get(errors.size() * 95 / 100),
                                    errors.getLast()));
            return errors.subList(0, errors.size() * 95 / 100);
        }

        float[] truth(SyntheticSurvey survey, SyntheticBands.Band truth) {
            var expected = new float[width * height];
            RasterLayout layout = Objects.requireNonNull(reader.layout());
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    double sum = 0;
                    for (int k = 0; k < 9; k++) {
                        double x = layout.x(column + (k % 3 + 0.5) / 3);
                        double y = layout.y(row + (k / 3 + 0.5) / 3);
                        sum +=
                                truth.reflectance(
                                        survey.terrain()
                                                .colourAt(
                                                        x - survey.originEast(),
                                                        y - survey.originNorth()));
                    }
                    // Degrees follow from this by a straight line.
                    expected[row * width + column] = (float) (sum / 9);
                }
            }
            return expected;
        }

        private double[] shift(int band, float[] expected, int column, int row) {
            var score = new double[2 * REACH + 1][2 * REACH + 1];
            int bestX = 0;
            int bestY = 0;
            for (int dy = -REACH; dy <= REACH; dy++) {
                for (int dx = -REACH; dx <= REACH; dx++) {
                    double value = correlation(band, expected, column, row, dx, dy);
                    score[dy + REACH][dx + REACH] = value;
                    if (Double.isNaN(value)) {
                        return new double[0];
                    }
                    if (value > score[bestY + REACH][bestX + REACH]) {
                        bestX = dx;
                        bestY = dy;
                    }
                }
            }
            boolean rim = Math.abs(bestX) == REACH || Math.abs(bestY) == REACH;
            double best = rim ? 0 : score[bestY + REACH][bestX + REACH];
            if (best < 0.8) {
                return new double[0];
            }
            double[] middle = score[bestY + REACH];
            return new double[] {
                bestX + top(middle[bestX + REACH - 1], best, middle[bestX + REACH + 1]),
                bestY
                        + top(
                                score[bestY + REACH - 1][bestX + REACH],
                                best,
                                score[bestY + REACH + 1][bestX + REACH])
            };
        }

        private static double top(double a, double b, double c) {
            return 0.5 * (a - c) / (a - 2 * b + c);
        }

        private double correlation(
                int band, float[] expected, int column, int row, int dx, int dy) {
            double a = 0;
            double b = 0;
            double aa = 0;
            double bb = 0;
            double ab = 0;
            int n = 0;
            for (int y = -PATCH; y <= PATCH; y++) {
                for (int x = -PATCH; x <= PATCH; x++) {
                    int at = (row + y + dy) * width + column + x + dx;
                    if (values[at * bands + bands - 1] == 0) {
                        return Double.NaN;
                    }
                    double p = values[at * bands + band];
                    double q = expected[(row + y) * width + column + x];
                    a += p;
                    b += q;
                    aa += p * p;
                    bb += q * q;
                    ab += p * q;
                    n++;
                }
            }
            return (ab - a * b / n) / Math.sqrt((aa - a * a / n) * (bb - b * b / n));
        }
    }
}
