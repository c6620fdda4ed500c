package org.nadir.engine.fusion;

import java.util.Arrays;

/// How densely a cloud covers its surface.
public final class CloudSpacing {

    private static final int NEIGHBOURS = 8;
    private static final int MOST_SAMPLES = 20_000;

    private CloudSpacing() {}

    /// The side of the square of surface that one point stands for, in metres, as the median over the cloud; 0 without
    /// points. On a surface with `ρ` points per square metre the k-th neighbour is `√(k / πρ)` away.
    public static double of(DenseCloud cloud) {
        if (cloud.count() <= NEIGHBOURS) {
            return 0;
        }
        var grid = new ColumnGrid(cloud.xyz(), 3);
        int step = Math.max(1, cloud.count() / MOST_SAMPLES);
        var distances = new double[Math.ceilDiv(cloud.count(), step)];
        var squared = new double[NEIGHBOURS];
        for (int i = 0; i < distances.length; i++) {
            grid.nearest(i * step, squared);
            distances[i] = Math.sqrt(squared[NEIGHBOURS - 1]);
        }
        Arrays.sort(distances);
        return distances[distances.length / 2] * Math.sqrt(Math.PI / NEIGHBOURS);
    }
}
