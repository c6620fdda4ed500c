package org.nadir.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Angles against directions that anybody can see: where the camera looks, and where the right edge of the photo points.
class ListedPositionsTest {

    @ParameterizedTest
    @CsvSource({
        // yaw, pitch, roll, view east, north, up, right edge east, north, up
        "0, 0, 0, 0, 0, -1, 1, 0, 0",
        "90, 0, 0, 0, 0, -1, 0, -1, 0",
        "180, 0, 0, 0, 0, -1, -1, 0, 0",
        "0, 90, 0, 0, 1, 0, 1, 0, 0",
        "90, 90, 0, 1, 0, 0, 0, -1, 0",
        // Right side down: the camera under the craft looks to the left.
        "0, 0, 90, -1, 0, 0, 0, 0, -1",
    })
    void looksWhereTheAnglesSay(
            double yaw,
            double pitch,
            double roll,
            double viewEast,
            double viewNorth,
            double viewUp,
            double rightEast,
            double rightNorth,
            double rightUp) {
        double[] r = ListedPositions.rotation(yaw, pitch, roll);
        double[] expected = {rightEast, rightNorth, rightUp, 0, 0, 0, viewEast, viewNorth, viewUp};
        for (int i : new int[] {0, 1, 2, 6, 7, 8}) {
            assertThat(r[i]).isCloseTo(expected[i], within(1e-12));
        }
        // A right-handed frame: down = view x right.
        assertThat(r[3]).isCloseTo(r[7] * r[2] - r[8] * r[1], within(1e-12));
        assertThat(r[4]).isCloseTo(r[8] * r[0] - r[6] * r[2], within(1e-12));
        assertThat(r[5]).isCloseTo(r[6] * r[1] - r[7] * r[0], within(1e-12));
    }
}
