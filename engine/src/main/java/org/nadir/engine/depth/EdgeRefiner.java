package org.nadir.engine.depth;

/// Decides anew, near depth jumps, which of the surfaces around a pixel it belongs to. Each surface is continued as a plane to the
/// pixel and compared with the source views over small windows, of which the best of several positions counts (shiftable
/// windows, Bobick and Intille 1999): a window wholly on the right side fits, one that spans the jump does not.
final class EdgeRefiner {

    /// Pixels this close to a jump are looked at.
    private static final int REACH = 3;

    /// Samples around the pixel: 9x9, in which the 5x5 windows sit.
    private static final int PATCH = 4;

    private static final int SIDE = 2 * PATCH + 1;
    private static final int WINDOW = 2;
    private static final int WINDOWS = 5;

    /// Where candidates come from, in pixels.
    private static final int[][] AROUND = {
        {-4, 0}, {4, 0}, {0, -4}, {0, 4}, {-3, -3}, {3, -3}, {-3, 3}, {3, 3}, {-7, 0}, {7, 0},
        {0, -7}, {0, 7}
    };

    private static final int MOST_CANDIDATES = 3;

    /// A candidate must correlate better than the present depth by this much.
    private static final float MARGIN = 0.02f;

    private final FloatImage reference;
    private final StereoView[] views;
    private final LocalPlanes planes;
    private final FloatImage depth;
    private final float jump;
    private final float[] patch = new float[SIDE * SIDE];
    private final float[] warped = new float[SIDE * SIDE];
    private final float[][] scores;
    private final float[] tried = new float[MOST_CANDIDATES];
    private final double[] centre = new double[2];
    private final double[] right = new double[2];
    private final double[] below = new double[2];
    private final float[] product = new float[SIDE * SIDE];
    private final float[] rowSum = new float[SIDE];
    private final float[] sumA = new float[WINDOWS];
    private final float[] sumB = new float[WINDOWS];
    private final float[] sumAa = new float[WINDOWS];
    private final float[] sumBb = new float[WINDOWS];
    private final float[] sumAb = new float[WINDOWS];

    private EdgeRefiner(
            FloatImage reference,
            StereoView[] views,
            FloatImage depth,
            LocalPlanes planes,
            float jump) {
        this.reference = reference;
        this.views = views;
        this.depth = depth;
        this.planes = planes;
        this.jump = jump;
        this.scores = new float[WINDOWS][views.length];
    }

    /// @param depth inverse depth
    /// @param jump difference in inverse depth that separates surfaces
    /// @return the inverse depths with pixels near jumps decided anew
    static FloatImage refine(
            FloatImage reference, StereoView[] views, FloatImage depth, float jump) {
        var trust = new FloatImage(depth.width, depth.height);
        java.util.Arrays.fill(trust.data, 1);
        LocalPlanes planes = LocalPlanes.fit(depth, trust, jump);
        var refiner = new EdgeRefiner(reference, views, depth, planes, jump);
        var result = new FloatImage(depth.width, depth.height);
        FloatImage span = span(depth);
        for (int y = 0; y < depth.height; y++) {
            int row = depth.row(y);
            for (int x = 0; x < depth.width; x++) {
                int i = row + x;
                result.data[i] = span.data[i] > jump ? refiner.decide(x, y) : depth.data[i];
            }
        }
        result.repeatEdges();
        return result;
    }

    /// The difference between the largest and the smallest value within [#REACH] of each pixel.
    private static FloatImage span(FloatImage depth) {
        var low = new FloatImage(depth.width, depth.height);
        var high = new FloatImage(depth.width, depth.height);
        for (int y = -REACH; y < depth.height + REACH; y++) {
            int row = depth.row(y);
            for (int x = 0; x < depth.width; x++) {
                float least = Float.MAX_VALUE;
                float most = -Float.MAX_VALUE;
                for (int dx = -REACH; dx <= REACH; dx++) {
                    least = Math.min(least, depth.data[row + x + dx]);
                    most = Math.max(most, depth.data[row + x + dx]);
                }
                low.data[row + x] = least;
                high.data[row + x] = most;
            }
        }
        var span = new FloatImage(depth.width, depth.height);
        for (int y = 0; y < depth.height; y++) {
            for (int x = 0; x < depth.width; x++) {
                float least = Float.MAX_VALUE;
                float most = -Float.MAX_VALUE;
                for (int dy = -REACH; dy <= REACH; dy++) {
                    least = Math.min(least, low.data[low.row(y + dy) + x]);
                    most = Math.max(most, high.data[high.row(y + dy) + x]);
                }
                span.data[span.row(y) + x] = most - least;
            }
        }
        return span;
    }

    private float decide(int x, int y) {
        float present = depth.at(x, y);
        if (x < PATCH || y < PATCH || x >= depth.width - PATCH || y >= depth.height - PATCH) {
            return present;
        }
        int i = depth.row(y) + x;
        tried[0] = present;
        int count = 1;
        float result = present;
        float best = 0;
        for (int k = 0; k < AROUND.length && count < MOST_CANDIDATES; k++) {
            int nx = x + AROUND[k][0];
            int ny = y + AROUND[k][1];
            if (nx < 0 || ny < 0 || nx >= depth.width || ny >= depth.height) {
                continue;
            }
            int j = depth.row(ny) + nx;
            float sx = planes.slopeX().data[j];
            float sy = planes.slopeY().data[j];
            float candidate = planes.value().data[j] - sx * AROUND[k][0] - sy * AROUND[k][1];
            if (candidate <= 0 || isTried(candidate, count)) {
                continue;
            }
            if (count == 1) {
                takePatch(x, y);
                float slopeX = planes.slopeX().data[i];
                float slopeY = planes.slopeY().data[i];
                best = score(x, y, present, slopeX, slopeY) + MARGIN;
            }
            tried[count++] = candidate;
            float score = score(x, y, candidate, sx, sy);
            if (score > best) {
                best = score;
                result = candidate;
            }
        }
        return result;
    }

    private void takePatch(int x, int y) {
        for (int k = 0; k < patch.length; k++) {
            patch[k] = reference.at(x + k % SIDE - PATCH, y + k / SIDE - PATCH);
        }
        sumPatch();
    }

    private boolean isTried(float candidate, int count) {
        for (int k = 0; k < count; k++) {
            if (Math.abs(tried[k] - candidate) < 0.5f * jump) {
                return true;
            }
        }
        return false;
    }

    /// The correlation of the best window position: mean over the better half of the views.
    private float score(int x, int y, float inverseDepth, float slopeX, float slopeY) {
        int seen = 0;
        for (StereoView view : views) {
            if (warp(view, x, y, inverseDepth, slopeX, slopeY)) {
                correlate(seen++);
            }
        }
        if (seen == 0) {
            return -1;
        }
        float best = -1;
        for (float[] perView : scores) {
            best = Math.max(best, betterHalf(perView, seen));
        }
        return best;
    }

    private static float betterHalf(float[] values, int count) {
        java.util.Arrays.sort(values, 0, count);
        int half = (count + 1) / 2;
        float sum = 0;
        for (int i = count - half; i < count; i++) {
            sum += values[i];
        }
        return sum / half;
    }

    /// Samples the view over the patch along the plane, as an affine picture of it (over nine pixels the plane's perspective
    /// bends by a few hundredths of a pixel); false where it leaves the view.
    private boolean warp(
            StereoView view, int x, int y, float inverseDepth, float slopeX, float slopeY) {
        PlaneTransfer transfer = view.transfer();
        double u = x + 0.5;
        double v = y + 0.5;
        if (!transfer.apply(u, v, inverseDepth, centre)
                || !transfer.apply(u + PATCH, v, inverseDepth + PATCH * slopeX, right)
                || !transfer.apply(u, v + PATCH, inverseDepth + PATCH * slopeY, below)) {
            return false;
        }
        float xx = (float) (right[0] - centre[0]) / PATCH;
        float xy = (float) (right[1] - centre[1]) / PATCH;
        float yx = (float) (below[0] - centre[0]) / PATCH;
        float yy = (float) (below[1] - centre[1]) / PATCH;
        float reachX = PATCH * (Math.abs(xx) + Math.abs(yx));
        float reachY = PATCH * (Math.abs(xy) + Math.abs(yy));
        FloatImage gray = view.gray();
        if (!(centre[0] >= reachX
                && centre[1] >= reachY
                && centre[0] <= gray.width - reachX
                && centre[1] <= gray.height - reachY)) {
            return false;
        }
        // Positions count from the centre of the halo's innermost pixel, so that cutting off rounds
        // down.
        float rowU = (float) centre[0] + 0.5f - PATCH * (xx + yx);
        float rowV = (float) centre[1] + 0.5f - PATCH * (xy + yy);
        int k = 0;
        for (int dy = 0; dy < SIDE; dy++) {
            float su = rowU + dy * yx;
            float sv = rowV + dy * yy;
            for (int dx = 0; dx < SIDE; dx++) {
                warped[k++] = sample(gray, Math.max(0, su + dx * xx), Math.max(0, sv + dx * xy));
            }
        }
        return true;
    }

    private static float sample(FloatImage image, float u, float v) {
        int column = (int) u;
        int row = (int) v;
        float fx = u - column;
        float fy = v - row;
        float[] data = image.data;
        int i = image.row(row - 1) + column - 1;
        float upper = data[i] + fx * (data[i + 1] - data[i]);
        int j = i + image.stride;
        float lower = data[j] + fx * (data[j + 1] - data[j]);
        return upper + fy * (lower - upper);
    }

    /// Sums over the five windows of the reference: computed once for all candidates and views.
    private void sumPatch() {
        float origin = patch[SIDE * PATCH + PATCH];
        for (int k = 0; k < patch.length; k++) {
            patch[k] -= origin;
            product[k] = patch[k] * patch[k];
        }
        windowSums(patch, sumA);
        windowSums(product, sumAa);
    }

    /// Writes the correlation with the warped patch over each window; -1 where the lens saw nothing.
    private void correlate(int place) {
        float origin = warped[SIDE * PATCH + PATCH];
        for (int k = 0; k < warped.length; k++) {
            warped[k] -= origin;
        }
        windowSums(warped, sumB);
        for (int k = 0; k < warped.length; k++) {
            product[k] = warped[k] * warped[k];
        }
        windowSums(product, sumBb);
        for (int k = 0; k < warped.length; k++) {
            product[k] = warped[k] * patch[k];
        }
        windowSums(product, sumAb);
        int n = (2 * WINDOW + 1) * (2 * WINDOW + 1);
        float floor = 0.25f * n * n;
        for (int s = 0; s < WINDOWS; s++) {
            float varianceA = sumAa[s] * n - sumA[s] * sumA[s] + floor;
            float varianceB = sumBb[s] * n - sumB[s] * sumB[s] + floor;
            float covariance = sumAb[s] * n - sumA[s] * sumB[s];
            float result = covariance / (float) Math.sqrt(varianceA * varianceB);
            scores[s][place] = Float.isNaN(result) ? -1 : result;
        }
    }

    /// Sums of 5x5 values of the patch: in its middle, at the left, right, upper and lower side.
    private void windowSums(float[] values, float[] sums) {
        float left = 0;
        float right = 0;
        for (int y = 0; y < SIDE; y++) {
            int k = y * SIDE;
            float shared = values[k + 4];
            float inner = values[k + 2] + values[k + 3] + shared;
            rowSum[y] = inner + values[k + 5] + values[k + 6];
            if (y >= 2 && y < 7) {
                left += values[k] + values[k + 1] + inner;
                right += shared + values[k + 5] + values[k + 6] + values[k + 7] + values[k + 8];
            }
        }
        float inner = rowSum[2] + rowSum[3] + rowSum[4];
        sums[0] = inner + rowSum[5] + rowSum[6];
        sums[1] = left;
        sums[2] = right;
        sums[3] = rowSum[0] + rowSum[1] + inner;
        sums[4] = rowSum[4] + rowSum[5] + rowSum[6] + rowSum[7] + rowSum[8];
    }
}
