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

    /// Every `step`-th point, beginning with the first.
    public DenseCloud everyNth(int step) {
        if (step < 1) {
            throw new IllegalArgumentException("Every " + step + "th point");
        }
        int n = (count() + step - 1) / step;
        var thin =
                new DenseCloud(
                        new double[3 * n],
                        new float[3 * n],
                        new byte[3 * n],
                        new byte[n],
                        new byte[n]);
        for (int i = 0; i < n; i++) {
            System.arraycopy(xyz, 3 * i * step, thin.xyz, 3 * i, 3);
            System.arraycopy(normal, 3 * i * step, thin.normal, 3 * i, 3);
            System.arraycopy(rgb, 3 * i * step, thin.rgb, 3 * i, 3);
            thin.views[i] = views[i * step];
            thin.classification[i] = classification[i * step];
        }
        return thin;
    }
}
