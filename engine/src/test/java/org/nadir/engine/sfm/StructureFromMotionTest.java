package org.nadir.engine.sfm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Problem;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds whole reconstructions against the blocks that made the pixels.
class StructureFromMotionTest {

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private SfmResult reconstruct(SyntheticBlock block, SfmSettings settings, int threads) {
        try (var workers = new Workers(threads)) {
            var work =
                    new Work(
                            workers,
                            Progress.none(),
                            Cancellation.never(),
                            (level, text) -> console.add(text));
            return StructureFromMotion.reconstruct(
                    block.photos, block.features, block.pairs, settings, work);
        }
    }

    @Test
    void placesANadirBlockWithWrongMatchesAndPoorGps() {
        var block = SyntheticBlock.nadir(5, 6, 0.05, 1).withGps(2, 5);
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 2);
        assertThat(result.scene().shots().size()).isEqualTo(30);
        assertThat(result.statistics().unplaced()).isEmpty();
        var truth = new Comparison(block, result);

        // Position: the mean of 30 errors of 2 m and 5 m, with four sigmas.
        assertThat(Math.abs(truth.shift[0])).isLessThan(4 * 2 / Math.sqrt(30));
        assertThat(Math.abs(truth.shift[1])).isLessThan(4 * 2 / Math.sqrt(30));
        assertThat(Math.abs(truth.shift[2])).isLessThan(4 * 5 / Math.sqrt(30));
        // Scale: 2 m over positions spread by 50 m, 30 of them.
        assertThat(truth.scale).isCloseTo(1, within(4 * 2 / (50 * Math.sqrt(30))));
        // Shape: half a pixel is 1.6 cm on the ground. A photo is held by hundreds of them, but
        // errors add up over the block
        // and the lens is only known to its priors; five pixels of 3 cm is the published 1-3 GSD
        // with room.
        assertThat(truth.rmsAfterSimilarity).isLessThan(0.15);
        // The principal point is 8 pixels off, 0.14 degrees.
        assertThat(truth.worstTurn).isLessThan(0.25);
        // Noise of 0.5 a coordinate gives a mean distance of 0.5 · sqrt(π/2) = 0.63, less the
        // freedom of the points.
        assertThat(result.statistics().reprojection().meanPixels()).isBetween(0.4, 0.65);
        assertThat(console).contains("30 of 30 photos placed");
    }

    @Test
    void placesAnOrbitWithoutGps() {
        var block = SyntheticBlock.orbit(18, 2);
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 2);
        assertThat(result.scene().shots().size()).isEqualTo(18);
        assertThat(result.statistics().hasGps()).isFalse();
        var truth = new Comparison(block, result);

        // Half a pixel at 30 m and 3,200 px is 0.5 cm. The given focal length is 0.5 % too short,
        // 15 cm of distance; the strong
        // prior keeps a part of that.
        assertThat(truth.rmsAfterSimilarity).isLessThan(0.08);
        assertThat(truth.worstTurn).isLessThan(0.2);
        // Up is up: the similarity that brings the result to the truth turns about z only.
        assertThat(truth.tilt).isLessThan(1);
        // The median distance from camera to point is 10 by definition, some 28 m in truth.
        assertThat(truth.scale).isBetween(2.0, 3.5);
    }

    @Test
    void givesTheSameBytesWithOneAndThreeThreads() {
        var block = SyntheticBlock.nadir(3, 4, 0.05, 3).withGps(2, 5);
        SfmResult one = reconstruct(block, SfmSettings.defaults(), 1);
        SfmResult three = reconstruct(block, SfmSettings.defaults(), 3);
        assertThat(three.scene().pointXyz()).isEqualTo(one.scene().pointXyz());
        assertThat(three.scene().observationShot()).isEqualTo(one.scene().observationShot());
        assertThat(three.scene().pointRgb()).isEqualTo(one.scene().pointRgb());
        assertThat(three.scene().shots()).isEqualTo(one.scene().shots());
        assertThat(three.statistics()).isEqualTo(one.statistics());
    }

    @Test
    void controlPointsReplaceGps() {
        var block = SyntheticBlock.nadir(4, 5, 0, 4).withGps(2, 5);
        List<ControlPoint> control = control(block);
        SfmResult result = reconstruct(block, SfmSettings.defaults().withControlPoints(control), 2);
        assertThat(result.statistics().hasControl()).isTrue();
        assertThat(result.statistics().controlPoints()).hasSize(6);
        var truth = new Comparison(block, result);

        // Six points known to a centimetre, marked to a pixel (3 cm), in a block of 120 m: a few
        // centimetres, and more in
        // height, where the focal length (0.5 % of 100 m before adjustment) is only found as far as
        // the relief tells it.
        assertThat(Math.hypot(truth.shift[0], truth.shift[1])).isLessThan(0.1);
        assertThat(Math.abs(truth.shift[2])).isLessThan(0.5);
        assertThat(requireNonNull(result.statistics().control()).average()).isLessThan(0.1);
    }

    private static List<ControlPoint> control(SyntheticBlock block) {
        var control = new ArrayList<ControlPoint>();
        var random = new java.util.SplittableRandom(9);
        double[][] places = {{5, 5}, {110, 10}, {60, 50}, {10, 95}, {115, 100}, {40, 20}};
        for (int k = 0; k < places.length; k++) {
            double x = places[k][0];
            double y = places[k][1];
            double z = 200 + 12 * Math.sin(x / 17) * Math.cos(y / 23);
            var marks = new ArrayList<ControlPoint.Mark>();
            var inCamera = new double[3];
            var pixel = new double[2];
            for (int p = 0; p < block.poses.size(); p++) {
                block.poses.get(p).toCamera(x, y, z, inCamera);
                if (SyntheticBlock.TRUE_CAMERA.project(inCamera[0], inCamera[1], inCamera[2], pixel)
                        && pixel[0] > 0
                        && pixel[1] > 0
                        && pixel[0] < 4000
                        && pixel[1] < 3000) {
                    marks.add(
                            new ControlPoint.Mark(
                                    "photo" + p,
                                    pixel[0] + random.nextGaussian(),
                                    pixel[1] + random.nextGaussian()));
                }
            }
            // One mark is plainly wrong.
            if (k == 2) {
                marks.set(0, new ControlPoint.Mark(marks.getFirst().photoName(), 800, 2500));
            }
            control.add(new ControlPoint("gcp" + k, false, x, y, z, 0.01, 0.01, marks));
        }
        return control;
    }

    @Test
    void aSingleStripIsLevelledByTheBeliefThatCamerasLookDown() {
        var block = SyntheticBlock.nadir(1, 9, 0, 5).withGps(0.5, 0.5);
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 2);
        assertThat(result.scene().shots().size()).isEqualTo(9);
        var truth = new Comparison(block, result);

        // The cameras themselves are tilted by 0.03 rad at random: the mean of nine is 0.6 degrees.
        assertThat(truth.tilt).isLessThan(4 * Math.toDegrees(0.03) / 3);
        assertThat(console).anyMatch(line -> line.contains("do not fix the tilt"));
    }

    @Test
    void attitudesLevelASingleStrip() {
        var block = SyntheticBlock.nadir(1, 9, 0, 5).withGps(0.5, 0.5);
        for (int p = 0; p < 9; p++) {
            Photo photo = block.photos.get(p);
            block.photos.set(
                    p,
                    new Photo(
                            photo.name(),
                            photo.file(),
                            photo.camera(),
                            photo.position(),
                            block.poses.get(p).cameraFromWorld(),
                            0));
        }
        SfmResult result =
                reconstruct(block, SfmSettings.defaults().withAttitudeSd(Math.toRadians(1)), 2);
        var truth = new Comparison(block, result);
        // Exact attitudes; the principal point is 0.14 degrees off.
        assertThat(truth.tilt).isLessThan(0.3);
    }

    @Test
    void joinsPartsThatShareNoMatchesThroughTheirPositions() {
        var block =
                SyntheticBlock.nadir(2, 8, 0, 6)
                        .withGps(1, 1)
                        .withPairs((a, b) -> a % 8 < 4 == b % 8 < 4);
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 2);
        assertThat(result.statistics().components()).isEqualTo(2);
        assertThat(result.scene().shots().size()).isEqualTo(16);
        var truth = new Comparison(block, result);

        // Halves of eight photos hang on their own positions: 1 m over sqrt(8), twice that for tilt
        // and heading.
        assertThat(truth.rmsAfterSimilarity).isLessThan(4 * 2 / Math.sqrt(8));
    }

    @Test
    void leavesPartsApartOnRequest() {
        var block =
                SyntheticBlock.nadir(2, 8, 0, 6)
                        .withGps(1, 1)
                        .withPairs((a, b) -> a % 8 < 3 == b % 8 < 3);
        SfmResult result = reconstruct(block, SfmSettings.defaults().withJoinedParts(false), 2);
        assertThat(result.scene().shots().size()).isEqualTo(10);
        assertThat(result.statistics().unplaced()).hasSize(6);
    }

    @Test
    void reportsPhotosThatFitNowhere() {
        var block = SyntheticBlock.nadir(2, 4, 0, 7).withGps(2, 5);
        block.photos.add(
                new Photo("stray", Path.of("stray"), SyntheticBlock.GIVEN_CAMERA, null, null, 0));
        block.features.add(
                new FeatureSet(new float[0], new float[0], new float[0], new byte[0], new byte[0]));
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 1);
        assertThat(result.statistics().unplaced()).containsExactly("stray");
        assertThat(result.scene().shots().size()).isEqualTo(8);
        assertThat(console)
                .contains("8 of 9 photos placed", "1 of 9 images could not be aligned: stray");
    }

    @Test
    void saysSoWhenNothingCanBeReconstructed() {
        var block = SyntheticBlock.nadir(2, 2, 0, 8).withPairs((a, b) -> false);
        assertThatThrownBy(() -> reconstruct(block, SfmSettings.defaults(), 1))
                .isInstanceOf(Problem.class)
                .hasMessageStartingWith("The images could not be aligned.")
                .extracting(problem -> ((Problem) problem).code())
                .isEqualTo(Problem.Code.NOT_ALIGNED);
        assertThat(console).contains("0 partial reconstructions in total");
    }

    @Test
    void twoPhotosAreEnough() {
        var block = SyntheticBlock.nadir(1, 2, 0, 9);
        SfmResult result = reconstruct(block, SfmSettings.defaults(), 1);
        assertThat(result.scene().shots().size()).isEqualTo(2);
        assertThat(result.scene().pointCount()).isGreaterThan(50);
    }

    @Test
    void observationsOfTheSceneFitItsPoints() {
        var block = SyntheticBlock.nadir(2, 4, 0.05, 10).withGps(2, 5);
        var scene = reconstruct(block, SfmSettings.defaults(), 1).scene();
        var scratch = new double[3];
        var pixel = new double[2];
        for (int p = 0; p < scene.pointCount(); p++) {
            int from = scene.observationStart()[p];
            int to = scene.observationStart()[p + 1];
            assertThat(to - from).isGreaterThanOrEqualTo(2);
            for (int i = from; i < to; i++) {
                Shot shot = scene.shots().get(scene.observationShot()[i]);
                double[] xyz = scene.pointXyz();
                assertThat(shot.project(xyz[3 * p], xyz[3 * p + 1], xyz[3 * p + 2], scratch, pixel))
                        .isTrue();
                double du = pixel[0] - scene.observationPixel()[2 * i];
                double dv = pixel[1] - scene.observationPixel()[2 * i + 1];
                assertThat(Math.hypot(du, dv)).isLessThan(4.001);
            }
        }
    }
}
