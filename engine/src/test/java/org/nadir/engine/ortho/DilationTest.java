package org.nadir.engine.ortho;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Marks around marks, against asking each pixel for all others.
class DilationTest {

    private static final int STRIDE = 61;
    private static final int ROWS = 43;

    @Test
    void marksWhatIsNearMarksOfTheWindow() {
        var random = new Random(5);
        var dilation = new Dilation();
        for (int reach : new int[] {1, 4, 11}) {
            var marks = new boolean[STRIDE * ROWS];
            for (int i = 0; i < 12; i++) {
                marks[random.nextInt(marks.length)] = true;
            }
            var out = new boolean[marks.length];
            Arrays.fill(out, true);
            dilation.apply(marks, STRIDE, 3, 2, 57, 40, reach, out);
            for (int row = 2; row < 40; row++) {
                for (int column = 3; column < 57; column++) {
                    assertThat(out[row * STRIDE + column])
                            .isEqualTo(isNear(marks, column, row, reach));
                }
            }
            assertThat(out[0]).isTrue();
        }
    }

    private static boolean isNear(boolean[] marks, int column, int row, int reach) {
        for (int r = Math.max(2, row - reach); r <= Math.min(39, row + reach); r++) {
            for (int c = Math.max(3, column - reach); c <= Math.min(56, column + reach); c++) {
                if (marks[r * STRIDE + c]) {
                    return true;
                }
            }
        }
        return false;
    }
}
