package org.nadir.engine.terrain;

import org.jspecify.annotations.Nullable;
import org.nadir.engine.math.Median;
import org.nadir.engine.work.Workers;

/// The median of the known heights in the disc around each cell: takes off noise, keeps steps.
public final class MedianFilter {

    private static final int STRIP = 32;

    private final Workers workers;

    public MedianFilter(Workers workers) {
        this.workers = workers;
    }

    /// A filtered copy; unknown cells stay unknown.
    ///
    /// @param radius of the disc, in cells
    public HeightGrid apply(HeightGrid grid, int radius) {
        return apply(grid, radius, null);
    }

    /// As [#apply(HeightGrid, int)], but only the cells marked in `where` change; null means all.
    public HeightGrid apply(HeightGrid grid, int radius, boolean @Nullable [] where) {
        var out = new float[grid.z().length];
        workers.forEach(
                (grid.height() + STRIP - 1) / STRIP,
                strip -> {
                    var values = new float[(2 * radius + 1) * (2 * radius + 1)];
                    int end = Math.min(grid.height(), (strip + 1) * STRIP);
                    for (int row = strip * STRIP; row < end; row++) {
                        for (int column = 0; column < grid.width(); column++) {
                            int at = row * grid.width() + column;
                            out[at] =
                                    where == null || where[at]
                                            ? median(grid, column, row, radius, values)
                                            : grid.z()[at];
                        }
                    }
                });
        return new HeightGrid(
                grid.left(), grid.top(), grid.cell(), grid.width(), grid.height(), out);
    }

    private static float median(HeightGrid grid, int column, int row, int radius, float[] values) {
        if (Float.isNaN(grid.at(column, row))) {
            return Float.NaN;
        }
        int count = 0;
        int limit = radius * radius + 1;
        for (int dy = -radius; dy <= radius; dy++) {
            int r = row + dy;
            if (r < 0 || r >= grid.height()) {
                continue;
            }
            for (int dx = -radius; dx <= radius; dx++) {
                int c = column + dx;
                if (c < 0 || c >= grid.width() || dx * dx + dy * dy > limit) {
                    continue;
                }
                float z = grid.at(c, r);
                if (!Float.isNaN(z)) {
                    values[count++] = z;
                }
            }
        }
        return Median.of(values, count);
    }
}
