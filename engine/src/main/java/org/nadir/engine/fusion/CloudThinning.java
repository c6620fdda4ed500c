package org.nadir.engine.fusion;

import java.util.HashMap;

/// Keeps points so that no two are closer than a radius (Poisson-disk sampling by dart throwing in the order of the points,
/// those seen by more photos first).
public final class CloudThinning {

    private final DenseCloud cloud;
    private final double radius;

    /// Points kept so far, in lists by cubes of the radius's size: first of each cube, next of each point.
    private final HashMap<Cube, Integer> first = new HashMap<>();

    private final int[] next;

    private record Cube(long x, long y, long z) {}

    private CloudThinning(DenseCloud cloud, double radius) {
        this.cloud = cloud;
        this.radius = radius;
        this.next = new int[cloud.count()];
    }

    public static DenseCloud thin(DenseCloud cloud, double radius) {
        if (radius <= 0) {
            return cloud;
        }
        var thinning = new CloudThinning(cloud, radius);
        var keep = new boolean[cloud.count()];
        int most = 0;
        for (byte v : cloud.views()) {
            most = Math.max(most, v);
        }
        for (int views = most; views >= 0; views--) {
            for (int i = 0; i < keep.length; i++) {
                keep[i] |= cloud.views()[i] == views && thinning.take(i);
            }
        }
        return CloudBuilder.select(cloud, keep);
    }

    private boolean take(int i) {
        double[] xyz = cloud.xyz();
        long cx = (long) Math.floor(xyz[3 * i] / radius);
        long cy = (long) Math.floor(xyz[3 * i + 1] / radius);
        long cz = (long) Math.floor(xyz[3 * i + 2] / radius);
        for (long x = cx - 1; x <= cx + 1; x++) {
            for (long y = cy - 1; y <= cy + 1; y++) {
                for (long z = cz - 1; z <= cz + 1; z++) {
                    if (isTaken(new Cube(x, y, z), i)) {
                        return false;
                    }
                }
            }
        }
        Integer before = first.put(new Cube(cx, cy, cz), i);
        next[i] = before == null ? -1 : before;
        return true;
    }

    private boolean isTaken(Cube cube, int i) {
        double[] xyz = cloud.xyz();
        Integer head = first.get(cube);
        for (int j = head == null ? -1 : head; j >= 0; j = next[j]) {
            double dx = xyz[3 * j] - xyz[3 * i];
            double dy = xyz[3 * j + 1] - xyz[3 * i + 1];
            double dz = xyz[3 * j + 2] - xyz[3 * i + 2];
            if (dx * dx + dy * dy + dz * dz < radius * radius) {
                return true;
            }
        }
        return false;
    }
}
