package org.nadir.engine.terrain;

/// Where a north-up raster lies in the world frame: same conventions as [HeightGrid], without the numbers.
///
/// @param left world x of the left edge
/// @param top world y of the upper edge
/// @param cell cell size in metres
public record GridFrame(double left, double top, double cell, int width, int height) {

    public GridFrame {
        if (width <= 0 || height <= 0 || !(cell > 0)) {
            throw new IllegalArgumentException(
                    "Raster of " + width + "x" + height + " cells of " + cell + " m");
        }
    }

    /// The smallest frame that covers the box, with edges at whole multiples of the cell.
    public static GridFrame covering(
            double minX, double minY, double maxX, double maxY, double cell) {
        double firstColumn = Math.floor(minX / cell + 1e-6);
        double firstRow = Math.ceil(maxY / cell - 1e-6);
        int width = Math.toIntExact((long) Math.ceil(maxX / cell - firstColumn - 1e-6));
        int height = Math.toIntExact((long) Math.ceil(firstRow - minY / cell - 1e-6));
        return new GridFrame(
                firstColumn * cell, firstRow * cell, cell, Math.max(1, width), Math.max(1, height));
    }

    public static GridFrame of(HeightGrid grid) {
        return new GridFrame(grid.left(), grid.top(), grid.cell(), grid.width(), grid.height());
    }

    public double right() {
        return left + width * cell;
    }

    public double bottom() {
        return top - height * cell;
    }

    public double centreX(int column) {
        return left + (column + 0.5) * cell;
    }

    public double centreY(int row) {
        return top - (row + 0.5) * cell;
    }

    /// The column that holds `x`; may lie outside the raster.
    public int columnOf(double x) {
        return (int) Math.floor((x - left) / cell);
    }

    /// The row that holds `y`; may lie outside the raster.
    public int rowOf(double y) {
        return (int) Math.floor((top - y) / cell);
    }

    /// The part of the raster that covers a box, or as much of the box as the raster holds, one cell at least. It begins at a
    /// column and a row that are multiples of `align`.
    public GridFrame window(double minX, double minY, double maxX, double maxY, int align) {
        int firstColumn = Math.clamp(columnOf(minX), 0, width - 1) / align * align;
        int firstRow = Math.clamp(rowOf(maxY), 0, height - 1) / align * align;
        int endColumn = Math.clamp(columnOf(maxX) + 1L, firstColumn + 1, width);
        int endRow = Math.clamp(rowOf(minY) + 1L, firstRow + 1, height);
        return new GridFrame(
                left + firstColumn * cell,
                top - firstRow * cell,
                cell,
                endColumn - firstColumn,
                endRow - firstRow);
    }

    public HeightGrid withHeights(float[] z) {
        return new HeightGrid(left, top, cell, width, height, z);
    }

    /// The same area in cells `factor` times as large; the last column and row may stick out.
    public GridFrame coarser(int factor) {
        return new GridFrame(
                left,
                top,
                cell * factor,
                (width + factor - 1) / factor,
                (height + factor - 1) / factor);
    }
}
