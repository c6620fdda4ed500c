package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;

/// Held against the long way: pixel to ray, ray to world point, world point to the other camera's pixel.
class PlaneTransferTest {

    private final Camera a = new Camera("a", 640, 480, 0.8, 0.82, 0.01, -0.02, 0, 0, 0, 0, 0);
    private final Camera b = Camera.perspective("b", 300, 400, 1.1);
    private final Pose poseA =
            new Pose(Rotations.fromAxisAngle(0.1, 2.9, 0.2), new double[] {10, 20, 50});
    private final Pose poseB =
            new Pose(Rotations.fromAxisAngle(0.2, 2.8, 0.1), new double[] {14, 18, 52});
    private final PlaneTransfer transfer =
            PlaneTransfer.between(Pinhole.of(a), poseA, Pinhole.of(b), poseB);

    @Test
    void goesWhereTheWorldPointIsSeen() {
        var ray = new double[2];
        var direction = new double[3];
        var inB = new double[3];
        var expected = new double[2];
        var pixel = new double[2];
        for (double depth : new double[] {5, 40, 1000}) {
            a.unproject(123.4, 300.2, ray);
            poseA.directionToWorld(ray[0] * depth, ray[1] * depth, depth, direction);
            double[] c = poseA.centreInWorld();
            poseB.toCamera(c[0] + direction[0], c[1] + direction[1], c[2] + direction[2], inB);
            assertThat(b.project(inB[0], inB[1], inB[2], expected)).isTrue();
            assertThat(transfer.apply(123.4, 300.2, 1 / depth, pixel)).isTrue();
            assertThat(pixel[0]).isCloseTo(expected[0], within(1e-9));
            assertThat(pixel[1]).isCloseTo(expected[1], within(1e-9));
        }
    }

    @Test
    void halvingBothImagesHalvesTheAnswer() {
        PlaneTransfer half =
                PlaneTransfer.between(Pinhole.of(a).halved(), poseA, Pinhole.of(b).halved(), poseB);
        var pixel = new double[2];
        var halfPixel = new double[2];
        transfer.apply(200, 100, 0.02, pixel);
        half.apply(100, 50, 0.02, halfPixel);
        assertThat(halfPixel[0]).isCloseTo(pixel[0] / 2, within(1e-9));
        assertThat(halfPixel[1]).isCloseTo(pixel[1] / 2, within(1e-9));
    }

    /// For two cameras side by side, the parallax is `f · baseline · inverse depth`.
    @Test
    void speedIsFocalLengthTimesBaseline() {
        Pose right = new Pose(Rotations.fromAxisAngle(0, 0, 0), new double[] {3, 0, 0});
        Pose left = new Pose(Rotations.fromAxisAngle(0, 0, 0), new double[] {0, 0, 0});
        Pinhole camera = Pinhole.of(Camera.perspective("c", 500, 400, 0.7));
        double speed =
                PlaneTransfer.between(camera, left, camera, right)
                        .pixelsPerInverseDepth(250, 200, 0.05);
        assertThat(speed).isCloseTo(350 * 3, within(1e-6));
    }
}
