package org.nadir.engine.terrain;

/// Closes small holes of a height raster by inverse-distance weighting that does not mix storeys: only cells about as
/// high as the nearest known one count, so that roof edges stay sharp.
final class GapFilling {

    private final int width;
    private final int height;
    private final double cell;

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

    private float value(
            float[] z, int column, int row, int reach, double radius, double storey) {
        float nearest = nearest(z, column, row, reach, radius);
        if (Float.isNaN(nearest)) {
            return Float.NaN;
        }
        double sum = 0;
        double weights = 0;
        for (int r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
            for (int c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c++) {
                float other = z[r * width + c];
                int d2 = (r - row) * (r - row) + (c - column) * (c - column);
                if (d2 <= radius * radius && Math.abs(other - nearest) <= storey) {
                    sum += other / d2;
                    weights += 1.0 / d2;
                }
            }
        }
        return (float) (sum / weights);
    }

    /// The known height closest to the cell; of several equally close ones the lowest.
    private float nearest(float[] z, int column, int row, int reach, double radius) {
        float best = Float.NaN;
        double least = radius * radius + 1e-9;
        for (int r = Math.max(0, row - reach); r <= Math.min(height - 1, row + reach); r++) {
            for (int c = Math.max(0, column - reach); c <= Math.min(width - 1, column + reach); c++) {
                float other = z[r * width + c];
                int d2 = (r - row) * (r - row) + (c - column) * (c - column);
                boolean closer = d2 < least || (d2 == least && other < best);
                if (!Float.isNaN(other) && closer) {
                    best = other;
                    least = d2;
                }
            }
        }
        return best;
    }
}
