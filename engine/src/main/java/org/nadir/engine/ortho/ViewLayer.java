package org.nadir.engine.ortho;

/// What one photo shows of the plan's cells: colour and how good the view is, over a window of the plan.
///
/// @param left first column of the window in the plan
/// @param top first row of the window in the plan
/// @param rgb three bytes a cell
/// @param cost 0 (best) to 199 for visible cells, [#HIDDEN] and more for cells behind something (the more the deeper),
///     [#OUTSIDE] where the photo does not show the cell at all
record ViewLayer(int left, int top, int width, int height, byte[] rgb, byte[] cost) {

    static final int HIDDEN = 200;
    static final int OUTSIDE = 255;

    int right() {
        return left + width;
    }

    int bottom() {
        return top + height;
    }

    /// Index of a plan cell in this layer, −1 outside the window.
    int indexOf(int column, int row) {
        int c = column - left;
        int r = row - top;
        return c < 0 || r < 0 || c >= width || r >= height ? -1 : r * width + c;
    }

    /// The cost at a plan cell, [#OUTSIDE] outside the window.
    int costAt(int column, int row) {
        int at = indexOf(column, row);
        return at < 0 ? OUTSIDE : cost[at] & 255;
    }

    boolean isEmpty() {
        return width == 0;
    }

    static ViewLayer empty() {
        return new ViewLayer(0, 0, 0, 0, new byte[0], new byte[0]);
    }

    /// For those who only ask for costs.
    ViewLayer withoutColours() {
        return new ViewLayer(left, top, width, height, new byte[0], cost);
    }

    /// The layer on cells twice as large: mean colour of the visible cells (or of the hidden ones if there are no
    /// others), mean cost.
    ViewLayer halved() {
        if (isEmpty()) {
            return this;
        }
        int l = left >> 1;
        int t = top >> 1;
        int w = ((right() + 1) >> 1) - l;
        int h = ((bottom() + 1) >> 1) - t;
        var colours = new byte[3 * w * h];
        var costs = new byte[w * h];
        var sums = new int[5];
        for (int row = 0; row < h; row++) {
            for (int column = 0; column < w; column++) {
                gather(2 * (l + column), 2 * (t + row), false, sums);
                if (sums[4] == 0) {
                    gather(2 * (l + column), 2 * (t + row), true, sums);
                }
                int at = row * w + column;
                int n = sums[4];
                costs[at] = (byte) (n == 0 ? OUTSIDE : (sums[3] + n / 2) / n);
                for (int k = 0; k < 3 && n > 0; k++) {
                    colours[3 * at + k] = (byte) ((sums[k] + n / 2) / n);
                }
            }
        }
        return new ViewLayer(l, t, w, h, colours, costs);
    }

    /// Sums colours and costs of the four cells from `(column, row)` on; the last number is how many.
    private void gather(int column, int row, boolean hidden, int[] sums) {
        java.util.Arrays.fill(sums, 0);
        int limit = hidden ? OUTSIDE : HIDDEN;
        for (int k = 0; k < 4; k++) {
            int at = indexOf(column + (k & 1), row + (k >> 1));
            if (at < 0 || (cost[at] & 255) >= limit) {
                continue;
            }
            sums[0] += rgb[3 * at] & 255;
            sums[1] += rgb[3 * at + 1] & 255;
            sums[2] += rgb[3 * at + 2] & 255;
            sums[3] += cost[at] & 255;
            sums[4]++;
        }
    }
}
