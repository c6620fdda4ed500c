package org.nadir.engine.fusion;

import java.util.Arrays;

/// Points sorted into square columns over the ground, for questions about nearest neighbours. Good for clouds that are
/// more or less a surface. Read-only after construction.
final class ColumnGrid {

    private final double left;
    private final double bottom;
    private final double cell;
    private final int columns;
    private final int rows;
    private final int[] start;

    /// Points in the order of their cells: index in the cloud, and coordinates.
    final int[] order;

    private final double[] x;
    private final double[] y;
    private final double[] z;

    /// @param xyz three numbers per point
    /// @param perCell points a cell shall have on the average, where there are any
    ColumnGrid(double[] xyz, double perCell) {
        int n = xyz.length / 3;
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (int i = 0; i < n; i++) {
            box[0] = Math.min(box[0], xyz[3 * i]);
            box[1] = Math.min(box[1], xyz[3 * i + 1]);
            box[2] = Math.max(box[2], xyz[3 * i]);
            box[3] = Math.max(box[3], xyz[3 * i + 1]);
        }
        left = box[0];
        bottom = box[1];
        double width = Math.max(1e-6, box[2] - box[0]);
        double height = Math.max(1e-6, box[3] - box[1]);
        double area = Math.max(width * height, 1e-3 * Math.pow(Math.max(width, height), 2));
        cell = Math.sqrt(area * perCell / Math.max(1, n));
        columns = (int) (width / cell) + 1;
        rows = (int) (height / cell) + 1;
        start = new int[columns * rows + 1];
        order = new int[n];
        x = new double[n];
        y = new double[n];
        z = new double[n];
        sort(xyz);
    }

    private void sort(double[] xyz) {
        int n = order.length;
        var cells = new int[n];
        for (int i = 0; i < n; i++) {
            cells[i] = row(xyz[3 * i + 1]) * columns + column(xyz[3 * i]);
            start[cells[i] + 1]++;
        }
        for (int c = 0; c + 1 < start.length; c++) {
            start[c + 1] += start[c];
        }
        int[] fill = Arrays.copyOf(start, start.length);
        for (int i = 0; i < n; i++) {
            int to = fill[cells[i]]++;
            order[to] = i;
            x[to] = xyz[3 * i];
            y[to] = xyz[3 * i + 1];
            z[to] = xyz[3 * i + 2];
        }
    }

    private int column(double px) {
        return Math.clamp((long) ((px - left) / cell), 0, columns - 1);
    }

    private int row(double py) {
        return Math.clamp((long) ((py - bottom) / cell), 0, rows - 1);
    }

    int rows() {
        return rows;
    }

    /// The entries of `order` in a row of cells: from the value for `row` up to the value for `row + 1`.
    int rowStart(int row) {
        return start[row * columns];
    }

    /// Fills `squared` with the squared distances from the point at `slot` (position in `order`) to its nearest neighbours, in
    /// ascending order; infinite where there are not so many.
    void nearest(int slot, double[] squared) {
        Arrays.fill(squared, Double.POSITIVE_INFINITY);
        int c = column(x[slot]);
        int r = row(y[slot]);
        int last = squared.length - 1;
        int farthestRing = Math.max(columns, rows);
        for (int ring = 0; ring <= farthestRing; ring++) {
            // Cells of this ring are at least (ring - 1) cells and a bit away.
            double reach = ring * cell - toNearerEdge(slot, c, r);
            if (ring > 0 && reach > 0 && reach * reach > squared[last]) {
                return;
            }
            for (int cy = Math.max(0, r - ring); cy <= Math.min(rows - 1, r + ring); cy++) {
                boolean whole = cy == r - ring || cy == r + ring;
                int step = whole || ring == 0 ? 1 : 2 * ring;
                for (int cx = c - ring; cx <= c + ring; cx += step) {
                    if (cx >= 0 && cx < columns) {
                        visit(slot, cy * columns + cx, squared);
                    }
                }
            }
        }
    }

    /// How much closer than a full cell the point is to the nearest side of its own cell, seen from the opposite side.
    private double toNearerEdge(int slot, int c, int r) {
        double fx = x[slot] - left - c * cell;
        double fy = y[slot] - bottom - r * cell;
        return cell - Math.min(Math.min(fx, cell - fx), Math.min(fy, cell - fy));
    }

    private void visit(int slot, int cellIndex, double[] squared) {
        int last = squared.length - 1;
        for (int i = start[cellIndex]; i < start[cellIndex + 1]; i++) {
            double dx = x[i] - x[slot];
            double dy = y[i] - y[slot];
            double dz = z[i] - z[slot];
            double d = dx * dx + dy * dy + dz * dz;
            if (d >= squared[last] || i == slot) {
                continue;
            }
            int k = last;
            for (; k > 0 && squared[k - 1] > d; k--) {
                squared[k] = squared[k - 1];
            }
            squared[k] = d;
        }
    }
}
