package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/// Holds reductions against linear ramps, whose area means are known exactly, and against fine patterns that must not
/// alias.
class AreaReductionTest {

    @Test
    void rampsKeepTheirContinuousCoordinates() {
        int[][] sizes = {
            {40, 30, 20, 15}, {41, 31, 20, 15}, {100, 75, 33, 25}, {17, 9, 17, 9}, {64, 64, 1, 1}
        };
        for (int[] s : sizes) {
            LumaImage reduced = reduce(s, (x, y) -> 3 * (x + 0.5) - 2 * (y + 0.5));
            double scaleX = (double) s[0] / s[2];
            double scaleY = (double) s[1] / s[3];
            for (int y = 0; y < s[3]; y++) {
                for (int x = 0; x < s[2]; x++) {
                    double expected = 3 * (x + 0.5) * scaleX - 2 * (y + 0.5) * scaleY;
                    // Pieces of input pixels count with the pixel's own value, up to half a pixel
                    // away.
                    double slack =
                            scaleX % 1 == 0 && scaleY % 1 == 0
                                    ? 1e-4
                                    : 5.0 / 4 / Math.min(scaleX, scaleY);
                    assertThat((double) reduced.pixels()[y * s[2] + x])
                            .isEqualTo(expected, within(slack));
                }
            }
        }
    }

    @Test
    void meanIsKept() {
        int[] size = {101, 67, 37, 29};
        LumaImage reduced = reduce(size, (x, y) -> (x * 7919 + y * 104_729) % 256);
        double before = 0;
        for (int y = 0; y < size[1]; y++) {
            for (int x = 0; x < size[0]; x++) {
                before += (x * 7919 + y * 104_729) % 256;
            }
        }
        double after = 0;
        for (float p : reduced.pixels()) {
            after += p;
        }
        assertThat(after / (size[2] * size[3]))
                .isEqualTo(before / (size[0] * size[1]), within(1e-3));
    }

    @Test
    void fineStripesTurnGray() {
        LumaImage reduced = reduce(new int[] {64, 64, 32, 32}, (x, y) -> x % 2);
        for (float p : reduced.pixels()) {
            assertThat(p).isEqualTo(0.5f, within(1e-6f));
        }
    }

    private interface Pattern {
        double at(int x, int y);
    }

    private static LumaImage reduce(int[] s, Pattern pattern) {
        var reduction = new AreaReduction(s[0], s[1], s[2], s[3]);
        var row = new float[s[0]];
        for (int y = 0; y < s[1]; y++) {
            for (int x = 0; x < s[0]; x++) {
                row[x] = (float) pattern.at(x, y);
            }
            reduction.addRow(row);
        }
        return reduction.result();
    }
}
