package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpecklesTest {

    /// A surface at 40, a patch of twelve pixels and one of nine at 30, and a slope that ends at 20.
    @Test
    void onlySmallPatchesApartFromTheRestGo() {
        var depth = new float[40 * 30];
        Arrays.fill(depth, 40);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 4; x++) {
                depth[(5 + y) * 40 + 5 + x] = 30;
                depth[(15 + y) * 40 + 5 + Math.min(x, 2)] = 30;
            }
            for (int x = 0; x < 8; x++) {
                depth[(25 + y) * 40 + 39 - x] = 1 / (0.025f + 0.003f * (8 - x));
            }
        }
        var expected = depth.clone();
        for (int y = 15; y < 18; y++) {
            Arrays.fill(expected, y * 40 + 5, y * 40 + 8, 0);
        }
        Speckles.remove(depth, 40, 30, 0.004f, 10);
        assertThat(depth).isEqualTo(expected);
    }
}
