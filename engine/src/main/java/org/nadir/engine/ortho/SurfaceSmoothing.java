package org.nadir.engine.ortho;

import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;

/// Takes the ripple off a surface and keeps its steps: the guided filter of He, Sun and Tang (2013) with the surface as
/// its own guide. Height noise of a few centimetres would show as wavering lines in the orthophoto.
final class SurfaceSmoothing {

    private static final int STRIP = 256;

    private final Workers workers;

    SurfaceSmoothing(Workers workers) {
        this.workers = workers;
    }

    /// @param radius half the window, cells
    /// @param noise height differences up to about this many metres are flattened
    HeightGrid apply(HeightGrid grid, int radius, double noise) {
        var out = new float[grid.z().length];
        workers.forEach(
                (grid.height() + STRIP - 1) / STRIP,
                strip -> {
                    int from = strip * STRIP;
                    int to = Math.min(grid.height(), from + STRIP);
                    new Strip(grid, from, to, radius, noise * noise).smooth(out);
                });
        return new HeightGrid(
                grid.left(), grid.top(), grid.cell(), grid.width(), grid.height(), out);
    }

    /// Some rows with those around them that they depend on.
    private static final class Strip {
        private final HeightGrid grid;
        private final int from;
        private final int to;
        private final int top;
        private final int rows;
        private final int width;
        private final int radius;
        private final double variance;

        Strip(HeightGrid grid, int from, int to, int radius, double variance) {
            this.grid = grid;
            this.from = from;
            this.to = to;
            this.radius = radius;
            this.variance = variance;
            this.top = Math.max(0, from - 2 * radius);
            this.rows = Math.min(grid.height(), to + 2 * radius) - top;
            this.width = grid.width();
        }

        void smooth(float[] out) {
            int n = rows * width;
            var count = new float[n];
            var sum = new float[n];
            var squares = new float[n];
            float origin = origin();
            for (int i = 0; i < n; i++) {
                float z = grid.z()[top * width + i];
                if (z == z) {
                    count[i] = 1;
                    sum[i] = z - origin;
                    squares[i] = (z - origin) * (z - origin);
                }
            }
            float[] known = count.clone();
            boxSum(count);
            boxSum(sum);
            boxSum(squares);
            for (int i = 0; i < n; i++) {
                if (count[i] == 0) {
                    continue;
                }
                double mean = sum[i] / count[i];
                double spread = Math.max(0, squares[i] / count[i] - mean * mean);
                double gain = spread / (spread + variance);
                // Written over the inputs: slope and offset of the window's linear model.
                sum[i] = known[i] == 0 ? 0 : (float) gain;
                squares[i] = known[i] == 0 ? 0 : (float) (mean * (1 - gain));
            }
            boxSum(known);
            boxSum(sum);
            boxSum(squares);
            for (int row = from; row < to; row++) {
                for (int column = 0; column < width; column++) {
                    int i = (row - top) * width + column;
                    float z = grid.z()[row * width + column];
                    out[row * width + column] =
                            z == z
                                    ? origin + (sum[i] * (z - origin) + squares[i]) / known[i]
                                    : Float.NaN;
                }
            }
        }

        private float origin() {
            for (int i = top * width; i < (top + rows) * width; i++) {
                if (grid.z()[i] == grid.z()[i]) {
                    return grid.z()[i];
                }
            }
            return 0;
        }

        /// Replaces each value by the sum over its window; running sums in double precision.
        private void boxSum(float[] values) {
            var line = new double[Math.max(width, rows) + 1];
            for (int row = 0; row < rows; row++) {
                boxSum(values, row * width, 1, width, line);
            }
            for (int column = 0; column < width; column++) {
                boxSum(values, column, width, rows, line);
            }
        }

        private void boxSum(float[] values, int at, int stride, int count, double[] line) {
            for (int i = 0; i < count; i++) {
                line[i + 1] = line[i] + values[at + i * stride];
            }
            for (int i = 0; i < count; i++) {
                int first = Math.max(0, i - radius);
                int last = Math.min(count, i + radius + 1);
                values[at + i * stride] = (float) (line[last] - line[first]);
            }
        }
    }
}
