package org.nadir.imaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Panoramas that cover part of the sphere, the seam, and the pyramid of tiles against pannellum's rule: as many levels as
/// halvings bring the side down to one tile.
class PanoramaCubeTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0",
        "25, 0, 0, 0",
        "26, 8, 8, 1",
        "4096, 1296, 1296, 1",
        "6460, 2056, 2048, 2",
        "12873, 4096, 2048, 2",
        "12897, 4104, 2048, 3",
        "16384, 5208, 2048, 3"
    })
    void cutsFacesIntoTiles(int width, int side, int tile, int levels) {
        assertThat(CubeLayout.of(width)).isEqualTo(new CubeLayout(side, tile, levels));
    }

    @Test
    void theSeamBehindIsInvisible() {
        var image = new RgbImage(64, 32);
        for (int i = 0; i < 64 * 32; i++) {
            // A wave with one period around: no step at the seam.
            image.rgb()[3 * i] =
                    (byte) Math.round(128 + 100 * Math.cos(2 * Math.PI * (i % 64 + 0.5) / 64));
        }
        RgbImage back =
                new PanoramaCube(image, PanoramaTags.plain(64, 32))
                        .part(PanoramaCube.Face.BACK, 101, 40, 50, 21, 1);
        for (int column = 0; column < 21; column++) {
            double longitude = Math.atan(2 * (40 + column + 0.5) / 101 - 1);
            assertThat((double) back.at(column, 0, 0))
                    .isCloseTo(128 + 100 * Math.cos(longitude), within(1.5));
        }
    }

    /// 4 : 1 with square pixels shows 45 degrees up and down; above that there is nothing.
    @Test
    void aBandLeavesThePolesBlack() {
        var image = new RgbImage(400, 100);
        Arrays.fill(image.rgb(), (byte) 200);
        var cube = new PanoramaCube(image, PanoramaTags.plain(400, 100));
        RgbImage up = cube.part(PanoramaCube.Face.UP, 50, 0, 0, 50, 50);
        assertThat(up.at(25, 25, 0)).isZero();
        // The corner of the upper face is 35 degrees high.
        assertThat(up.at(0, 0, 0)).isEqualTo(200);
        RgbImage front = cube.part(PanoramaCube.Face.FRONT, 50, 0, 0, 50, 50);
        assertThat(front.at(25, 3, 0)).isEqualTo(200);
        assertThat(front.at(25, 25, 0)).isEqualTo(200);
    }

    /// On a cylinder, rows are tangents: on the front face each row of the picture has its own row.
    @Test
    void aCylinderKeepsItsRowsOnTheFront() {
        int width = 314;
        int height = 80;
        var image = new RgbImage(width, height);
        for (int row = 0; row < height; row++) {
            Arrays.fill(image.rgb(), 3 * row * width, 3 * (row + 1) * width, (byte) (3 * row));
        }
        var tags =
                new PanoramaTags(
                        PanoramaTags.Projection.CYLINDRICAL, width, height, width, height, 0, 0);
        RgbImage middle =
                new PanoramaCube(image, tags).part(PanoramaCube.Face.FRONT, 101, 50, 0, 1, 101);
        double radius = width / (2 * Math.PI);
        for (int row = 0; row < 101; row++) {
            double at = height / 2.0 + radius * (2 * (row + 0.5) / 101 - 1);
            int expected = at < 0 || at > height ? 0 : (int) Math.round(3 * (at - 0.5));
            if (at > 1 && at < height - 1) {
                assertThat(middle.at(0, row, 0)).isCloseTo(expected, within(1));
            } else if (at < -1 || at > height + 1) {
                assertThat(middle.at(0, row, 0)).isZero();
            }
        }
    }

    /// A quarter of the turn ahead, tagged as such.
    @Test
    void aCroppedPanoramaIsSeenWhereItsTagsSay() {
        var image = new RgbImage(100, 100);
        Arrays.fill(image.rgb(), (byte) 90);
        var tags =
                new PanoramaTags(
                        PanoramaTags.Projection.EQUIRECTANGULAR, 100, 100, 400, 200, 150, 50);
        var cube = new PanoramaCube(image, tags);
        assertThat(cube.part(PanoramaCube.Face.FRONT, 11, 5, 5, 1, 1).at(0, 0, 0)).isEqualTo(90);
        assertThat(cube.part(PanoramaCube.Face.FRONT, 101, 1, 50, 1, 1).at(0, 0, 0)).isEqualTo(90);
        assertThat(cube.part(PanoramaCube.Face.LEFT, 11, 5, 5, 1, 1).at(0, 0, 0)).isZero();
        assertThat(cube.part(PanoramaCube.Face.BACK, 11, 5, 5, 1, 1).at(0, 0, 0)).isZero();
        assertThat(cube.part(PanoramaCube.Face.UP, 11, 5, 5, 1, 1).at(0, 0, 0)).isZero();
    }
}
