package org.nadir.engine.fusion;

import java.util.Arrays;
import java.util.List;

/// A cloud that grows point by point. One thread.
final class CloudBuilder {

    private double[] xyz = new double[3 * 1024];
    private float[] normal = new float[3 * 1024];
    private byte[] rgb = new byte[3 * 1024];
    private byte[] views = new byte[1024];
    private int count;

    void add(double[] point, double[] unitNormal, int[] colour, int viewCount) {
        if (count == views.length) {
            grow();
        }
        for (int k = 0; k < 3; k++) {
            xyz[3 * count + k] = point[k];
            normal[3 * count + k] = (float) unitNormal[k];
            rgb[3 * count + k] = (byte) colour[k];
        }
        views[count++] = (byte) Math.min(127, viewCount);
    }

    int count() {
        return count;
    }

    private void grow() {
        int size = Math.multiplyExact(2, views.length);
        xyz = Arrays.copyOf(xyz, Math.multiplyExact(3, size));
        normal = Arrays.copyOf(normal, 3 * size);
        rgb = Arrays.copyOf(rgb, 3 * size);
        views = Arrays.copyOf(views, size);
    }

    /// All points of the parts, in order, unclassified.
    static DenseCloud join(List<CloudBuilder> parts) {
        int total = 0;
        for (CloudBuilder part : parts) {
            total = Math.addExact(total, part.count);
        }
        var xyz = new double[Math.multiplyExact(3, total)];
        var normal = new float[3 * total];
        var rgb = new byte[3 * total];
        var views = new byte[total];
        int at = 0;
        for (CloudBuilder part : parts) {
            System.arraycopy(part.xyz, 0, xyz, 3 * at, 3 * part.count);
            System.arraycopy(part.normal, 0, normal, 3 * at, 3 * part.count);
            System.arraycopy(part.rgb, 0, rgb, 3 * at, 3 * part.count);
            System.arraycopy(part.views, 0, views, at, part.count);
            at += part.count;
        }
        var classification = new byte[total];
        Arrays.fill(classification, (byte) 1);
        return new DenseCloud(xyz, normal, rgb, views, classification);
    }

    /// The points of `cloud` for which `keep` is true.
    static DenseCloud select(DenseCloud cloud, boolean[] keep) {
        int n = 0;
        for (boolean k : keep) {
            n += k ? 1 : 0;
        }
        var xyz = new double[3 * n];
        var normal = new float[3 * n];
        var rgb = new byte[3 * n];
        var views = new byte[n];
        var classification = new byte[n];
        int to = 0;
        for (int i = 0; i < keep.length; i++) {
            if (!keep[i]) {
                continue;
            }
            System.arraycopy(cloud.xyz(), 3 * i, xyz, 3 * to, 3);
            System.arraycopy(cloud.normal(), 3 * i, normal, 3 * to, 3);
            System.arraycopy(cloud.rgb(), 3 * i, rgb, 3 * to, 3);
            views[to] = cloud.views()[i];
            classification[to++] = cloud.classification()[i];
        }
        return new DenseCloud(xyz, normal, rgb, views, classification);
    }
}
