package org.nadir.engine.terrain;

/// Closes small holes of a height raster by inverse-distance weighting that does not mix storeys: where the known cells
/// around fall apart into two clean levels, only the level of the nearest one counts. Roof edges stay sharp, while the
/// scattered heights of a crown, which make no clean step, are averaged.
final class GapFilling {

    /// Cells that each side of a step must have: fewer may be leaves.
    private static final int MEMBERS = 3;

    private final int width;
    private final int height;
    private final double cell;
    private float[] heights = new float[0];
    private int[] squares = new int[0];

    GapFilling(int width, int height, double cell) {
        this.width = width;
        this.height = height;
        this.cell = cell;
    }

    /// A copy of `z` in which every unknown cell with known ones within `radius` cells is filled.
    float[] fill(float[] z, double radius) {
        int reach = (int) radius;
        double storey = Math.max(0.3, radius * cell);
        float[] out = z.clone();
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                if (Float.isNaN(z[row * width + column])) {
                    out[row * width + column] = value(z, column, row, reach, radius, storey);
                }
            }
        }
        return out;
    }

    private float value(float[] z, int column, int row, int reach, double radius, double storey) {
        int count = gather(z, column, row, reach, radius);
        if (count == 0) {
            return Float.NaN;
        }
        int nearest = 0;
        for (int i = 1; i < count; i++) {
            nearest = squares[i] < squares[nearest] ? i : nearest;
        }
        int step = cleanStep(count, storey);
        int from = step >= 0 && nearest >= step ? step : 0;
        int to = step >= 0 && nearest < step ? step : count;
        double sum = 0;
        double weights = 0;
        for (int i = from; i < to; i++) {
            sum += heights[i] / squares[i];
            weights += 1.0 / squares[i];
        }
        return (float) (sum / weights);
    }

    /// The first entry above a clean step: the widest gap, if it is wider than a storey and than the spread on either side,
    /// with some cells on both; −1 when there is none.
    private int cleanStep(int count, double storey) {
        int widest = -1;
        float gap = (float) storey;
        for (int i = 1; i < count; i++) {
            if (heights[i] - heights[i - 1] > gap) {
                gap = heights[i] - heights[i - 1];
                widest = i;
            }
        }
        if (widest < MEMBERS || count - widest < MEMBERS) {
            return -1;
        }
        float below = heights[widest - 1] - heights[0];
        float above = heights[count - 1] - heights[widest];
        return gap > 1.5f * Math.max(below, above) ? widest : -1;
    }

    /// Collects the known cells within the radius, lowest first, with their squared distances; how many.
    private int gather(float[] z, int column, int row, int reach, double radius) {
        int room = (2 * reach + 1) * (2 * reach + 1);
        if (heights.length < room) {
            heights = new float[room];
            squares = new int[room];
        }
        int count = 0;
        for (int r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
            for (int c = Math.max(0, column - reach);
                    c <= Math.min(width - 1, column + reach);
                    c++) {
                float other = z[r * width + c];
                int d2 = (r - row) * (r - row) + (c - column) * (c - column);
                if (other == other && d2 <= radius * radius) {
                    insert(count++, other, d2);
                }
            }
        }
        return count;
    }

    private void insert(int count, float value, int square) {
        int at = count;
        while (at > 0 && heights[at - 1] > value) {
            heights[at] = heights[at - 1];
            squares[at] = squares[at - 1];
            at--;
        }
        heights[at] = value;
        squares[at] = square;
    }
}
