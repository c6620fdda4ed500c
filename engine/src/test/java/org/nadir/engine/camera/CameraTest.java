package org.nadir.engine.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Held against the inverse direction and against closed forms.
class CameraTest {

    private final Camera lens =
            new Camera(
                    "test", 4000, 2250, 0.56, 0.561, 0.002, -0.001, -0.02, 0.015, -0.004, 0.0005,
                    -0.0003);

    @Test
    void unprojectInvertsProjectAllOverTheImage() {
        var random = new Random(1);
        var pixel = new double[2];
        var ray = new double[2];
        for (int i = 0; i < 1000; i++) {
            double x = random.nextDouble(-0.85, 0.85);
            double y = random.nextDouble(-0.5, 0.5);
            double depth = random.nextDouble(1, 100);
            lens.project(x * depth, y * depth, depth, pixel);
            lens.unproject(pixel[0], pixel[1], ray);
            assertThat(ray[0]).isCloseTo(x, within(1e-10));
            assertThat(ray[1]).isCloseTo(y, within(1e-10));
        }
    }

    @Test
    void withoutDistortionThePixelIsTheSimilarTriangle() {
        var pinhole = Camera.perspective("p", 400, 200, 0.5);
        var pixel = new double[2];
        assertThat(pinhole.project(2, -1, 10, pixel)).isTrue();
        assertThat(pixel).containsExactly(200 + 200 * 0.2, 100 - 200 * 0.1);
    }

    @Test
    void pointsBehindTheCameraHaveNoPixel() {
        assertThat(lens.project(0, 0, -1, new double[2])).isFalse();
    }

    @Test
    void rotationsSurviveTheWayThroughAxisAngleEvenNearHalfTurns() {
        var random = new Random(2);
        for (double angle :
                new double[] {0, 1e-9, 1e-5, 0.3, 1.5, 3.0, Math.PI - 1e-7, Math.PI - 1e-3}) {
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double c = random.nextGaussian();
            double n = angle / Math.sqrt(a * a + b * b + c * c);
            double[] matrix = Rotations.fromAxisAngle(a * n, b * n, c * n);
            double[] back = Rotations.toAxisAngle(matrix);
            double[] again = Rotations.fromAxisAngle(back[0], back[1], back[2]);
            for (int i = 0; i < 9; i++) {
                assertThat(again[i]).isCloseTo(matrix[i], within(1e-9));
            }
        }
    }
}
