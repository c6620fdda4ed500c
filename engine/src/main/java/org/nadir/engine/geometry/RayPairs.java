package org.nadir.engine.geometry;

/// Matched rays of two views in flat arrays of equal length: undistorted normalised coordinates `(X/Z, Y/Z)`. The arrays are
/// owned by the maker: read, never write.
public record RayPairs(double[] xa, double[] ya, double[] xb, double[] yb) {

    public RayPairs {
        int n = xa.length;
        if (ya.length != n || xb.length != n || yb.length != n) {
            throw new IllegalArgumentException("Ray arrays of unequal length");
        }
    }

    public int count() {
        return xa.length;
    }

    /// The pairs at the given indices, in that order.
    public RayPairs subset(int[] indices) {
        int n = indices.length;
        var part = new RayPairs(new double[n], new double[n], new double[n], new double[n]);
        for (int i = 0; i < n; i++) {
            part.xa[i] = xa[indices[i]];
            part.ya[i] = ya[indices[i]];
            part.xb[i] = xb[indices[i]];
            part.yb[i] = yb[indices[i]];
        }
        return part;
    }
}
