package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.work.Cancellation;
import org.nadir.engine.work.Progress;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Holds blocks that were placed at once against the truth, and against the same block placed photo by photo.
class DirectReconstructionTest {

    private final List<String> console = new ArrayList<>();

    private SfmResult reconstruct(SyntheticBlock block, SfmAlgorithm algorithm) {
        var settings = SfmSettings.defaults().withRefined(false).withAlgorithm(algorithm);
        console.clear();
        try (var workers = new Workers(2)) {
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

    private static SyntheticBlock block() {
        return SyntheticBlock.nadir(6, 8, 0.05, 21).withGps(2, 5);
    }

    /// Attitudes that are wrong by `degrees` about each axis.
    private static SyntheticBlock withAttitudes(SyntheticBlock block, double degrees) {
        var random = new SplittableRandom(5);
        double sd = Math.toRadians(degrees);
        for (int p = 0; p < block.photos.size(); p++) {
            double[] error =
                    Rotations.fromAxisAngle(
                            sd * random.nextGaussian(),
                            sd * random.nextGaussian(),
                            sd * random.nextGaussian());
            block.photos.set(
                    p,
                    block.photos
                            .get(p)
                            .withRoughAttitude(
                                    Rotations.multiply(
                                            error, block.poses.get(p).cameraFromWorld())));
        }
        return block;
    }

    private void holdsAgainstIncremental(SyntheticBlock block, SfmAlgorithm algorithm) {
        SfmResult slow = reconstruct(block, SfmAlgorithm.INCREMENTAL);
        SfmResult fast = reconstruct(block, algorithm);
        assertThat(console).noneMatch(line -> line.contains("does not suit"));
        assertThat(fast.statistics().unplaced()).isEmpty();
        assertThat(fast.statistics().reprojection().meanPixels()).isBetween(0.4, 0.65);
        // Both end in the same adjustment: the same minimum, up to a few observations at the limit.
        assertThat(fast.scene().pointCount())
                .isGreaterThan((int) (0.99 * slow.scene().pointCount()));
        assertThat(new Comparison(block, fast).rmsAfterSimilarity)
                .isLessThan(new Comparison(block, slow).rmsAfterSimilarity + 0.01);
        assertThat(new Comparison(block, fast).worstTurn).isLessThan(0.25);
    }

    @Test
    void startsFromMeasuredPositionsAndAttitudes() {
        holdsAgainstIncremental(withAttitudes(block(), 3), SfmAlgorithm.TRIANGULATION);
    }

    @Test
    void findsTheHeadingsOfPhotosThatLookDown() {
        holdsAgainstIncremental(block(), SfmAlgorithm.PLANAR);
    }

    @Test
    void somePhotosWithoutAttitudeAreAddedAfterwards() {
        SyntheticBlock block = withAttitudes(block(), 3);
        for (int p : new int[] {3, 17, 30}) {
            block.photos.set(p, block.photos.get(p).withRoughAttitude(null));
        }
        holdsAgainstIncremental(block, SfmAlgorithm.TRIANGULATION);
    }

    @Test
    void wrongAttitudesFallBack() {
        SyntheticBlock block =
                withAttitudes(SyntheticBlock.nadir(3, 4, 0.05, 21).withGps(2, 5), 60);
        SfmResult result = reconstruct(block, SfmAlgorithm.TRIANGULATION);
        assertThat(console).anyMatch(line -> line.contains("triangulation does not suit"));
        assertThat(result.statistics().unplaced()).isEmpty();
    }

    @Test
    void missingAttitudesFallBack() {
        SyntheticBlock block = SyntheticBlock.nadir(3, 4, 0.05, 21).withGps(2, 5);
        SfmResult result = reconstruct(block, SfmAlgorithm.TRIANGULATION);
        assertThat(console)
                .contains(
                        "sfm-algorithm triangulation does not suit these photos: the positions or"
                                + " attitudes of 12 photos are not known. They are placed one by one"
                                + " instead.");
        assertThat(result.statistics().unplaced()).isEmpty();
    }

    @Test
    void anOrbitIsNotPlanar() {
        SyntheticBlock block = SyntheticBlock.orbit(18, 2).withGps(0.1, 0.1);
        SfmResult result = reconstruct(block, SfmAlgorithm.PLANAR);
        assertThat(console).anyMatch(line -> line.contains("planar does not suit"));
        assertThat(result.statistics().unplaced()).isEmpty();
    }
}
