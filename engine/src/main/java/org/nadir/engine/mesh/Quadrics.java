package org.nadir.engine.mesh;

/// Sums of squared distances to planes, one sum per vertex (Garland and Heckbert 1997, "Surface simplification using quadric
/// error metrics"), and where they are least. One thread.
///
/// A sum is `pᵀ A p − 2 bᵀ p + c`, held as the six numbers of the symmetric `A`, three of `b`, and `c`.
final class Quadrics {

    private static final int SIZE = 10;

    private final double[] q;
    private final double[] pair = new double[SIZE];

    /// Where the last sum given to [#least] is least.
    final double[] place = new double[3];

    Quadrics(int vertices) {
        q = new double[Math.multiplyExact(SIZE, vertices)];
    }

    /// Adds the squared distance to the plane through `(x, y, z)` with the unit normal `(nx, ny, nz)`.
    void addPlane(
            int vertex,
            double nx,
            double ny,
            double nz,
            double x,
            double y,
            double z,
            double weight) {
        int i = SIZE * vertex;
        double d = nx * x + ny * y + nz * z;
        q[i] += weight * nx * nx;
        q[i + 1] += weight * nx * ny;
        q[i + 2] += weight * nx * nz;
        q[i + 3] += weight * ny * ny;
        q[i + 4] += weight * ny * nz;
        q[i + 5] += weight * nz * nz;
        q[i + 6] += weight * nx * d;
        q[i + 7] += weight * ny * d;
        q[i + 8] += weight * nz * d;
        q[i + 9] += weight * d * d;
    }

    /// Adds the squared distance to a point.
    void addPoint(int vertex, double x, double y, double z, double weight) {
        int i = SIZE * vertex;
        q[i] += weight;
        q[i + 3] += weight;
        q[i + 5] += weight;
        q[i + 6] += weight * x;
        q[i + 7] += weight * y;
        q[i + 8] += weight * z;
        q[i + 9] += weight * (x * x + y * y + z * z);
    }

    /// Adds the sum of `other` to that of `vertex`.
    void merge(int vertex, int other) {
        for (int k = 0; k < SIZE; k++) {
            q[SIZE * vertex + k] += q[SIZE * other + k];
        }
    }

    /// The least value of the joint sum of two vertices; [#place] is where. Each sum must hold a point, which makes it
    /// definite.
    double least(int a, int b) {
        for (int k = 0; k < SIZE; k++) {
            pair[k] = q[SIZE * a + k] + q[SIZE * b + k];
        }
        double xx = pair[0];
        double xy = pair[1];
        double xz = pair[2];
        double yy = pair[3];
        double yz = pair[4];
        double zz = pair[5];
        double cxx = yy * zz - yz * yz;
        double cxy = xz * yz - xy * zz;
        double cxz = xy * yz - xz * yy;
        double cyy = xx * zz - xz * xz;
        double cyz = xy * xz - xx * yz;
        double czz = xx * yy - xy * xy;
        double determinant = xx * cxx + xy * cxy + xz * cxz;
        double bx = pair[6];
        double by = pair[7];
        double bz = pair[8];
        place[0] = (cxx * bx + cxy * by + cxz * bz) / determinant;
        place[1] = (cxy * bx + cyy * by + cyz * bz) / determinant;
        place[2] = (cxz * bx + cyz * by + czz * bz) / determinant;
        return Math.max(0, pair[9] - bx * place[0] - by * place[1] - bz * place[2]);
    }
}
