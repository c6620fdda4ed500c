package org.nadir.engine.ortho;

import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;

/// Takes the ripple off a surface and keeps its steps: the guided filter of He, Sun and Tang (2013) with the surface as
/// its own guide. Height noise of a few centimetres would show as wavering lines in the orthophoto.
final class SurfaceSmoothing {

    private static final int STRIP = 256;

    /// Columns that are summed side by side.
    private static final int TOGETHER = 32;

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
            boxSums(count, sum, squares);
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
            boxSums(known, sum, squares);
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
        private void boxSums(float[] a, float[] b, float[] c) {
            var lines = new double[3][width + 1];
            for (int row = 0; row < rows; row++) {
                sumAcross(a, b, c, row * width, lines);
                boxSumAcross(a, row * width, lines[0]);
                boxSumAcross(b, row * width, lines[1]);
                boxSumAcross(c, row * width, lines[2]);
            }
            boxSumDown(a);
            boxSumDown(b);
            boxSumDown(c);
        }

        /// The sums from the row's beginning on. Each addition waits for the one before; those of three arrays wait together.
        private void sumAcross(float[] a, float[] b, float[] c, int at, double[][] lines) {
            double sumA = 0;
            double sumB = 0;
            double sumC = 0;
            for (int i = 0; i < width; i++) {
                sumA += a[at + i];
                sumB += b[at + i];
                sumC += c[at + i];
                lines[0][i + 1] = sumA;
                lines[1][i + 1] = sumB;
                lines[2][i + 1] = sumC;
            }
        }

        private void boxSumAcross(float[] values, int at, double[] line) {
            int inner = Math.max(radius, width - radius - 1);
            for (int i = 0; i < Math.min(radius, width); i++) {
                values[at + i] = (float) (line[Math.min(width, i + radius + 1)] - line[0]);
            }
            for (int i = radius; i < inner; i++) {
                values[at + i] = (float) (line[i + radius + 1] - line[i - radius]);
            }
            for (int i = inner; i < width; i++) {
                values[at + i] = (float) (line[width] - line[i - radius]);
            }
        }

        private void boxSumDown(float[] values) {
            var lines = new double[(rows + 1) * TOGETHER];
            for (int column = 0; column < width; column += TOGETHER) {
                boxSumDown(values, column, Math.min(TOGETHER, width - column), lines);
            }
        }

        /// Some columns side by side, so that memory is read along rows.
        private void boxSumDown(float[] values, int column, int count, double[] lines) {
            for (int row = 0; row < rows; row++) {
                int at = row * width + column;
                int line = row * TOGETHER;
                for (int i = 0; i < count; i++) {
                    lines[line + TOGETHER + i] = lines[line + i] + values[at + i];
                }
            }
            for (int row = 0; row < rows; row++) {
                int at = row * width + column;
                int first = Math.max(0, row - radius) * TOGETHER;
                int last = Math.min(rows, row + radius + 1) * TOGETHER;
                for (int i = 0; i < count; i++) {
                    values[at + i] = (float) (lines[last + i] - lines[first + i]);
                }
            }
        }
    }
}
