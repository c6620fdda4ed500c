package org.nadir.engine.ortho;

import java.util.Arrays;

/// Marks what lies within some pixels of marked ones, along rows and columns: a square around each. Arrays are kept between
/// uses; not for several threads.
final class Dilation {

    private static final int NEVER = -1_000_000;

    private boolean[] across = new boolean[0];
    private int[] last = new int[0];

    /// Sets `out` within the window to whether a mark of the window is near.
    ///
    /// @param stride pixels from a row of both arrays to the next
    void apply(
            boolean[] marks,
            int stride,
            int left,
            int top,
            int right,
            int bottom,
            int reach,
            boolean[] out) {
        if (across.length < marks.length) {
            across = new boolean[marks.length];
        }
        if (last.length < stride) {
            last = new int[stride];
        }
        for (int row = top; row < bottom; row++) {
            along(marks, row * stride, left, right, reach);
        }
        Arrays.fill(last, left, right, NEVER);
        for (int row = top; row < bottom; row++) {
            int line = row * stride;
            for (int column = left; column < right; column++) {
                if (across[line + column]) {
                    last[column] = row;
                }
                out[line + column] = row - last[column] <= reach;
            }
        }
        Arrays.fill(last, left, right, -NEVER);
        for (int row = bottom - 1; row >= top; row--) {
            int line = row * stride;
            for (int column = left; column < right; column++) {
                if (across[line + column]) {
                    last[column] = row;
                }
                out[line + column] |= last[column] - row <= reach;
            }
        }
    }

    private void along(boolean[] marks, int line, int left, int right, int reach) {
        int seen = NEVER;
        for (int column = left; column < right; column++) {
            if (marks[line + column]) {
                seen = column;
            }
            across[line + column] = column - seen <= reach;
        }
        seen = -NEVER;
        for (int column = right - 1; column >= left; column--) {
            if (marks[line + column]) {
                seen = column;
            }
            across[line + column] |= seen - column <= reach;
        }
    }
}
