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

    private static Camera fisheye(double k4) {
        return new Camera(
                LensModel.FISHEYE_OPENCV,
                "eye",
                4000,
                3000,
                0.45,
                0.452,
                0.002,
                -0.001,
                0.03,
                -0.01,
                0.004,
                0,
                0,
                k4);
    }

    @Test
    void aFisheyeFollowsTheAngleOfTheRay() {
        Camera lens = fisheye(-0.001);
        var pixel = new double[2];
        var ray = new double[2];
        for (double angle : new double[] {0, 1e-6, 1e-4, 1e-3, 0.2, 0.7, 1.2, 1.39}) {
            for (double around : new double[] {0, 1, 2.5, 4}) {
                double x = Math.sin(angle) * Math.cos(around);
                double y = Math.sin(angle) * Math.sin(around);
                assertThat(lens.project(7 * x, 7 * y, 7 * Math.cos(angle), pixel)).isTrue();
                // The definition, in terms of the angle itself.
                double a2 = angle * angle;
                double bent =
                        angle
                                * (1
                                        + 0.03 * a2
                                        - 0.01 * a2 * a2
                                        + 0.004 * a2 * a2 * a2
                                        - 0.001 * a2 * a2 * a2 * a2);
                assertThat(pixel[0])
                        .isCloseTo(2008 + 4000 * 0.45 * bent * Math.cos(around), within(1e-8));
                assertThat(pixel[1])
                        .isCloseTo(1496 + 4000 * 0.452 * bent * Math.sin(around), within(1e-8));
                lens.unproject(pixel[0], pixel[1], ray);
                double tangent = Math.tan(angle);
                assertThat(ray[0]).isCloseTo(tangent * Math.cos(around), within(1e-8));
                assertThat(ray[1]).isCloseTo(tangent * Math.sin(around), within(1e-8));
            }
        }
    }

    @Test
    void raysBeyondAFisheyesReachStayFinite() {
        var ray = new double[2];
        fisheye(-0.2).unproject(0, 0, ray);
        assertThat(Math.hypot(ray[0], ray[1]))
                .isCloseTo(Math.tan(FisheyeRadial.WIDEST), within(1e-9));
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
