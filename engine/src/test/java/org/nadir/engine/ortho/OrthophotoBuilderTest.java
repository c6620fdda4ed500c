package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nadir.engine.scene.PhotoReader;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrids;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Orthophotos of a world with known colours ([OrthoScene]) against those colours.
class OrthophotoBuilderTest {

    /// The photos' own pixel on the ground is about 0.14 m.
    private static final double RESOLUTION = 0.14;

    /// Cells around the building's edges and walls, metres, where the surface's raster does not say exactly what is roof.
    private static final double EDGE = 0.45;

    private record Made(GridFrame frame, byte[] rgba, OrthophotoBuilder.Summary summary) {
        int at(int column, int row) {
            return 4 * (row * frame.width() + column);
        }

        int value(int column, int row, int channel) {
            return rgba[at(column, row) + channel] & 255;
        }
    }

    private static Made make(OrthoScene scene, OrthoSettings settings, int threads)
            throws IOException {
        return make(scene, scene.shots(), settings, threads);
    }

    private static Made make(
            OrthoScene scene, List<Shot> shots, OrthoSettings settings, int threads)
            throws IOException {
        var rows = new ByteArrayOutputStream();
        try (var workers = new Workers(threads)) {
            var summary =
                    OrthophotoBuilder.build(
                            shots,
                            scene.surface(),
                            scene.crop(),
                            settings,
                            scene.reader(),
                            (rgba, count) -> rows.write(rgba),
                            Work.silent(workers));
            return new Made(summary.frame(), rows.toByteArray(), summary);
        }
    }

    private static OrthoSettings settings(boolean level) {
        // Plan cells of two pixels, as in real use, where the plan is coarser than the image.
        return new OrthoSettings(RESOLUTION, level, 20_000, 1 << 24);
    }

    private static boolean nearBuilding(double x, double y, double margin) {
        double[] b = OrthoScene.BUILDING;
        return x > b[0] - margin && x < b[1] + margin && y > b[2] - margin && y < b[3] + margin;
    }

    private static boolean nearEdge(double x, double y) {
        return nearBuilding(x, y, EDGE) && !nearBuilding(x, y, -EDGE);
    }

    @Test
    void showsTheTrueColoursEverywhereInsideTheCropAndNothingOutside() throws IOException {
        OrthoScene scene = OrthoScene.flown();
        Made made = make(scene, settings(true), 2);
        assertThat(made.rgba()).hasSize(4 * made.frame().width() * made.frame().height());
        assertThat(made.summary().coverage()).isEqualTo(1);
        Errors errors = errors(scene, made);
        // Rounding alone is 0.25; resampling a texture of 20 pixels' wavelength twice adds about
        // one step.
        assertThat(errors.mean()).isLessThan(2.0);
        // Roof on the ground, wall, or ground on the roof would be off by far more than 20.
        assertThat(errors.wrong()).isLessThan(0.002);
    }

    /// Plan cells of four metres are too coarse to tell what the building hides from the photos in the corners: they alone
    /// leave 1 % of the pixels wrong. The same bars as above hold because sections are planned again.
    @Test
    void sectionsOfALargeOrthophotoArePlannedOnFinerCells() throws IOException {
        OrthoScene scene = OrthoScene.flown();
        List<Shot> few = IntStream.of(0, 3, 12, 15).mapToObj(scene.shots()::get).toList();
        Made made = make(scene, few, new OrthoSettings(0.017, true, 100, 1 << 24), 2);
        assertThat(made.frame().width()).as("more than one section").isGreaterThan(Section.WIDTH);
        Errors errors = errors(scene, made);
        assertThat(errors.mean()).isLessThan(2.0);
        assertThat(errors.wrong()).isLessThan(0.002);
    }

    @Test
    void refinedSectionsDoNotDependOnTheNumberOfThreads() throws IOException {
        OrthoScene scene = OrthoScene.flown().withUnequalExposure();
        var large = new OrthoSettings(0.016, true, 20_000, 1 << 20);
        assertThat(make(scene, large, 3).rgba()).isEqualTo(make(scene, large, 1).rgba());
    }

    /// Against the true colours, away from painted lines' and the building's edges.
    ///
    /// @param mean absolute difference, in steps of brightness
    /// @param wrong share of pixels that are off by more than 20
    private record Errors(double mean, double wrong) {}

    private static Errors errors(OrthoScene scene, Made made) {
        double error = 0;
        int plain = 0;
        int wrong = 0;
        for (int row = 0; row < made.frame().height(); row++) {
            for (int column = 0; column < made.frame().width(); column++) {
                double x = made.frame().centreX(column);
                double y = made.frame().centreY(row);
                boolean inside = scene.crop().contains(x, y);
                assertThat(made.value(column, row, 3)).isEqualTo(inside ? 255 : 0);
                boolean mixed =
                        Math.abs(Math.abs(x - OrthoScene.lineNear(x)) - 0.2) < 2.5 * RESOLUTION;
                if (!inside || mixed || nearEdge(x, y)) {
                    continue;
                }
                int[] truth = OrthoScene.colour(x, y);
                plain++;
                int worst = 0;
                for (int k = 0; k < 3; k++) {
                    int d = Math.abs(made.value(column, row, k) - truth[k]);
                    error += d / 3.0;
                    worst = Math.max(worst, d);
                }
                wrong += worst > 20 ? 1 : 0;
            }
        }
        return new Errors(error / plain, wrong / (double) plain);
    }

    /// The windows are cut from the same surface: nothing changes but roundings, since sums begin elsewhere.
    @Test
    void aSurfaceReadInWindowsGivesTheSamePixels() throws IOException {
        OrthoScene scene = OrthoScene.flown();
        var fine = new OrthoSettings(0.016, true, 700_000, 1 << 24);
        Made whole = make(scene, fine, 2);
        assertThat(whole.frame().height()).as("more than one row of sections").isGreaterThan(2048);
        assertThat(whole.frame().width()).as("more than one section in a row").isGreaterThan(2048);
        var rows = new ByteArrayOutputStream();
        int[] asked = new int[1];
        try (var workers = new Workers(2)) {
            OrthophotoBuilder.build(
                    scene.shots(),
                    scene.surface(),
                    (left, bottom, right, top) -> {
                        asked[0]++;
                        GridFrame lattice = GridFrame.of(scene.surface());
                        return HeightGrids.window(
                                scene.surface(),
                                lattice.window(left, bottom, right, top, OrthophotoBuilder.ALIGN));
                    },
                    scene.crop(),
                    fine,
                    scene.reader(),
                    (rgba, count) -> rows.write(rgba),
                    Work.silent(workers));
        }
        assertThat(asked[0]).isEqualTo(6);
        byte[] windowed = rows.toByteArray();
        int changed = 0;
        int most = 0;
        for (int i = 0; i < windowed.length; i++) {
            int difference = Math.abs((windowed[i] & 255) - (whole.rgba()[i] & 255));
            changed += difference > 0 ? 1 : 0;
            most = Math.max(most, difference);
        }
        assertThat(changed).isLessThan(windowed.length / 10_000);
        assertThat(most).isLessThanOrEqualTo(1);
    }

    @Test
    void keepsStraightLinesStraightAcrossSeams() throws IOException {
        Made made = make(OrthoScene.flown(), settings(true), 2);
        int measured = 0;
        for (int row = 0; row < made.frame().height(); row++) {
            double y = made.frame().centreY(row);
            for (double line = 7.5; line < OrthoScene.SIZE - 7; line += 5) {
                if (nearBuilding(line, y, 1.5) || y < 3 || y > OrthoScene.SIZE - 3) {
                    continue;
                }
                double centre = lineCentre(made, row, line);
                assertThat(centre).isCloseTo(line, within(1.5 * RESOLUTION));
                measured++;
            }
        }
        assertThat(measured).isGreaterThan(500);
    }

    /// World x of the line's centre of gravity in one row, weighing by how much brighter than the ground it is.
    private static double lineCentre(Made made, int row, double line) {
        int middle = made.frame().columnOf(line);
        double sum = 0;
        double weights = 0;
        for (int column = middle - 6; column <= middle + 6; column++) {
            double weight = Math.max(0, made.value(column, row, 2) - 140);
            sum += weight * made.frame().centreX(column);
            weights += weight;
        }
        return sum / weights;
    }

    @Test
    void levelsExposureDifferences() throws IOException {
        double levelled =
                unevenness(make(OrthoScene.flown().withUnequalExposure(), settings(true), 2));
        double plain =
                unevenness(make(OrthoScene.flown().withUnequalExposure(), settings(false), 2));
        // Gains from 0.8 to 1.2 on values about 120, softened by seams that choose photos of like
        // exposure; levelled, what
        // is left is about the resampling error of one step.
        assertThat(plain).isGreaterThan(3);
        assertThat(levelled).isLessThan(1.5);
    }

    /// Standard deviation of the difference from the truth after the best common gain, in steps of brightness.
    private static double unevenness(Made made) {
        double product = 0;
        double square = 0;
        double other = 0;
        int count = 0;
        for (int row = 0; row < made.frame().height(); row++) {
            for (int column = 0; column < made.frame().width(); column++) {
                double x = made.frame().centreX(column);
                double y = made.frame().centreY(row);
                boolean line = Math.abs(x - OrthoScene.lineNear(x)) < 0.2 + 2.5 * RESOLUTION;
                if (made.value(column, row, 3) == 0 || line || nearBuilding(x, y, 1)) {
                    continue;
                }
                double truth = OrthoScene.colour(x, y)[1];
                double value = made.value(column, row, 1);
                product += truth * value;
                square += truth * truth;
                other += value * value;
                count++;
            }
        }
        double gain = product / square;
        return Math.sqrt((other - 2 * gain * product + gain * gain * square) / count);
    }

    @Test
    void aCarInOnePhotoIsWholeOrAbsent() throws IOException {
        // Photo 4 looks from almost straight above at the car's place.
        for (int photo : new int[] {4, 5}) {
            Made made = make(OrthoScene.flown().withCarIn(photo), settings(true), 2);
            double[] car = OrthoScene.CAR;
            int place = 0;
            int red = 0;
            for (int row = 0; row < made.frame().height(); row++) {
                for (int column = 0; column < made.frame().width(); column++) {
                    double x = made.frame().centreX(column);
                    double y = made.frame().centreY(row);
                    if (x > car[0] + 0.2
                            && x < car[1] - 0.2
                            && y > car[2] + 0.2
                            && y < car[3] - 0.2) {
                        place++;
                        red +=
                                made.value(column, row, 0) > 150 && made.value(column, row, 1) < 80
                                        ? 1
                                        : 0;
                    }
                }
            }
            assertThat(place).isGreaterThan(200);
            assertThat(red / (double) place)
                    .matches(share -> share < 0.02 || share > 0.98, "whole or absent");
        }
    }

    @Test
    void theBytesDoNotDependOnTheNumberOfThreads() throws IOException {
        OrthoScene scene = OrthoScene.flown().withUnequalExposure();
        Made one = make(scene, settings(true), 1);
        Made three = make(scene, settings(true), 3);
        assertThat(three.rgba()).isEqualTo(one.rgba());
    }

    @Test
    void aCoarseOrthophotoOfFineStripesIsGreyAndDoesNotAlias() throws IOException {
        // Pixels of 5 m hold exactly one line each: every pixel is the mean over a period.
        OrthoScene scene = OrthoScene.flown();
        Made made = make(scene, new OrthoSettings(1.25, false, 20_000, 1 << 24), 2);
        double roughness = 0;
        int count = 0;
        for (int row = 4; row < made.frame().height() - 4; row++) {
            double y = made.frame().centreY(row);
            for (int column = 4; column < made.frame().width() - 4; column++) {
                double x = made.frame().centreX(column);
                if (nearBuilding(x, y, 3)) {
                    continue;
                }
                double truth = meanBlue(x, y, 1.25);
                roughness += Math.abs(made.value(column, row, 2) - truth);
                count++;
            }
        }
        // A point sample of lines 0.4 m wide would be off by (1 - 0.32) · 140 on a third of the
        // pixels; the mean over the
        // pixel, interpolated once, is off by the interpolation's blur alone.
        assertThat(roughness / count).isLessThan(12);
    }

    private static double meanBlue(double x, double y, double size) {
        double sum = 0;
        for (int k = 0; k < 400; k++) {
            sum +=
                    OrthoScene.colour(
                            x + ((k % 20 + 0.5) / 20 - 0.5) * size,
                            y + ((k / 20 + 0.5) / 20 - 0.5) * size)[2];
        }
        return sum / 400;
    }

    @Test
    void saysWhatIsMissing() {
        OrthoScene scene = OrthoScene.flown();
        try (var workers = new Workers(1)) {
            assertThatThrownBy(() ->
                            OrthophotoBuilder.build(
                                    List.of(),
                                    scene.surface(),
                                    scene.crop(),
                                    settings(true),
                                    (rgba, rows) -> {},
                                    Work.silent(workers)))
                    .isInstanceOf(Problem.class)
                    .hasMessageContaining("No photo");
        }
    }

    @Test
    void anUnreadablePhotoIsLeftOut() throws IOException {
        OrthoScene scene = OrthoScene.flown();
        PhotoReader broken =
                shot -> {
                    if (shot.name().equals("photo05")) {
                        throw new IOException("photo05: truncated");
                    }
                    return scene.reader().read(shot);
                };
        try (var workers = new Workers(2)) {
            var summary =
                    OrthophotoBuilder.build(
                            scene.shots(),
                            scene.surface(),
                            scene.crop(),
                            settings(true),
                            broken,
                            (rgba, rows) -> {},
                            Work.silent(workers));
            assertThat(summary.coverage()).isEqualTo(1);
            assertThat(summary.photosUsed()).isLessThan(16);
        }
    }
}
