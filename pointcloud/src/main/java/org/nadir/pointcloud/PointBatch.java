package org.nadir.pointcloud;

/// A buffer of points that sources fill and writers empty. The arrays belong to the batch and stay the same; only the first
/// [#size] points count. Fields that a source does not know are zero.
///
/// Positions are in the units of the source's CRS. Colours are red, green, blue of 0 to 255. Classes are the LAS ones
/// (1 unclassified, 2 ground, 7 noise). Views is the number of photos that saw the point.
public final class PointBatch {

    /// A capacity that keeps a batch within a few megabytes.
    public static final int USUAL_CAPACITY = 50_000;

    private final double[] x;
    private final double[] y;
    private final double[] z;
    private final byte[] rgb;
    private final float[] normals;
    private final byte[] classification;
    private final byte[] views;
    private int size;

    public PointBatch(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("Batch of capacity " + capacity);
        }
        x = new double[capacity];
        y = new double[capacity];
        z = new double[capacity];
        rgb = new byte[Math.multiplyExact(3, capacity)];
        normals = new float[Math.multiplyExact(3, capacity)];
        classification = new byte[capacity];
        views = new byte[capacity];
    }

    public int capacity() {
        return x.length;
    }

    public int size() {
        return size;
    }

    /// Says how many points were put in.
    public void setSize(int size) {
        if (size < 0 || size > x.length) {
            throw new IllegalArgumentException("Size " + size + " of capacity " + x.length);
        }
        this.size = size;
    }

    public double[] x() {
        return x;
    }

    public double[] y() {
        return y;
    }

    public double[] z() {
        return z;
    }

    /// Three bytes per point.
    public byte[] rgb() {
        return rgb;
    }

    /// Three numbers per point; unit vectors, or zeros where unknown.
    public float[] normals() {
        return normals;
    }

    public byte[] classification() {
        return classification;
    }

    public byte[] views() {
        return views;
    }

    /// Takes one point of another batch, with all it has.
    void take(PointBatch from, int point, int to) {
        x[to] = from.x[point];
        y[to] = from.y[point];
        z[to] = from.z[point];
        System.arraycopy(from.rgb, 3 * point, rgb, 3 * to, 3);
        System.arraycopy(from.normals, 3 * point, normals, 3 * to, 3);
        classification[to] = from.classification[point];
        views[to] = from.views[point];
    }
}
