package org.nadir.engine.geometry;

/// Sampson's first-order distance of matched rays from an epipolar geometry, in normalised coordinates.
final class EpipolarError {

    private EpipolarError() {}

    /// The squared distance of one pair.
    static double squared(double[] e, double xa, double ya, double xb, double yb) {
        double la = e[0] * xa + e[1] * ya + e[2];
        double lb = e[3] * xa + e[4] * ya + e[5];
        double lc = e[6] * xa + e[7] * ya + e[8];
        double ma = e[0] * xb + e[3] * yb + e[6];
        double mb = e[1] * xb + e[4] * yb + e[7];
        double algebraic = xb * la + yb * lb + lc;
        return algebraic * algebraic / (la * la + lb * lb + ma * ma + mb * mb);
    }

    /// The sum over all pairs of the squared distance, each cut off at `limit` (MSAC, Torr & Zisserman 2000). Stops early
    /// with some larger number once it exceeds `most`.
    static double cost(double[] e, RayPairs rays, double limit, double most) {
        double[] xa = rays.xa();
        double[] ya = rays.ya();
        double[] xb = rays.xb();
        double[] yb = rays.yb();
        double sum = 0;
        int n = rays.count();
        for (int from = 0; from < n && sum <= most; from += 64) {
            int to = Math.min(n, from + 64);
            for (int i = from; i < to; i++) {
                double distance = squared(e, xa[i], ya[i], xb[i], yb[i]);
                // A pair at both epipoles has no distance (0/0); it says nothing, so it counts as
                // far.
                sum += distance < limit ? distance : limit;
            }
        }
        return sum;
    }
}
