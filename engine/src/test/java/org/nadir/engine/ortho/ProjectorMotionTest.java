package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.Pose;
import org.nadir.engine.camera.Rotations;
import org.nadir.engine.scene.Photo;
import org.nadir.engine.scene.Shot;

/// Projections of a camera that moves while it reads its rows, held against the definition: the row of the pixel is the one
/// that is read when the camera stands where the pixel comes from.
class ProjectorMotionTest {

    private static final Camera LENS =
            new Camera("l", 4000, 3000, 0.8, 0.8, 0.002, -0.001, -0.05, 0.02, 0, 0.0003, -0.0002);

    @Test
    void theOrthophotoAndTheTextureFindTheRowThatSawAPoint() {
        double[] down = {1, 0, 0, 0, -1, 0, 0, 0, -1};
        double[] look = Rotations.multiply(Rotations.fromAxisAngle(0.1, -0.2, 0.3), down);
        var pose = new Pose(look, new double[] {3, 4, 100});
        var motion = new Photo.Motion(0.6, -0.5, 0.1);
        var photo = new Photo("p", Path.of("p"), LENS, null, null, 0).withMotion(motion);
        var shot = new Shot(photo, LENS, pose);
        var projector = new Projector(shot, 2000, 1500);
        var random = new SplittableRandom(1);
        var inCamera = new double[3];
        var exact = new double[2];
        var pixel = new double[2];
        var out = new double[3];
        int seen = 0;
        for (int i = 0; i < 500; i++) {
            double x = random.nextDouble(-60, 60);
            double y = random.nextDouble(-60, 60);
            double z = random.nextDouble(-5, 5);
            double share = 0;
            for (int round = 0; round < 20; round++) {
                pose.toCamera(
                        x - share * motion.x(),
                        y - share * motion.y(),
                        z - share * motion.z(),
                        inCamera);
                LENS.project(inCamera[0], inCamera[1], inCamera[2], exact);
                share = exact[1] / 3000 - 0.5;
            }
            boolean inside = exact[0] > 20 && exact[1] > 20 && exact[0] < 3980 && exact[1] < 2980;
            if (!inside) {
                continue;
            }
            seen++;
            assertThat(shot.project(x, y, z, inCamera, pixel)).isTrue();
            assertThat(projector.project(x, y, z, out)).isTrue();
            // 0.8 m at 100 m is 25 pixels, half of it before and after the middle row; one step of
            // the iteration leaves 13 · 25 / 3000.
            assertThat(pixel[0]).isCloseTo(exact[0], within(0.12));
            assertThat(pixel[1]).isCloseTo(exact[1], within(0.12));
            assertThat(out[0]).isCloseTo(exact[0] / 2, within(0.06));
            assertThat(out[1]).isCloseTo(exact[1] / 2, within(0.06));
        }
        assertThat(seen).isGreaterThan(200);
    }
}
