package org.nadir.engine.fusion;

/// The dense point cloud, in flat arrays: position (world frame), normal, colour, number of views that agree, class.
///
/// Positions are doubles relative to the world origin (see `pipeline`: UTM minus an integer offset), three per point.
/// Classes are the LAS ones: 1 unclassified, 2 ground, 7 noise.
public record DenseCloud(
        double[] xyz, float[] normal, byte[] rgb, byte[] views, byte[] classification) {

    public DenseCloud {
        int n = xyz.length / 3;
        if (normal.length != 3 * n
                || rgb.length != 3 * n
                || views.length != n
                || classification.length != n) {
            throw new IllegalArgumentException("Cloud arrays of unequal length");
        }
    }

    /// The points in a box on the ground: from the lower bounds to below the upper ones.
    public DenseCloud within(double minX, double minY, double maxX, double maxY) {
        var keep = new boolean[count()];
        for (int i = 0; i < keep.length; i++) {
            double x = xyz[3 * i];
            double y = xyz[3 * i + 1];
            keep[i] = x >= minX && x < maxX && y >= minY && y < maxY;
        }
        return CloudBuilder.select(this, keep);
    }

    public int count() {
        return views.length;
    }
}
