package org.nadir.engine.sfm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;

/// Holds reconstructions from fisheye photos against the lens and the block that made the pixels.
class FisheyeBlockTest {

    /// A half field of 57 degrees to the side and 72 to the corner, with distortion that moves the corner by 60 pixels and
    /// of which nothing is known beforehand.
    @ParameterizedTest
    @EnumSource(
            value = LensModel.class,
            names = {"FISHEYE", "FISHEYE_OPENCV"})
    void findsTheBendOfAFisheyeLens(LensModel model) {
        double k4 = model.isFull() ? 0.001 : 0;
        var lens = new Camera(model, "eye", 4000, 3000, 0.5, 0.5, 0, 0, -0.02, 0.005, k4, 0, 0, k4);
        var given = Camera.plain(model, "eye", 4000, 3000, 0.4975);
        var shooting = new SyntheticBlock.Shooting(lens, given, 0);
        var block = SyntheticBlock.nadir(5, 6, 0.05, 1, shooting).withGps(2, 5);
        SfmResult result = SyntheticBlock.reconstruct(block, SfmSettings.defaults());
        assertThat(result.scene().shots().size()).isEqualTo(30);
        Camera found = result.scene().shots().getFirst().camera();
        assertThat(found.model()).isEqualTo(model);
        // Oblique rays tell the focal length from the height; what is left of the bend is less than
        // two pixels anywhere.
        var truePixel = new double[2];
        var pixel = new double[2];
        double worst = 0;
        for (double angle = 0; angle < 1.1; angle += 0.1) {
            lens.project(Math.sin(angle), 0, Math.cos(angle), truePixel);
            found.project(Math.sin(angle), 0, Math.cos(angle), pixel);
            worst = Math.max(worst, Math.abs(pixel[0] - truePixel[0]));
        }
        assertThat(worst).isLessThan(2);
        var truth = new Comparison(block, result);
        assertThat(truth.rmsAfterSimilarity).isLessThan(0.15);
        assertThat(truth.worstTurn).isLessThan(0.25);
        assertThat(result.statistics().reprojection().meanPixels()).isBetween(0.4, 0.65);
    }
}
