package org.nadir.pointcloud;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Points of flat arrays, moved by an offset in x and y. The arrays are read, not copied.
public final class ArrayPointSource implements PointSource {

    private final double[] xyz;
    private final byte @Nullable [] rgb;
    private final float @Nullable [] normals;
    private final byte @Nullable [] classification;
    private final byte @Nullable [] views;
    private final double offsetX;
    private final double offsetY;
    private int next;

    /// @param xyz three numbers per point
    /// @param rgb three bytes per point, or null
    /// @param normals three numbers per point, or null
    /// @param classification one byte per point, or null
    /// @param views one byte per point, or null
    /// @param offsetX added to every x
    /// @param offsetY added to every y
    public ArrayPointSource(
            double[] xyz,
            byte @Nullable [] rgb,
            float @Nullable [] normals,
            byte @Nullable [] classification,
            byte @Nullable [] views,
            double offsetX,
            double offsetY) {
        int n = xyz.length / 3;
        if (xyz.length != 3 * n
                || (rgb != null && rgb.length != 3 * n)
                || (normals != null && normals.length != 3 * n)
                || (classification != null && classification.length != n)
                || (views != null && views.length != n)) {
            throw new IllegalArgumentException("Point arrays of unequal length");
        }
        this.xyz = xyz;
        this.rgb = rgb;
        this.normals = normals;
        this.classification = classification;
        this.views = views;
        this.offsetX = offsetX;
        this.offsetY = offsetY;
    }

    @Override
    public int read(PointBatch batch) {
        int n = Math.min(batch.capacity(), xyz.length / 3 - next);
        for (int i = 0, k = 3 * next; i < n; i++, k += 3) {
            batch.x()[i] = xyz[k] + offsetX;
            batch.y()[i] = xyz[k + 1] + offsetY;
            batch.z()[i] = xyz[k + 2];
        }
        copy(rgb, 3, batch.rgb(), n);
        copy(classification, 1, batch.classification(), n);
        copy(views, 1, batch.views(), n);
        if (normals == null) {
            Arrays.fill(batch.normals(), 0, 3 * n, 0);
        } else {
            System.arraycopy(normals, 3 * next, batch.normals(), 0, 3 * n);
        }
        batch.setSize(n);
        next += n;
        return n;
    }

    private void copy(byte @Nullable [] from, int each, byte[] to, int n) {
        if (from == null) {
            Arrays.fill(to, 0, each * n, (byte) 0);
            return;
        }
        System.arraycopy(from, each * next, to, 0, each * n);
    }
}
