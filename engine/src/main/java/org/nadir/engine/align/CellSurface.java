package org.nadir.engine.align;

import java.util.Arrays;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Workers;

/// A surface as one place per cell: the mean of the points that fell into it. Where the surface is flat across a cell, that
/// mean lies on it, wherever in the cell the points were.
///
/// @param dx x of the mean, relative to the cell's centre
/// @param dy y of the mean, relative to the cell's centre
/// @param z height of the mean in the world frame; NaN for cells without points
record CellSurface(GridFrame frame, float[] dx, float[] dy, float[] z) {

    /// A coarse cell counts when this many of its four parts do.
    private static final int LEAST_PARTS = 2;

    /// Slopes are those of the plane through five by five cells.
    private static final int REACH = 2;

    private static final int LEAST_AROUND = 12;

    /// Sums of the points of each cell.
    static final class Builder {

        private final GridFrame frame;
        private final int[] count;
        private final float[] sumX;
        private final float[] sumY;
        private final double[] sumZ;

        Builder(GridFrame frame) {
            this.frame = frame;
            int cells = Math.multiplyExact(frame.width(), frame.height());
            count = new int[cells];
            sumX = new float[cells];
            sumY = new float[cells];
            sumZ = new double[cells];
        }

        /// Takes a point in the world frame; those outside do not count.
        void add(double x, double y, double z) {
            int column = frame.columnOf(x);
            int row = frame.rowOf(y);
            if (column < 0 || row < 0 || column >= frame.width() || row >= frame.height()) {
                return;
            }
            int cell = row * frame.width() + column;
            count[cell]++;
            sumX[cell] += (float) (x - frame.centreX(column));
            sumY[cell] += (float) (y - frame.centreY(row));
            sumZ[cell] += z;
        }

        CellSurface build() {
            var z = new float[count.length];
            for (int i = 0; i < z.length; i++) {
                sumX[i] /= Math.max(1, count[i]);
                sumY[i] /= Math.max(1, count[i]);
                z[i] = count[i] == 0 ? Float.NaN : (float) (sumZ[i] / count[i]);
            }
            return new CellSurface(frame, sumX, sumY, z);
        }
    }

    int known() {
        int known = 0;
        for (float height : z) {
            known += height == height ? 1 : 0;
        }
        return known;
    }

    /// The same surface in cells twice as large.
    CellSurface coarser() {
        GridFrame coarse = frame.coarser(2);
        int cells = coarse.width() * coarse.height();
        var result = new CellSurface(coarse, new float[cells], new float[cells], new float[cells]);
        Arrays.fill(result.z, Float.NaN);
        for (int row = 0; row < coarse.height(); row++) {
            for (int column = 0; column < coarse.width(); column++) {
                merge(2 * column, 2 * row, result, row * coarse.width() + column);
            }
        }
        return result;
    }

    private void merge(int column, int row, CellSurface coarse, int to) {
        double x = 0;
        double y = 0;
        double height = 0;
        int parts = 0;
        for (int r = row; r < Math.min(row + 2, frame.height()); r++) {
            for (int c = column; c < Math.min(column + 2, frame.width()); c++) {
                int from = r * frame.width() + c;
                if (z[from] == z[from]) {
                    x += dx[from] + (c - column - 0.5) * frame.cell();
                    y += dy[from] - (r - row - 0.5) * frame.cell();
                    height += z[from];
                    parts++;
                }
            }
        }
        if (parts >= LEAST_PARTS) {
            coarse.dx[to] = (float) (x / parts);
            coarse.dy[to] = (float) (y / parts);
            coarse.z[to] = (float) (height / parts);
        }
    }

    /// The plane through the places around each cell, up to [#REACH] cells away, as three numbers: its rise towards east and
    /// north, and the mean square of the places' distances from it in height. NaN where half of the places are unknown. Over so
    /// many places noise in the heights hardly matters, and the cell's own height has no say: noise in it and in its slope are
    /// independent.
    float[] slopes(Workers workers) {
        var slopes = new float[3 * z.length];
        workers.forEach(
                frame.height(),
                row -> {
                    var sums = new double[10];
                    for (int column = 0; column < frame.width(); column++) {
                        Arrays.fill(sums, 0);
                        for (int r = -REACH; r <= REACH; r++) {
                            addRow(column, row, r, sums);
                        }
                        slope(sums, slopes, 3 * (row * frame.width() + column));
                    }
                });
        return slopes;
    }

    /// Adds weight, x, y, z, xx, xy, yy, xz, yz and zz of the places of one row around a cell.
    private void addRow(int column, int row, int r, double[] sums) {
        if (row + r < 0 || row + r >= frame.height()) {
            return;
        }
        for (int c = -REACH; c <= REACH; c++) {
            int at = (row + r) * frame.width() + column + c;
            boolean inside = column + c >= 0 && column + c < frame.width();
            if (inside && (c != 0 || r != 0) && z[at] == z[at]) {
                double x = dx[at] + c * frame.cell();
                double y = dy[at] - r * frame.cell();
                sums[0]++;
                sums[1] += x;
                sums[2] += y;
                sums[3] += z[at];
                sums[4] += x * x;
                sums[5] += x * y;
                sums[6] += y * y;
                sums[7] += x * z[at];
                sums[8] += y * z[at];
                sums[9] += (double) z[at] * z[at];
            }
        }
    }

    private static void slope(double[] s, float[] slopes, int to) {
        double n = s[0];
        double xx = s[4] - s[1] * s[1] / n;
        double xy = s[5] - s[1] * s[2] / n;
        double yy = s[6] - s[2] * s[2] / n;
        double xz = s[7] - s[1] * s[3] / n;
        double yz = s[8] - s[2] * s[3] / n;
        double determinant = xx * yy - xy * xy;
        boolean known = n >= LEAST_AROUND && determinant > 1e-6 * xx * yy;
        double east = known ? (xz * yy - yz * xy) / determinant : Double.NaN;
        double north = known ? (yz * xx - xz * xy) / determinant : Double.NaN;
        double zz = s[9] - s[3] * s[3] / n;
        slopes[to] = (float) east;
        slopes[to + 1] = (float) north;
        slopes[to + 2] = (float) (Math.max(0, zz - east * xz - north * yz) / n);
    }

    /// Heights at the cells' centres.
    float[] centreHeights(float[] slopes) {
        var heights = z.clone();
        for (int i = 0; i < heights.length; i++) {
            float correction = slopes[3 * i] * dx[i] + slopes[3 * i + 1] * dy[i];
            heights[i] -= correction == correction ? correction : 0;
        }
        return heights;
    }
}
