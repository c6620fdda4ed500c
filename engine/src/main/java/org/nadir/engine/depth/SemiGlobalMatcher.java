package org.nadir.engine.depth;

import java.util.Arrays;

/// Semi-global matching (Hirschmüller 2008) over eight paths. Where the base surfaces of two neighbours differ by two labels or
/// more, their label ranges are shifted against each other (as in Rothermel et al. 2012); smaller differences count as slope
/// of the base and cost nothing to follow.
final class SemiGlobalMatcher {

    /// What changes of depth between neighbours cost, on the scale of the volume's costs.
    ///
    /// @param small for one label
    /// @param large for more, where the gray values do not change
    /// @param least for more, at the strongest gray edge
    /// @param edge gray step at which `large` is halved
    record Smoothness(int small, int large, int least, float edge) {

        /// Where the whole range is searched and one pixel is much surface.
        static final Smoothness COARSE = new Smoothness(18, 200, 60, 20);

        /// Around a known surface, where outlines shall stay sharp.
        static final Smoothness FINE = new Smoothness(12, 110, 24, 8);

        int jump(float grayStep) {
            return Math.max(least, (int) (large * edge / (edge + grayStep)));
        }
    }

    private static final int MARGIN = StereoKernels.PATH_MARGIN;
    private static final int PATHS = 4;

    private final StereoKernels kernels;
    private final CostVolume volume;
    private final FloatImage gray;
    private final Smoothness smoothness;
    private final short[] sum;
    private final int width;
    private final int height;
    private final int labels;
    private final int block;
    private final short[] far;
    private final short[][] paths = new short[PATHS][];
    private final short[][] before = new short[PATHS][];
    private final int[][] least = new int[PATHS][];
    private final int[][] leastBefore = new int[PATHS][];

    private SemiGlobalMatcher(
            StereoKernels kernels, CostVolume volume, FloatImage gray, Smoothness smoothness) {
        this.smoothness = smoothness;
        this.kernels = kernels;
        this.volume = volume;
        this.gray = gray;
        this.width = volume.width;
        this.height = volume.height;
        this.labels = volume.labels;
        this.sum = new short[volume.cost.length];
        this.block = labels + 2 * MARGIN;
        this.far = new short[block];
        Arrays.fill(far, StereoKernels.FAR);
        for (int i = 0; i < PATHS; i++) {
            paths[i] = emptyRow();
            before[i] = emptyRow();
            least[i] = new int[width];
            leastBefore[i] = new int[width];
        }
    }

    private short[] emptyRow() {
        short[] row = new short[block * width];
        Arrays.fill(row, StereoKernels.FAR);
        return row;
    }

    /// Path costs summed over eight directions, laid out as the volume's costs.
    static short[] aggregate(
            StereoKernels kernels, CostVolume volume, FloatImage gray, Smoothness smoothness) {
        var matcher = new SemiGlobalMatcher(kernels, volume, gray, smoothness);
        matcher.scan(1);
        matcher.scan(-1);
        return matcher.sum;
    }

    /// One pass over the image in reading order (`way` 1) or backwards (-1), four paths at once.
    private void scan(int way) {
        for (int i = 0; i < height; i++) {
            int y = way > 0 ? i : height - 1 - i;
            for (int j = 0; j < width; j++) {
                int x = way > 0 ? j : width - 1 - j;
                step(0, x, y, x - way, y, paths[0], least[0]);
                for (int path = 1; path < PATHS; path++) {
                    step(path, x, y, x + path - 2, y - way, before[path], leastBefore[path]);
                }
            }
            for (int path = 1; path < PATHS; path++) {
                short[] row = paths[path];
                paths[path] = before[path];
                before[path] = row;
                int[] minima = least[path];
                least[path] = leastBefore[path];
                leastBefore[path] = minima;
            }
        }
    }

    private void step(int path, int x, int y, int fromX, int fromY, short[] from, int[] minima) {
        int costStart = (y * width + x) * labels;
        int out = x * block + MARGIN;
        if (fromX < 0 || fromX >= width || fromY < 0 || fromY >= height) {
            least[path][x] =
                    kernels.pathStep(
                            volume.cost,
                            costStart,
                            far,
                            MARGIN,
                            0,
                            0,
                            0,
                            0,
                            paths[path],
                            out,
                            sum,
                            labels);
            return;
        }
        int p = gray.row(y) + x;
        int q = gray.row(fromY) + fromX;
        float edge = Math.abs(gray.data[p] - gray.data[q]);
        int p2 = smoothness.jump(edge);
        int b = volume.base.row(y) + x;
        int c = volume.base.row(fromY) + fromX;
        int shift = Math.round((volume.base.data[b] - volume.base.data[c]) / volume.step);
        boolean apart = Math.abs(shift) >= MARGIN;
        least[path][x] =
                kernels.pathStep(
                        volume.cost,
                        costStart,
                        apart ? far : from,
                        apart ? MARGIN : fromX * block + MARGIN,
                        apart || Math.abs(shift) < 2 ? 0 : shift,
                        minima[fromX],
                        smoothness.small(),
                        p2,
                        paths[path],
                        out,
                        sum,
                        labels);
    }

    /// The inverse depth of the cheapest label of every pixel, between labels by a parabola.
    static FloatImage cheapest(CostVolume volume, short[] sum) {
        var result = new FloatImage(volume.width, volume.height);
        int labels = volume.labels;
        for (int y = 0; y < volume.height; y++) {
            int baseRow = volume.base.row(y);
            int out = result.row(y);
            for (int x = 0; x < volume.width; x++) {
                int start = (y * volume.width + x) * labels;
                float label = cheapestLabel(sum, start, labels);
                result.data[out + x] = volume.base.data[baseRow + x] + label * volume.step;
            }
        }
        result.repeatEdges();
        return result;
    }

    private static float cheapestLabel(short[] sum, int start, int labels) {
        int best = 0;
        for (int k = 1; k < labels; k++) {
            if (sum[start + k] < sum[start + best]) {
                best = k;
            }
        }
        if (best == 0 || best == labels - 1) {
            return best;
        }
        int left = sum[start + best - 1];
        int middle = sum[start + best];
        int right = sum[start + best + 1];
        int curvature = left - 2 * middle + right;
        return curvature <= 0 ? best : best + 0.5f * (left - right) / curvature;
    }
}
