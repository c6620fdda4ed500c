package org.nadir.engine.mesh;

import org.nadir.engine.terrain.HeightGrid;

/// The upper side of a mesh as a height grid.
public final class SeenFromAbove {

    private SeenFromAbove() {}

    /// The heights of `base`, replaced by the mesh's topmost height at the centres of the cells that lie under or over it. Cells
    /// that `base` does not know stay unknown.
    public static HeightGrid of(TriangleMesh mesh, HeightGrid base) {
        var z = new float[base.z().length];
        java.util.Arrays.fill(z, Float.NaN);
        var grid =
                new HeightGrid(
                        base.left(), base.top(), base.cell(), base.width(), base.height(), z);
        for (int f = 0; f < mesh.faces().length; f += 3) {
            draw(
                    mesh.xyz(),
                    3 * mesh.faces()[f],
                    3 * mesh.faces()[f + 1],
                    3 * mesh.faces()[f + 2],
                    grid);
        }
        for (int i = 0; i < z.length; i++) {
            float below = base.z()[i];
            z[i] = Float.isNaN(z[i]) || Float.isNaN(below) ? below : z[i];
        }
        return grid;
    }

    private static void draw(double[] p, int a, int b, int c, HeightGrid grid) {
        double ax = (p[a] - grid.left()) / grid.cell() - 0.5;
        double ay = (grid.top() - p[a + 1]) / grid.cell() - 0.5;
        double bx = (p[b] - grid.left()) / grid.cell() - 0.5;
        double by = (grid.top() - p[b + 1]) / grid.cell() - 0.5;
        double cx = (p[c] - grid.left()) / grid.cell() - 0.5;
        double cy = (grid.top() - p[c + 1]) / grid.cell() - 0.5;
        double area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        if (area == 0) {
            return;
        }
        int left = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx))));
        int right = Math.min(grid.width() - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx))));
        int top = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy))));
        int bottom = Math.min(grid.height() - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy))));
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double wb = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area;
                double wc = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area;
                double wa = 1 - wb - wc;
                if (wa >= 0 && wb >= 0 && wc >= 0) {
                    float height = (float) (wa * p[a + 2] + wb * p[b + 2] + wc * p[c + 2]);
                    int i = y * grid.width() + x;
                    grid.z()[i] = grid.z()[i] >= height ? grid.z()[i] : height;
                }
            }
        }
    }
}
