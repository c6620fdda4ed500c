package org.nadir.engine.depth;

/// Brings the inverse depth of a coarse level to the next finer one (twice the size): bilinear on surfaces; at depth jumps each
/// fine pixel takes the side whose gray value it shares.
final class DepthUpsampler {

    private DepthUpsampler() {}

    /// @param gray gray values of the fine level
    /// @param coarseGray gray values of the coarse level
    /// @param jump difference in inverse depth that separates surfaces
    static FloatImage upsample(
            FloatImage coarse, FloatImage coarseGray, FloatImage gray, float jump) {
        var fine = new FloatImage(gray.width, gray.height);
        for (int y = 0; y < gray.height; y++) {
            int out = fine.row(y);
            for (int x = 0; x < gray.width; x++) {
                fine.data[out + x] = pixel(coarse, coarseGray, gray, jump, x, y);
            }
        }
        fine.repeatEdges();
        return fine;
    }

    private static float pixel(
            FloatImage coarse, FloatImage coarseGray, FloatImage gray, float jump, int x, int y) {
        // Fine centre x + 0.5 lies at coarse coordinate (x + 0.5) / 2, a quarter from a coarse
        // centre.
        int column = Math.min((x - 1) >> 1, coarse.width - 1);
        int row = Math.min((y - 1) >> 1, coarse.height - 1);
        float fx = (x & 1) == 0 ? 0.75f : 0.25f;
        float fy = (y & 1) == 0 ? 0.75f : 0.25f;
        int i = coarse.row(row) + column;
        int stride = coarse.stride;
        float[] d = coarse.data;
        float a = d[i];
        float b = d[i + 1];
        float c = d[i + stride];
        float e = d[i + stride + 1];
        float low = Math.min(Math.min(a, b), Math.min(c, e));
        float high = Math.max(Math.max(a, b), Math.max(c, e));
        if (high - low <= jump) {
            float upper = a + fx * (b - a);
            float lower = c + fx * (e - c);
            return upper + fy * (lower - upper);
        }
        return likest(coarse, coarseGray, gray.at(x, y), x, y);
    }

    /// The depth of the coarse neighbour, out of 3x3, whose gray value and place are nearest to the fine pixel's.
    private static float likest(
            FloatImage coarse, FloatImage coarseGray, float value, int x, int y) {
        int column = Math.min(x >> 1, coarse.width - 1);
        int row = Math.min(y >> 1, coarse.height - 1);
        float best = Float.MAX_VALUE;
        float depth = coarse.at(column, row);
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int i = coarse.row(row + dy) + column + dx;
                float ax = 2 * (column + dx) + 0.5f - x;
                float ay = 2 * (row + dy) + 0.5f - y;
                float distance = Math.abs(coarseGray.data[i] - value) + 1.5f * (ax * ax + ay * ay);
                if (distance < best) {
                    best = distance;
                    depth = coarse.data[i];
                }
            }
        }
        return depth;
    }
}
