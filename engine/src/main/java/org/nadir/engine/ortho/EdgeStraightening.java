package org.nadir.engine.ortho;

import java.util.Arrays;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.terrain.MedianFilter;
import org.nadir.engine.work.Workers;

/// Straightens the edges of a surface: a median over a few decimetres where the surface steps, nothing elsewhere. Edges from
/// stereo are frayed by a cell or two, which would tear pieces out of roofs.
final class EdgeStraightening {

    private static final double RADIUS_METRES = 0.25;
    private static final float STEP = 0.4f;

    /// Scatter from which a place is a crown, metres.
    private static final float CROWN = 0.25f;

    private final Workers workers;

    EdgeStraightening(Workers workers) {
        this.workers = workers;
    }

    /// @param scatter from [SurfaceScatter]: crowns have no edges to straighten
    HeightGrid apply(HeightGrid grid, HeightGrid scatter) {
        int radius = Math.clamp(Math.round(RADIUS_METRES / grid.cell()), 1, 5);
        float step = (float) Math.max(STEP, 1.5 * grid.cell());
        int width = grid.width();
        var steps = new boolean[grid.z().length];
        workers.forEach(grid.height(), row -> markSteps(grid, row, step, steps));
        var near = new boolean[steps.length];
        workers.forEach(
                grid.height(),
                row -> {
                    int first = Math.max(0, row - radius);
                    int last = Math.min(grid.height() - 1, row + radius);
                    for (int r = first; r <= last; r++) {
                        spread(steps, r * width, radius, near, row * width, width);
                    }
                    leaveCrowns(grid, scatter, row, near);
                });
        return new MedianFilter(workers).apply(grid, radius, near);
    }

    private static void markSteps(HeightGrid grid, int row, float step, boolean[] steps) {
        int width = grid.width();
        int below = Math.min(row + 1, grid.height() - 1);
        for (int column = 0; column < width; column++) {
            float z = grid.at(column, row);
            int right = Math.min(column + 1, width - 1);
            steps[row * width + column] =
                    differ(z, grid.at(right, row), step) || differ(z, grid.at(column, below), step);
        }
    }

    /// Marks in one row what lies within `radius` columns of the marks of another.
    private static void spread(
            boolean[] steps, int from, int radius, boolean[] near, int to, int width) {
        for (int column = 0; column < width; column++) {
            if (steps[from + column]) {
                int first = Math.max(0, column - radius);
                int end = Math.min(width, column + radius + 1);
                Arrays.fill(near, to + first, to + end, true);
            }
        }
    }

    private static void leaveCrowns(HeightGrid grid, HeightGrid scatter, int row, boolean[] near) {
        var wild = new float[grid.width()];
        SurfaceSampler.row(
                scatter, grid.centreY(row), grid.centreX(0), grid.cell(), grid.width(), wild, 0);
        for (int column = 0; column < grid.width(); column++) {
            near[row * grid.width() + column] &= !(wild[column] > CROWN);
        }
    }

    private static boolean differ(float a, float b, float step) {
        return Math.abs(a - b) > step;
    }
}
