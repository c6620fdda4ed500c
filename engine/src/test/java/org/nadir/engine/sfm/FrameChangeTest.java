package org.nadir.engine.sfm;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.scene.SparseScene;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Photos do not know of frames: a moved camera has to see a moved point at the same pixel. Errors against what was measured
/// from outside follow the move.
class FrameChangeTest {

    private static SfmResult result;

    private final Similarity change =
            new Similarity(1.3, Rotations.fromAxisAngle(0.1, -0.2, 0.7), new double[] {5, -8, 40});

    /// As if the cameras had moved while they were read out.
    @BeforeAll
    static void reconstruct() {
        var block = SyntheticBlock.nadir(2, 3, 0, 1).withGps(2, 5);
        try (var workers = new Workers(2)) {
            SfmResult still =
                    StructureFromMotion.reconstruct(
                            block.photos,
                            block.features,
                            block.pairs,
                            SfmSettings.defaults(),
                            Work.silent(workers));
            List<Shot> moving =
                    still.scene().shots().stream()
                            .map(shot ->
                                    new Shot(
                                            shot.photo()
                                                    .withMotion(new Photo.Motion(0.4, -0.3, 0.1)),
                                            shot.camera(),
                                            shot.pose()))
                            .toList();
            SparseScene scene = still.scene();
            result =
                    new SfmResult(
                            new SparseScene(
                                    moving,
                                    scene.pointXyz(),
                                    scene.pointRgb(),
                                    scene.observationStart(),
                                    scene.observationShot(),
                                    scene.observationPixel()),
                            still.statistics());
        }
    }

    @Test
    void everyPointStaysAtItsPixel() {
        SparseScene before = result.scene();
        SparseScene after = FrameChange.of(result, change).scene();
        assertThat(before.pointCount()).isGreaterThan(100);
        var inCamera = new double[3];
        var pixel = new double[2];
        var moved = new double[2];
        for (int s = 0; s < before.shots().size(); s++) {
            for (int p = 0; p < before.pointCount(); p++) {
                double[] a = before.pointXyz();
                double[] b = after.pointXyz();
                before.shots()
                        .get(s)
                        .project(a[3 * p], a[3 * p + 1], a[3 * p + 2], inCamera, pixel);
                after.shots().get(s).project(b[3 * p], b[3 * p + 1], b[3 * p + 2], inCamera, moved);
                assertThat(moved[0]).isCloseTo(pixel[0], within(1e-6));
                assertThat(moved[1]).isCloseTo(pixel[1], within(1e-6));
            }
        }
    }

    @Test
    void errorsOfPositionsAreThoseOfTheMovedCameras() {
        var same = new Similarity(1, Rotations.fromAxisAngle(0, 0, 0), new double[3]);
        SfmStatistics.AxisErrors before = requireNonNull(result.statistics().gps());
        SfmStatistics.AxisErrors kept =
                requireNonNull(FrameChange.of(result, same).statistics().gps());
        var up = new Similarity(1, Rotations.fromAxisAngle(0, 0, 0), new double[] {1, -2, 30});
        SfmStatistics.AxisErrors raised =
                requireNonNull(FrameChange.of(result, up).statistics().gps());
        double[] shift = {1, -2, 30};
        for (int axis = 0; axis < 3; axis++) {
            double mean = before.mean().get(axis);
            assertThat(kept.mean().get(axis)).isCloseTo(mean, within(1e-9));
            assertThat(raised.mean().get(axis)).isCloseTo(mean + shift[axis], within(1e-9));
            assertThat(raised.deviation().get(axis))
                    .isCloseTo(before.deviation().get(axis), within(1e-6));
        }
    }
}
