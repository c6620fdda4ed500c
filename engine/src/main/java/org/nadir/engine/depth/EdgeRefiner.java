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
    private static final int[][] SHIFTS = {{0, 0}, {-2, 0}, {2, 0}, {0, -2}, {0, 2}};

    /// Where candidates come from, in pixels.
    private static final int[][] AROUND = {
        {-4, 0}, {4, 0}, {0, -4}, {0, 4}, {-3, -3}, {3, -3}, {-3, 3}, {3, 3}, {-7, 0}, {7, 0},
        {0, -7}, {0, 7}
    };

    private static final int MOST_CANDIDATES = 4;

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
        this.scores = new float[SHIFTS.length][views.length];
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
        for (int k = 0; k < patch.length; k++) {
            patch[k] = reference.at(x + k % SIDE - PATCH, y + k / SIDE - PATCH);
        }
        int i = depth.row(y) + x;
        tried[0] = present;
        int count = 1;
        float result = present;
        float best =
                score(x, y, present, planes.slopeX().data[i], planes.slopeY().data[i]) + MARGIN;
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
            tried[count++] = candidate;
            float score = score(x, y, candidate, sx, sy);
            if (score > best) {
                best = score;
                result = candidate;
            }
        }
        return result;
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
                for (int s = 0; s < SHIFTS.length; s++) {
                    scores[s][seen] = correlate(SHIFTS[s][0], SHIFTS[s][1]);
                }
                seen++;
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

    /// Samples the view over the patch along the plane; false where it leaves the view.
    private boolean warp(
            StereoView view, int x, int y, float inverseDepth, float slopeX, float slopeY) {
        double[] a = view.transfer().a();
        double[] b = view.transfer().b();
        FloatImage gray = view.gray();
        int k = 0;
        for (int dy = -PATCH; dy <= PATCH; dy++) {
            double v = y + dy + 0.5;
            for (int dx = -PATCH; dx <= PATCH; dx++, k++) {
                double u = x + dx + 0.5;
                double r = inverseDepth + slopeX * dx + slopeY * dy;
                double w = a[6] * u + a[7] * v + a[8] + r * b[2];
                double su = (a[0] * u + a[1] * v + a[2] + r * b[0]) / w;
                double sv = (a[3] * u + a[4] * v + a[5] + r * b[1]) / w;
                if (!(w > 0 && su >= 0 && sv >= 0 && su <= gray.width && sv <= gray.height)) {
                    return false;
                }
                warped[k] = sample(gray, (float) su + 0.5f, (float) sv + 0.5f);
            }
        }
        return true;
    }

    /// Bilinear; the position counts from the centre of the halo's innermost pixel.
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

    /// Correlation over the 5x5 window shifted from the patch's centre; -1 where the lens saw nothing.
    private float correlate(int shiftX, int shiftY) {
        int centre = (PATCH + shiftY) * SIDE + PATCH + shiftX;
        float originA = patch[centre];
        float originB = warped[centre];
        float sumA = 0;
        float sumB = 0;
        float sumAa = 0;
        float sumBb = 0;
        float sumAb = 0;
        for (int dy = -WINDOW; dy <= WINDOW; dy++) {
            int k = centre + dy * SIDE - WINDOW;
            for (int dx = -WINDOW; dx <= WINDOW; dx++, k++) {
                float a = patch[k] - originA;
                float b = warped[k] - originB;
                sumA += a;
                sumB += b;
                sumAa += a * a;
                sumBb += b * b;
                sumAb += a * b;
            }
        }
        int n = (2 * WINDOW + 1) * (2 * WINDOW + 1);
        float floor = 0.25f * n * n;
        float varianceA = sumAa * n - sumA * sumA + floor;
        float varianceB = sumBb * n - sumB * sumB + floor;
        float result = (sumAb * n - sumA * sumB) / (float) Math.sqrt(varianceA * varianceB);
        return Float.isNaN(result) ? -1 : result;
    }
}
