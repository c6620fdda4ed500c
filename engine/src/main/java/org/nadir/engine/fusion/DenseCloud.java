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

    public int count() {
        return views.length;
    }
}
