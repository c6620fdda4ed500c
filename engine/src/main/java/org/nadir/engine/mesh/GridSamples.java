package org.nadir.engine.mesh;

import org.nadir.engine.terrain.HeightGrid;

/// The heights that a surface is made from, cut to the known cells' bounding box and made coarser when asked, with a mark
/// on the cells that must become vertices.
///
/// @param x0 column of the first sample in the (coarser) grid
/// @param y0 row of the first sample
/// @param mark one of the constants below per sample; written by the mesher
record GridSamples(HeightGrid grid, int x0, int y0, int width, int height, byte[] mark) {

    /// Not known.
    static final byte HOLE = 0;

    static final byte FREE = 1;

    /// Must become a vertex.
    static final byte WANTED = 2;

    static final byte VERTEX = 3;

    /// @param spacing every so many cells in both directions a vertex is wanted, as at the border of holes
    static GridSamples of(HeightGrid grid, int spacing) {
        int left = grid.width();
        int top = grid.height();
        int right = -1;
        int bottom = -1;
        for (int y = 0; y < grid.height(); y++) {
            for (int x = 0; x < grid.width(); x++) {
                if (!Float.isNaN(grid.at(x, y))) {
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = y;
                }
            }
        }
        int w = Math.max(0, right - left + 1);
        int h = Math.max(0, bottom - top + 1);
        var samples = new GridSamples(grid, left, top, w, h, new byte[w * h]);
        samples.setMarks(spacing);
        return samples;
    }

    float z(int x, int y) {
        return grid.at(x0 + x, y0 + y);
    }

    int wantedCount() {
        int count = 0;
        for (byte m : mark) {
            count += m == WANTED ? 1 : 0;
        }
        return count;
    }

    private void setMarks(int spacing) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (Float.isNaN(z(x, y))) {
                    continue;
                }
                boolean seed = x % spacing == spacing / 2 && y % spacing == spacing / 2;
                mark[y * width + x] = seed || besideHole(x, y) ? WANTED : FREE;
            }
        }
    }

    private boolean besideHole(int x, int y) {
        for (int v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
                if (Float.isNaN(z(u, v))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// The grid with `factor` times larger cells: means of the known cells where at least half are known.
    static HeightGrid coarser(HeightGrid grid, int factor) {
        int w = Math.ceilDiv(grid.width(), factor);
        int h = Math.ceilDiv(grid.height(), factor);
        var z = new float[Math.multiplyExact(w, h)];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                z[y * w + x] = mean(grid, x * factor, y * factor, factor);
            }
        }
        return new HeightGrid(grid.left(), grid.top(), grid.cell() * factor, w, h, z);
    }

    private static float mean(HeightGrid grid, int x, int y, int factor) {
        double sum = 0;
        int known = 0;
        for (int v = y; v < Math.min(grid.height(), y + factor); v++) {
            for (int u = x; u < Math.min(grid.width(), x + factor); u++) {
                float z = grid.at(u, v);
                if (!Float.isNaN(z)) {
                    sum += z;
                    known++;
                }
            }
        }
        return 2 * known >= factor * factor ? (float) (sum / known) : Float.NaN;
    }
}
