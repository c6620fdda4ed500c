package org.nadir.engine.ortho;

import org.nadir.engine.terrain.HeightGrid;

/// Heights of a surface along raster rows: bilinear, from the known ones of the four cells around.
///
/// Where a step runs between the four cells, the place belongs to the side that has more bilinear weight, and only that
/// side's heights count. A ramp between roof and ground would be no wider than a pixel or two, but it would sweep over half
/// the photo and leave a line of random colours along every edge.
final class SurfaceSampler {

    /// Height differences between neighbouring cells that make a step: metres, and metres per metre of cell.
    private static final double LEAST_STEP = 0.2;

    private static final double STEEPEST = 1.5;

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
        float jump = (float) (LEAST_STEP + STEEPEST * grid.cell());
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
            if (z != z) {
                out[at + i] = mean(a, b, d, e);
                continue;
            }
            float lowest = Math.min(Math.min(a, b), Math.min(d, e));
            float highest = Math.max(Math.max(a, b), Math.max(d, e));
            out[at + i] =
                    highest - lowest <= jump
                            ? z
                            : heavierSide(a, b, d, e, fx, fy, 0.5f * (lowest + highest));
        }
    }

    /// The mean of the heights above or below the middle, whichever have more weight.
    private static float heavierSide(
            float a, float b, float d, float e, float fx, float fy, float middle) {
        float wa = (1 - fx) * (1 - fy);
        float wb = fx * (1 - fy);
        float wd = (1 - fx) * fy;
        float we = fx * fy;
        float above =
                (a > middle ? wa : 0)
                        + (b > middle ? wb : 0)
                        + (d > middle ? wd : 0)
                        + (e > middle ? we : 0);
        boolean high = above > 0.5f;
        wa = a > middle == high ? wa : 0;
        wb = b > middle == high ? wb : 0;
        wd = d > middle == high ? wd : 0;
        we = e > middle == high ? we : 0;
        return (wa * a + wb * b + wd * d + we * e) / (wa + wb + wd + we);
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
