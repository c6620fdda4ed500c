package org.nadir.engine.depth;

/// Planes fitted to the inverse depths around each pixel, leaving out neighbours beyond a depth jump. A plane in space is linear
/// in inverse depth over the image, so the fit has no bias on slopes.
///
/// @param value inverse depth of the plane at the pixel
/// @param slopeX change per pixel to the right
/// @param slopeY change per pixel downwards
record LocalPlanes(FloatImage value, FloatImage slopeX, FloatImage slopeY) {

    private static final int RADIUS = 2;

    /// @param weight trust in each pixel, 0 or more; pixels of weight 0 take no part
    /// @param jump difference of inverse depth per pixel of distance, plus one, that counts as another surface
    static LocalPlanes fit(FloatImage depth, FloatImage weight, float jump) {
        var planes =
                new LocalPlanes(
                        new FloatImage(depth.width, depth.height),
                        new FloatImage(depth.width, depth.height),
                        new FloatImage(depth.width, depth.height));
        var sums = new double[9];
        for (int y = 0; y < depth.height; y++) {
            for (int x = 0; x < depth.width; x++) {
                accumulate(depth, weight, jump, x, y, sums);
                planes.solve(depth.row(y) + x, depth.data[depth.row(y) + x], sums);
            }
        }
        planes.value.repeatEdges();
        planes.slopeX.repeatEdges();
        planes.slopeY.repeatEdges();
        return planes;
    }

    /// Moments of weight, offsets and depth differences: w, wx, wy, wxx, wxy, wyy, wd, wxd, wyd.
    private static void accumulate(
            FloatImage depth, FloatImage weight, float jump, int x, int y, double[] sums) {
        java.util.Arrays.fill(sums, 0);
        float centre = depth.at(x, y);
        for (int dy = -RADIUS; dy <= RADIUS; dy++) {
            int i = depth.row(y + dy) + x - RADIUS;
            boolean rowInside = y + dy >= 0 && y + dy < depth.height;
            for (int dx = -RADIUS; dx <= RADIUS; dx++, i++) {
                float w = weight.data[i];
                float difference = depth.data[i] - centre;
                if (!rowInside
                        || x + dx < 0
                        || x + dx >= depth.width
                        || w <= 0
                        || Math.abs(difference) > jump) {
                    continue;
                }
                w *= GAUSS[dx * dx + dy * dy];
                sums[0] += w;
                sums[1] += w * dx;
                sums[2] += w * dy;
                sums[3] += w * dx * dx;
                sums[4] += w * dx * dy;
                sums[5] += w * dy * dy;
                sums[6] += w * difference;
                sums[7] += w * dx * difference;
                sums[8] += w * dy * difference;
            }
        }
    }

    /// `exp(-r² / (2 · 1.5²))`, by squared distance.
    private static final float[] GAUSS = gauss();

    private static float[] gauss() {
        var table = new float[2 * RADIUS * RADIUS + 1];
        for (int i = 0; i < table.length; i++) {
            table[i] = (float) Math.exp(-i / 4.5);
        }
        return table;
    }

    private void solve(int i, float centre, double[] s) {
        value.data[i] = centre;
        if (s[0] <= 0) {
            return;
        }
        double mx = s[1] / s[0];
        double my = s[2] / s[0];
        double md = s[6] / s[0];
        double xx = s[3] / s[0] - mx * mx;
        double xy = s[4] / s[0] - mx * my;
        double yy = s[5] / s[0] - my * my;
        double xd = s[7] / s[0] - mx * md;
        double yd = s[8] / s[0] - my * md;
        double determinant = xx * yy - xy * xy;
        // The window must spread in both directions (a full one has 0.98² here).
        if (determinant < 0.05) {
            value.data[i] = (float) (centre + md);
            return;
        }
        double sx = (yy * xd - xy * yd) / determinant;
        double sy = (xx * yd - xy * xd) / determinant;
        slopeX.data[i] = (float) sx;
        slopeY.data[i] = (float) sy;
        value.data[i] = (float) (centre + md - sx * mx - sy * my);
    }
}
