package org.nadir.tiles;

import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;

/// Where the pixels of a picture in some coordinate system lie in a raster. The exact transform is computed at the nodes of a coarse
/// grid and interpolated linearly between them; the grid is made finer until the places between its nodes are right to a
/// twentieth of a pixel, of the raster or of the picture, whichever is larger.
final class WarpGrid {
    private static final double TOLERANCE = 0.05;
    private static final int MAX_CELLS = 64;

    private final int columns;
    private final int rows;
    private final int cells;
    private final double[] nodeColumns;
    private final double[] nodeRows;

    private WarpGrid(RasterLayer layer, Crs crs, Bounds bounds, int columns, int rows, int cells) {
        this.columns = columns;
        this.rows = rows;
        this.cells = cells;
        int side = cells + 1;
        this.nodeColumns = new double[side * side];
        this.nodeRows = new double[side * side];
        for (int j = 0; j < side; j++) {
            for (int i = 0; i < side; i++) {
                Coordinate at = exact(layer, crs, bounds, (double) i / cells, (double) j / cells);
                nodeColumns[j * side + i] = at.x();
                nodeRows[j * side + i] = at.y();
            }
        }
    }

    /// For a picture in EPSG:3857.
    static WarpGrid of(RasterLayer layer, Bounds mercator, int columns, int rows) {
        return of(layer, Crs.WEB_MERCATOR, mercator, columns, rows);
    }

    /// @param crs coordinate system of the picture
    /// @param bounds extent of the picture in it
    /// @param columns pixels of the picture
    /// @param rows pixels of the picture
    static WarpGrid of(RasterLayer layer, Crs crs, Bounds bounds, int columns, int rows) {
        int cells = 1;
        WarpGrid grid = new WarpGrid(layer, crs, bounds, columns, rows, cells);
        while (cells < MAX_CELLS
                && grid.error(layer, crs, bounds) > TOLERANCE * Math.max(1, grid.scale())) {
            cells *= 2;
            grid = new WarpGrid(layer, crs, bounds, columns, rows, cells);
        }
        return grid;
    }

    /// Full-resolution pixels of the raster per pixel of the picture.
    double scale() {
        int side = cells + 1;
        int last = side * side - 1;
        double across =
                Math.hypot(nodeColumns[cells] - nodeColumns[0], nodeRows[cells] - nodeRows[0]);
        double down =
                Math.hypot(
                        nodeColumns[last - cells] - nodeColumns[0],
                        nodeRows[last - cells] - nodeRows[0]);
        return Math.sqrt(across / columns * (down / rows));
    }

    /// Fills the continuous raster coordinates of the pixel centres of one row of the picture.
    void row(int row, double[] rasterColumns, double[] rasterRows) {
        int side = cells + 1;
        double down = (row + 0.5) / rows * cells;
        int j = Math.min((int) down, cells - 1);
        double fy = down - j;
        for (int column = 0; column < columns; column++) {
            double across = (column + 0.5) / columns * cells;
            int i = Math.min((int) across, cells - 1);
            double fx = across - i;
            int node = j * side + i;
            rasterColumns[column] = between(nodeColumns, node, side, fx, fy);
            rasterRows[column] = between(nodeRows, node, side, fx, fy);
        }
    }

    private static double between(double[] nodes, int node, int side, double fx, double fy) {
        return (1 - fy) * ((1 - fx) * nodes[node] + fx * nodes[node + 1])
                + fy * ((1 - fx) * nodes[node + side] + fx * nodes[node + side + 1]);
    }

    /// The largest error at the middles of the cells and of their sides. The sides matter: between conformal projections the
    /// curvatures along x and y cancel in the middle of a cell.
    private double error(RasterLayer layer, Crs crs, Bounds bounds) {
        double worst = 0;
        for (int halfDown = 0; halfDown <= 2 * cells; halfDown++) {
            for (int halfAcross = 0; halfAcross <= 2 * cells; halfAcross++) {
                if (halfDown % 2 == 0 && halfAcross % 2 == 0) {
                    continue;
                }
                int i = Math.min(halfAcross / 2, cells - 1);
                int j = Math.min(halfDown / 2, cells - 1);
                double fx = halfAcross / 2.0 - i;
                double fy = halfDown / 2.0 - j;
                int node = j * (cells + 1) + i;
                Coordinate at =
                        exact(
                                layer,
                                crs,
                                bounds,
                                halfAcross / (2.0 * cells),
                                halfDown / (2.0 * cells));
                double column = between(nodeColumns, node, cells + 1, fx, fy);
                double row = between(nodeRows, node, cells + 1, fx, fy);
                worst = Math.max(worst, Math.hypot(column - at.x(), row - at.y()));
            }
        }
        return worst;
    }

    private static Coordinate exact(
            RasterLayer layer, Crs crs, Bounds bounds, double across, double down) {
        return layer.pixelFrom(
                crs,
                bounds.minX() + across * bounds.width(),
                bounds.maxY() - down * bounds.height());
    }
}
