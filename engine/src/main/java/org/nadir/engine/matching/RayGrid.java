package org.nadir.engine.matching;

/// The features of a photo by where their rays go, in square cells of the plane `Z = 1`: finds those near a stretch of a
/// line. Rays more than [#WIDEST] from the optical axis are left out.
final class RayGrid {

    /// Tangent of 79°; beyond, the plane grows without bound.
    private static final double WIDEST = 5;

    private static final int FEATURES_PER_CELL = 4;

    private final double left;
    private final double top;
    private final double side;
    private final int columns;
    private final int rows;
    private final int[] start;
    private final int[] feature;
    private final double[] x;
    private final double[] y;

    /// @param x,y normalised coordinates of the features' rays; owned by the grid
    RayGrid(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        double right = Double.NEGATIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        double least = Double.POSITIVE_INFINITY;
        double first = Double.POSITIVE_INFINITY;
        int inside = 0;
        for (int i = 0; i < x.length; i++) {
            if (isInside(i)) {
                least = Math.min(least, x[i]);
                right = Math.max(right, x[i]);
                first = Math.min(first, y[i]);
                bottom = Math.max(bottom, y[i]);
                inside++;
            }
        }
        left = inside == 0 ? 0 : least;
        top = inside == 0 ? 0 : first;
        double width = inside == 0 ? 1 : right - left;
        double height = inside == 0 ? 1 : bottom - top;
        int cells = Math.max(1, inside / FEATURES_PER_CELL);
        side =
                Math.max(
                        1e-6,
                        Math.max(
                                Math.sqrt(width * height / cells),
                                Math.max(width, height) / cells));
        columns = 1 + (int) (width / side);
        rows = 1 + (int) (height / side);
        start = new int[columns * rows + 1];
        feature = new int[inside];
        fill();
    }

    private boolean isInside(int i) {
        return Math.abs(x[i]) < WIDEST && Math.abs(y[i]) < WIDEST;
    }

    private int cell(int i) {
        return (int) ((y[i] - top) / side) * columns + (int) ((x[i] - left) / side);
    }

    /// Counting sort by cells; within a cell in the order of the features.
    private void fill() {
        for (int i = 0; i < x.length; i++) {
            if (isInside(i)) {
                start[cell(i) + 1]++;
            }
        }
        for (int c = 0; c + 1 < start.length; c++) {
            start[c + 1] += start[c];
        }
        int[] next = start.clone();
        for (int i = 0; i < x.length; i++) {
            if (isInside(i)) {
                feature[next[cell(i)]++] = i;
            }
        }
    }

    /// Writes the features no farther than `band` from the stretch between two points into `found` and returns how many
    /// they are.
    ///
    /// @param found as long as there are features
    int near(double x0, double y0, double x1, double y1, double band, int[] found) {
        boolean flat = Math.abs(x1 - x0) >= Math.abs(y1 - y0);
        double u0 = flat ? x0 - left : y0 - top;
        double v0 = flat ? y0 - top : x0 - left;
        double u1 = flat ? x1 - left : y1 - top;
        double v1 = flat ? y1 - top : x1 - left;
        double slope = u1 == u0 ? 0 : (v1 - v0) / (u1 - u0);
        double length = Math.hypot(u1 - u0, v1 - v0);
        double reach = band * Math.sqrt(1 + slope * slope);
        // The corners of the strip around the stretch lie this far beyond its ends.
        double corner = Math.sqrt(2) * band;
        double from = Math.min(u0, u1) - corner;
        double to = Math.max(u0, u1) + corner;
        int lanes = flat ? columns : rows;
        int others = flat ? rows : columns;
        int count = 0;
        for (int lane = Math.max(0, (int) Math.floor(from / side));
                lane <= Math.min(lanes - 1, Math.floor(to / side));
                lane++) {
            double a = v0 + slope * (Math.max(from, lane * side) - u0);
            double b = v0 + slope * (Math.min(to, (lane + 1) * side) - u0);
            int low = (int) Math.max(0, Math.floor((Math.min(a, b) - reach) / side));
            int high = (int) Math.min(others - 1, Math.floor((Math.max(a, b) + reach) / side));
            for (int other = low; other <= high; other++) {
                int cell = flat ? other * columns + lane : lane * columns + other;
                for (int k = start[cell]; k < start[cell + 1]; k++) {
                    int i = feature[k];
                    if (isNear(i, x0, y0, x1, y1, length, band)) {
                        found[count++] = i;
                    }
                }
            }
        }
        return count;
    }

    private boolean isNear(
            int i, double x0, double y0, double x1, double y1, double length, double band) {
        double dx = x[i] - x0;
        double dy = y[i] - y0;
        if (length < 1e-12) {
            return dx * dx + dy * dy <= band * band;
        }
        double ex = (x1 - x0) / length;
        double ey = (y1 - y0) / length;
        double along = dx * ex + dy * ey;
        return Math.abs(dx * ey - dy * ex) <= band && along >= -band && along <= length + band;
    }
}
