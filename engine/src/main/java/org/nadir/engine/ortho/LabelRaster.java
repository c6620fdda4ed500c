package org.nadir.engine.ortho;

/// The chosen photo of each cell of a part of the plan, read pixel by pixel.
///
/// @param factor pixels along a side of a cell
/// @param left first column in cells of that size, counted from the orthophoto's left edge; may be negative
/// @param top first row, likewise
/// @param labels a photo per cell, −1 for none
record LabelRaster(int factor, int left, int top, int width, int height, short[] labels) {

    static final short NONE = -1;

    LabelRaster with(short[] others) {
        return new LabelRaster(factor, left, top, width, height, others);
    }

    /// The photo of a pixel, −1 outside: the one with most weight among the four cells around, which rounds the corners
    /// that seams have on the coarser cells.
    short at(int column, int row) {
        if (factor == 1) {
            return plain(column - left, row - top);
        }
        // Doubled so that weights are whole numbers: the cell centre lies at 2·factor·c + factor.
        int x = 2 * (column - factor * left) + 1 - factor;
        int y = 2 * (row - factor * top) + 1 - factor;
        int c = Math.floorDiv(x, 2 * factor);
        int r = Math.floorDiv(y, 2 * factor);
        if (c < -1 || r < -1 || c >= width || r >= height) {
            return NONE;
        }
        int wx = x - 2 * factor * c;
        int wy = y - 2 * factor * r;
        int before = Math.max(c, 0);
        int after = Math.min(c + 1, width - 1);
        int above = Math.max(r, 0) * width;
        int below = Math.min(r + 1, height - 1) * width;
        short a = labels[above + before];
        short b = labels[above + after];
        short d = labels[below + before];
        short e = labels[below + after];
        if (a == b && a == d && a == e) {
            return a;
        }
        int wa = (2 * factor - wx) * (2 * factor - wy);
        int wb = wx * (2 * factor - wy);
        int wd = (2 * factor - wx) * wy;
        int we = wx * wy;
        return heaviest(a, b, d, e, wa, wb, wd, we);
    }

    private short plain(int column, int row) {
        boolean outside = column < 0 || row < 0 || column >= width || row >= height;
        return outside ? NONE : labels[row * width + column];
    }

    private static short heaviest(
            short a, short b, short d, short e, int wa, int wb, int wd, int we) {
        int sumA = wa + (b == a ? wb : 0) + (d == a ? wd : 0) + (e == a ? we : 0);
        int sumB = wb + (d == b ? wd : 0) + (e == b ? we : 0);
        int sumD = wd + (e == d ? we : 0);
        short best = a;
        int most = a == NONE ? -1 : sumA;
        if (b != NONE && sumB > most) {
            best = b;
            most = sumB;
        }
        if (d != NONE && sumD > most) {
            best = d;
            most = sumD;
        }
        return e != NONE && we > most ? e : best;
    }
}
