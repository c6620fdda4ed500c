package org.nadir.engine.terrain;

import org.nadir.engine.work.Workers;

/// For each cell of a grid the distance to the nearest cell without a height, in cells, 0 at those themselves. Exact and
/// linear in the number of cells: distances along columns, then the lower envelope of parabolas along rows (Felzenszwalb
/// and Huttenlocher, "Distance transforms of sampled functions", 2012).
public final class DistanceToUnknown {

    /// Stands for "no unknown cell in this column"; its square still fits.
    private static final float NONE = 1e9f;

    private final HeightGrid grid;
    private final float[] distance;

    private DistanceToUnknown(HeightGrid grid) {
        this.grid = grid;
        this.distance = new float[grid.z().length];
    }

    /// A grid of distances; NaN everywhere when all heights are known. What lies outside the grid does not count.
    public static HeightGrid of(HeightGrid grid, Workers workers) {
        var work = new DistanceToUnknown(grid);
        workers.forEach(grid.width(), work::column);
        workers.forEach(grid.height(), work::row);
        return GridFrame.of(grid).withHeights(work.distance);
    }

    private void column(int column) {
        int width = grid.width();
        float known = NONE;
        for (int row = 0; row < grid.height(); row++) {
            int at = row * width + column;
            known = Float.isNaN(grid.z()[at]) ? 0 : Math.min(NONE, known + 1);
            distance[at] = known;
        }
        for (int row = grid.height() - 2; row >= 0; row--) {
            int at = row * width + column;
            distance[at] = Math.min(distance[at], distance[at + width] + 1);
        }
    }

    private void row(int row) {
        int width = grid.width();
        int first = row * width;
        var heights = new double[width];
        for (int i = 0; i < width; i++) {
            heights[i] = (double) distance[first + i] * distance[first + i];
        }
        var vertex = new int[width];
        var from = new double[width];
        int last = envelope(heights, vertex, from);
        int part = 0;
        for (int i = 0; i < width; i++) {
            while (part < last && from[part + 1] < i) {
                part++;
            }
            double dx = i - vertex[part];
            double square = dx * dx + heights[vertex[part]];
            distance[first + i] =
                    square >= (double) NONE * NONE ? Float.NaN : (float) Math.sqrt(square);
        }
    }

    /// The parabolas x ↦ (x − vertex)² + height that are lowest somewhere, from left to right.
    ///
    /// @param from where each begins to be the lowest
    /// @return index of the last
    private static int envelope(double[] heights, int[] vertex, double[] from) {
        int last = 0;
        from[0] = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < heights.length; i++) {
            double crossing = crossing(heights, vertex[last], i);
            while (crossing <= from[last]) {
                last--;
                crossing = crossing(heights, vertex[last], i);
            }
            last++;
            vertex[last] = i;
            from[last] = crossing;
        }
        return last;
    }

    private static double crossing(double[] heights, int left, int right) {
        return ((heights[right] + (double) right * right) - (heights[left] + (double) left * left))
                / (2.0 * (right - left));
    }
}
