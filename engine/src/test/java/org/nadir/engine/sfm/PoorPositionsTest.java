package org.nadir.engine.sfm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.features.FeatureSet;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Blocks whose measured positions are wrong in the ways of consumer receivers, against the places from which their photos
/// were taken.
class PoorPositionsTest {

    /// Cameras are tilted by 0.03 rad at random: so much is the mean of 18, four standard deviations about two axes.
    private static final double MEAN_TILT = 4 * Math.toDegrees(0.03) / Math.sqrt(18) * Math.sqrt(2);

    private final List<String> console = Collections.synchronizedList(new ArrayList<>());

    private SfmResult reconstruct(SyntheticBlock block) {
        return reconstruct(block, SfmAlgorithm.INCREMENTAL);
    }

    private SfmResult reconstruct(SyntheticBlock block, SfmAlgorithm algorithm) {
        try (var workers = new Workers(2)) {
            var work =
                    new Work(
                            workers,
                            Progress.none(),
                            Cancellation.never(),
                            (level, text) -> console.add(text));
            return StructureFromMotion.reconstruct(
                    block.photos,
                    block.features,
                    block.pairs,
                    SfmSettings.defaults().withAlgorithm(algorithm),
                    work);
        }
    }

    /// Three lines within 70 m: 8 m are a tilt of 4°, which alone gives no offence, 100 m one of 45°.
    @ParameterizedTest
    @ValueSource(doubles = {8, 30, 100})
    void heightsThatDriftDoNotTiltTheBlock(double drift) {
        var block = SyntheticBlock.nadir(3, 6, 0, 21).withGps(2, 5).withHeightDrift(drift);
        var truth = new Comparison(block, reconstruct(block));
        assertThat(truth.tilt).isLessThan(MEAN_TILT);
        assertThat(console).anyMatch(line -> line.startsWith("The measured heights of the photos"));
        // The scale comes from the plan: 2 m over 150 m, of 18 photos.
        assertThat(truth.scale).isBetween(0.98, 1.02);
        assertThat(Math.hypot(truth.shift[0], truth.shift[1])).isLessThan(4 * 2 / Math.sqrt(18));
    }

    /// Cameras that all look 15° aside: the belief that they look down would be wrong by as much.
    @Test
    void tagsOfGimbalsLevelABlockThatLooksAside() {
        var aside =
                new SyntheticBlock.Shooting(
                        SyntheticBlock.TRUE_CAMERA,
                        SyntheticBlock.GIVEN_CAMERA,
                        0,
                        Math.toRadians(15));
        var block = SyntheticBlock.nadir(3, 6, 0, 22, aside).withGps(2, 5).withHeightDrift(25);
        var random = new SplittableRandom(4);
        for (int p = 0; p < block.photos.size(); p++) {
            double[] gimbal =
                    Rotations.fromAxisAngle(
                            0.01 * random.nextGaussian(), 0.01 * random.nextGaussian(), 0);
            // The compass knows little.
            double[] compass = Rotations.fromAxisAngle(0, 0, 0.4 * random.nextGaussian());
            double[] tag =
                    Rotations.multiply(
                            gimbal,
                            Rotations.multiply(block.poses.get(p).cameraFromWorld(), compass));
            block.photos.set(p, block.photos.get(p).withRoughAttitude(tag));
        }
        var truth = new Comparison(block, reconstruct(block));
        // 0.01 rad of 18 photos about two axes, four standard deviations.
        assertThat(truth.tilt).isLessThan(4 * Math.toDegrees(0.01) / Math.sqrt(18) * Math.sqrt(2));
    }

    /// All photos are first placed where their tags say, 20 m too high or too low of 100 m.
    @ParameterizedTest
    @EnumSource(SfmAlgorithm.class)
    void placingAllAtOnceBearsDriftingHeights(SfmAlgorithm algorithm) {
        var block = SyntheticBlock.nadir(3, 6, 0, 25).withGps(2, 5).withHeightDrift(40);
        var random = new SplittableRandom(5);
        for (int p = 0; p < block.photos.size(); p++) {
            double[] off =
                    Rotations.fromAxisAngle(
                            0.02 * random.nextGaussian(),
                            0.02 * random.nextGaussian(),
                            0.05 * random.nextGaussian());
            block.photos.set(
                    p,
                    block.photos
                            .get(p)
                            .withRoughAttitude(
                                    Rotations.multiply(off, block.poses.get(p).cameraFromWorld())));
        }
        SfmResult result = reconstruct(block, algorithm);
        var truth = new Comparison(block, result);
        assertThat(result.scene().shots()).hasSize(18);
        assertThat(truth.tilt).isLessThan(MEAN_TILT);
        assertThat(truth.scale).isBetween(0.98, 1.02);
        assertThat(truth.rmsAfterSimilarity).isLessThan(0.5);
    }

    @Test
    void aPositionThatIsFarOffIsNamedAndNotFollowed() {
        var block = SyntheticBlock.nadir(3, 6, 0, 23).withGps(0.5, 1);
        Photo photo = block.photos.get(8);
        Photo.Position at = requireNonNull(photo.position());
        block.photos.set(
                8,
                new Photo(
                        photo.name(),
                        photo.file(),
                        photo.camera(),
                        new Photo.Position(at.x() + 90, at.y() - 40, at.z(), 0.5, 1),
                        null,
                        0));
        var truth = new Comparison(block, reconstruct(block));
        assertThat(console)
                .anyMatch(line ->
                        line.startsWith("The measured position of photo8 is 9")
                                && line.endsWith("it is not used"));
        assertThat(console).filteredOn(line -> line.startsWith("The measured")).hasSize(1);
        assertThat(Math.hypot(truth.shift[0], truth.shift[1])).isLessThan(4 * 0.5 / Math.sqrt(17));
    }

    @Test
    void aPhotoWithoutFeaturesDoesNotHinderTheBeliefInTheLevel() {
        var block = SyntheticBlock.nadir(3, 6, 0, 24).withGps(2, 5).withHeightDrift(20);
        block.photos.add(
                new Photo("blind", Path.of("blind"), SyntheticBlock.GIVEN_CAMERA, null, null, 0));
        block.features.add(
                new FeatureSet(new float[0], new float[0], new float[0], new byte[0], new byte[0]));
        assertThat(new Comparison(block, reconstruct(block)).tilt).isLessThan(MEAN_TILT);
    }
}
