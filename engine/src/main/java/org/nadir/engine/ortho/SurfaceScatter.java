package org.nadir.engine.ortho;

import java.util.Arrays;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.HeightGrids;
import org.nadir.engine.terrain.MedianFilter;
import org.nadir.engine.work.Workers;

/// How scattered the heights of a surface are: crowns of leaves, where stereo gives heights that jump from cell to cell, as
/// against roofs, walls and cars.
///
/// On a raster of some decimetres it is the mean difference between the surface and its median: a straight step equals its
/// median, a crown does not.
final class SurfaceScatter {

    private static final double CELL_METRES = 0.2;
    private static final int MEDIAN_RADIUS = 3;
    private static final int SPREAD_RADIUS = 6;

    /// Differences beyond this are edges, not scatter, metres.
    private static final float LARGEST = 1;

    private final Workers workers;

    SurfaceScatter(Workers workers) {
        this.workers = workers;
    }

    /// Metres per cell of a coarse raster; NaN where the surface is unknown.
    HeightGrid of(HeightGrid grid) {
        int factor = (int) Math.max(1, Math.round(CELL_METRES / grid.cell()));
        // Medians of blocks would be dearer and change nothing here.
        HeightGrid coarse = HeightGrids.coarser(grid, factor, workers);
        HeightGrid median = new MedianFilter(workers).apply(coarse, MEDIAN_RADIUS);
        var scatter = new float[coarse.z().length];
        for (int i = 0; i < scatter.length; i++) {
            scatter[i] = Math.min(LARGEST, Math.abs(coarse.z()[i] - median.z()[i]));
        }
        GridFrame frame = GridFrame.of(coarse);
        return frame.withHeights(blurred(scatter, frame, SPREAD_RADIUS));
    }

    /// The mean of the known values in the square window; unknown where none is.
    private static float[] blurred(float[] values, GridFrame frame, int radius) {
        int width = frame.width();
        int height = frame.height();
        var sums = new double[(width + 1) * (height + 1)];
        var counts = new int[(width + 1) * (height + 1)];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float value = values[row * width + column];
                boolean known = value == value;
                int at = (row + 1) * (width + 1) + column + 1;
                sums[at] =
                        (known ? value : 0)
                                + sums[at - 1]
                                + sums[at - width - 1]
                                - sums[at - width - 2];
                counts[at] =
                        (known ? 1 : 0)
                                + counts[at - 1]
                                + counts[at - width - 1]
                                - counts[at - width - 2];
            }
        }
        var out = new float[values.length];
        Arrays.fill(out, Float.NaN);
        for (int row = 0; row < height; row++) {
            int above = Math.max(0, row - radius) * (width + 1);
            int below = Math.min(height, row + radius + 1) * (width + 1);
            for (int column = 0; column < width; column++) {
                int left = Math.max(0, column - radius);
                int right = Math.min(width, column + radius + 1);
                int count =
                        counts[below + right]
                                - counts[below + left]
                                - counts[above + right]
                                + counts[above + left];
                double sum =
                        sums[below + right]
                                - sums[below + left]
                                - sums[above + right]
                                + sums[above + left];
                if (count > 0) {
                    out[row * width + column] = (float) (sum / count);
                }
            }
        }
        return out;
    }
}
