package org.nadir.pointcloud;

/// Points that keep their distance, found by place. A cell's diagonal is the distance, so it holds one point at most. An open
/// hash table of primitives.
final class SpacedCells {

    private static final int MOST = 1 << 23;
    private static final int REACH = 2;

    private final double radius;
    private final double cell;
    private double[] places = new double[3 << 12];
    private boolean[] used = new boolean[1 << 12];
    private int size;

    SpacedCells(double radius) {
        this.radius = radius;
        this.cell = radius / Math.sqrt(3);
    }

    /// Adds a point unless one is nearer than the radius.
    ///
    /// @return whether it was added
    boolean add(double x, double y, double z) throws ThinnedPoints.TooManyException {
        long cx = (long) Math.floor(x / cell);
        long cy = (long) Math.floor(y / cell);
        long cz = (long) Math.floor(z / cell);
        if (isNear(x, y, z, cx, cy, cz, 0, 0, 0)) {
            return false;
        }
        for (int i = -REACH; i <= REACH; i++) {
            for (int j = -REACH; j <= REACH; j++) {
                for (int k = -REACH; k <= REACH; k++) {
                    if (isNear(x, y, z, cx, cy, cz, i, j, k)) {
                        return false;
                    }
                }
            }
        }
        put(x, y, z);
        return true;
    }

    private boolean isNear(
            double x, double y, double z, long cx, long cy, long cz, int i, int j, int k) {
        for (int slot = slot(cx + i, cy + j, cz + k);
                used[slot];
                slot = slot + 1 & used.length - 1) {
            double dx = places[3 * slot] - x;
            double dy = places[3 * slot + 1] - y;
            double dz = places[3 * slot + 2] - z;
            if (dx * dx + dy * dy + dz * dz < radius * radius) {
                return true;
            }
        }
        return false;
    }

    private int slot(long cx, long cy, long cz) {
        long hash = cx * 0x9E3779B97F4A7C15L + cy * 0xC2B2AE3D27D4EB4FL + cz * 0x165667B19E3779F9L;
        hash ^= hash >>> 29;
        hash *= 0xBF58476D1CE4E5B9L;
        return (int) (hash >>> 32) & used.length - 1;
    }

    private void put(double x, double y, double z) throws ThinnedPoints.TooManyException {
        if (2 * size >= used.length) {
            if (size >= MOST) {
                throw new ThinnedPoints.TooManyException();
            }
            rebuild(2 * used.length, Double.NEGATIVE_INFINITY);
        }
        insert(x, y, z);
    }

    private void insert(double x, double y, double z) {
        int slot =
                slot(
                        (long) Math.floor(x / cell),
                        (long) Math.floor(y / cell),
                        (long) Math.floor(z / cell));
        while (used[slot]) {
            slot = slot + 1 & used.length - 1;
        }
        used[slot] = true;
        places[3 * slot] = x;
        places[3 * slot + 1] = y;
        places[3 * slot + 2] = z;
        size++;
    }

    void forgetWestOf(double x) {
        rebuild(used.length, x);
    }

    private void rebuild(int slots, double west) {
        double[] oldPlaces = places;
        boolean[] oldUsed = used;
        places = new double[Math.multiplyExact(3, slots)];
        used = new boolean[slots];
        size = 0;
        for (int slot = 0; slot < oldUsed.length; slot++) {
            if (oldUsed[slot] && oldPlaces[3 * slot] >= west) {
                insert(oldPlaces[3 * slot], oldPlaces[3 * slot + 1], oldPlaces[3 * slot + 2]);
            }
        }
    }
}
