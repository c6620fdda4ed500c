package org.nadir.engine.ortho;

import org.nadir.engine.terrain.HeightGrid;

/// Heights of a surface along raster rows: bilinear, from the known ones of the four cells around.
final class SurfaceSampler {

    private SurfaceSampler() {}

    /// Writes the heights at `(firstX + i·step, y)` into `out[at + i]` for `count` places; NaN where nothing is known.
    static void row(
            HeightGrid grid, double y, double firstX, double step, int count, float[] out, int at) {
        double row = (grid.top() - y) / grid.cell() - 0.5;
        int r = (int) Math.floor(row);
        float fy = (float) (row - r);
        int above = Math.clamp(r, 0, grid.height() - 1) * grid.width();
        int below = Math.clamp(r + 1, 0, grid.height() - 1) * grid.width();
        boolean outside = row < -0.5 || row > grid.height() - 0.5;
        double column = (firstX - grid.left()) / grid.cell() - 0.5;
        double advance = step / grid.cell();
        for (int i = 0; i < count; i++, column += advance) {
            if (outside || column < -0.5 || column > grid.width() - 0.5) {
                out[at + i] = Float.NaN;
                continue;
            }
            int c = (int) Math.floor(column);
            float fx = (float) (column - c);
            int left = Math.max(c, 0);
            int right = Math.min(c + 1, grid.width() - 1);
            float a = grid.z()[above + left];
            float b = grid.z()[above + right];
            float d = grid.z()[below + left];
            float e = grid.z()[below + right];
            float z = (1 - fy) * ((1 - fx) * a + fx * b) + fy * ((1 - fx) * d + fx * e);
            out[at + i] = z == z ? z : mean(a, b, d, e);
        }
    }

    private static float mean(float a, float b, float c, float d) {
        float sum = 0;
        int count = 0;
        if (a == a) {
            sum += a;
            count++;
        }
        if (b == b) {
            sum += b;
            count++;
        }
        if (c == c) {
            sum += c;
            count++;
        }
        if (d == d) {
            sum += d;
            count++;
        }
        return count == 0 ? Float.NaN : sum / count;
    }
}
