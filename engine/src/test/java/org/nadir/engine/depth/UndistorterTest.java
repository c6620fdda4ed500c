package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.camera.LensModel;
import org.nadir.engine.scene.PhotoMask;

/// Held against pictures that are known functions of the direction.
class UndistorterTest {

    private final Camera lens =
            new Camera("l", 1200, 800, 0.8, 0.81, 0.01, -0.005, -0.05, 0.02, 0, 0.001, -0.0005);

    private static double brightness(double xn, double yn) {
        return 128 + 60 * Math.sin(9 * xn) + 50 * Math.cos(7 * yn);
    }

    @Test
    void eachPixelShowsItsDirectionWithoutDistortion() {
        var rgb = new byte[3 * 1200 * 800];
        var ray = new double[2];
        for (int i = 0; i < 1200 * 800; i++) {
            lens.unproject(i % 1200 + 0.5, i / 1200 + 0.5, ray);
            byte value = (byte) Math.round(brightness(ray[0], ray[1]));
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = value;
        }
        for (int side : new int[] {1100, 500, 230}) {
            PinholePhoto photo = new Undistorter(lens, side).undistort(rgb, 1200, 800);
            Camera camera = photo.camera();
            assertThat(camera.size()).isEqualTo(side);
            FloatImage gray = photo.grayImage();
            double worst = 0;
            int seen = 0;
            for (int y = 0; y < camera.height(); y++) {
                for (int x = 0; x < camera.width(); x++) {
                    camera.unproject(x + 0.5, y + 0.5, ray);
                    double error = Math.abs(gray.at(x, y) - brightness(ray[0], ray[1]));
                    if (!Double.isNaN(error)) {
                        worst = Math.max(worst, error);
                        seen++;
                    }
                }
            }
            // Half a gray value of rounding; averaging over a pixel's width w changes a sine of
            // frequency k by (kw)²/24 of
            // its 60: less than 0.1 even at 230 pixels; at the rim up to half a pixel of the photo
            // is repeated: 0.4.
            assertThat(worst).as("side %d", side).isLessThan(1);
            assertThat(seen).isGreaterThan((int) (0.9 * camera.width() * camera.height()));
        }
    }

    @Test
    void aFisheyeBecomesAPinholeThatCoversItsField() {
        var eye = Camera.plain(LensModel.FISHEYE_OPENCV, "e", 1200, 800, 0.55);
        var rgb = new byte[3 * 1200 * 800];
        var ray = new double[2];
        for (int i = 0; i < 1200 * 800; i++) {
            eye.unproject(i % 1200 + 0.5, i / 1200 + 0.5, ray);
            byte value = (byte) Math.round(brightness(ray[0], ray[1]));
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = value;
        }
        PinholePhoto photo = new Undistorter(eye, 700).undistort(rgb, 1200, 800);
        Camera camera = photo.camera();
        // The middle of the left edge is 0.5 / 0.55 radians off the axis.
        assertThat(0.5 / camera.focalX()).isCloseTo(Math.tan(0.5 / 0.55), within(1e-9));
        FloatImage gray = photo.grayImage();
        int seen = 0;
        for (int y = 0; y < camera.height(); y++) {
            for (int x = 0; x < camera.width(); x++) {
                camera.unproject(x + 0.5, y + 0.5, ray);
                if (!Double.isNaN(gray.at(x, y))) {
                    // A pixel is 0.0037 of the tangent wide: a sine of frequency 9 loses 0.003, the
                    // bytes half a value; bilinear samples between pixels that are as far apart
                    // near the edge up to 60 (9 · 0.004)² / 8.
                    assertThat((double) gray.at(x, y))
                            .isCloseTo(brightness(ray[0], ray[1]), within(1.5));
                    seen++;
                }
            }
        }
        assertThat(seen).isGreaterThan((int) (0.8 * camera.width() * camera.height()));
    }

    /// A pattern too fine for the small picture must come out as its mean, not as beats.
    @Test
    void finePatternsAverageOut() {
        var rgb = new byte[3 * 1200 * 800];
        for (int i = 0; i < 1200 * 800; i++) {
            int value = (i % 1200 + i / 1200) % 2 == 0 ? 40 : 200;
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = (byte) value;
        }
        FloatImage gray = new Undistorter(lens, 300).undistort(rgb, 1200, 800).grayImage();
        for (int y = 20; y < 180; y++) {
            for (int x = 20; x < 280; x++) {
                assertThat((double) gray.at(x, y)).isCloseTo(120, within(2.0));
            }
        }
    }

    /// A plane at distance 50, photographed row by row on the move: as from a still camera, but for half a gray value of
    /// rounding and what half a pixel of interpolation does to the fast waves.
    @Test
    void movementDuringTheReadOutIsTakenOut() {
        double[] movement = {0.8 / 50, -0.6 / 50, 0};
        var rgb = new byte[3 * 1200 * 800];
        var ray = new double[2];
        for (int i = 0; i < 1200 * 800; i++) {
            lens.unproject(i % 1200 + 0.5, i / 1200 + 0.5, ray);
            double share = (i / 1200 + 0.5) / 800 - 0.5;
            double seen = brightness(ray[0] + share * movement[0], ray[1] + share * movement[1]);
            byte value = (byte) Math.round(seen);
            rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = value;
        }
        PinholePhoto photo = new Undistorter(lens, 600, movement).undistort(rgb, 1200, 800);
        FloatImage gray = photo.grayImage();
        for (int y = 20; y < 380; y++) {
            for (int x = 20; x < 580; x++) {
                photo.camera().unproject(x + 0.5, y + 0.5, ray);
                assertThat((double) gray.at(x, y))
                        .isCloseTo(brightness(ray[0], ray[1]), within(1.0));
            }
        }
    }

    @Test
    void maskedPixelsStayEmptyAndOthersAreAsWithoutMask(@TempDir Path temp) throws IOException {
        // A mask of half the size: columns 0 to 99 of 400 are black.
        var mask = new BufferedImage(200, 150, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 200 * 150; i++) {
            mask.setRGB(i % 200, i / 200, i % 200 < 50 ? 0 : 0xffffff);
        }
        ImageIO.write(mask, "png", temp.resolve("a_mask.png").toFile());
        var rgb = new byte[3 * 400 * 300];
        new java.util.Random(1).nextBytes(rgb);
        var straight = Camera.perspective("s", 400, 300, 0.8);
        PinholePhoto whole = new Undistorter(straight, 100).undistort(rgb, 400, 300);
        PinholePhoto masked =
                new Undistorter(straight, 100)
                        .undistort(rgb, 400, 300, PhotoMask.of(temp.resolve("a.jpg"), 400, 300));
        for (int y = 0; y < 75; y++) {
            for (int x = 0; x < 100; x++) {
                int i = 100 * y + x;
                assertThat(masked.gray()[i]).isEqualTo(x < 25 ? 0 : whole.gray()[i]);
            }
        }
    }

    @Test
    void whatTheLensDidNotSeeStaysEmpty() {
        // Barrel distortion turned round: the corners of the pinhole image lie outside the photo.
        var pincushion = new Camera("p", 400, 300, 0.8, 0.8, 0, 0, 0.3, 0, 0, 0, 0);
        var rgb = new byte[3 * 400 * 300];
        java.util.Arrays.fill(rgb, (byte) 100);
        FloatImage gray = new Undistorter(pincushion, 200).undistort(rgb, 400, 300).grayImage();
        assertThat(gray.at(0, 0)).isNaN();
        assertThat((double) gray.at(100, 75)).isCloseTo(100, within(0.01));
    }
}
