package org.nadir.engine.terrain;

/// Heights on a north-up grid in the world frame. NaN = unknown.
///
/// Row 0 is the northernmost; cell (column, row) covers `left + column·cell ..< left + (column+1)·cell` in x and
/// `top − (row+1)·cell ..< top − row·cell` in y; its height stands for the cell's centre.
///
/// @param left world x of the left edge
/// @param top world y of the upper edge
/// @param cell cell size in metres
/// @param z row-major heights, `width · height` numbers
public record HeightGrid(double left, double top, double cell, int width, int height, float[] z) {

    public HeightGrid {
        if (width <= 0
                || height <= 0
                || !(cell > 0)
                || z.length != Math.multiplyExact(width, height)) {
            throw new IllegalArgumentException(
                    "Grid of "
                            + width
                            + "x"
                            + height
                            + " cells of "
                            + cell
                            + " m, "
                            + z.length
                            + " heights");
        }
    }

    public float at(int column, int row) {
        return z[row * width + column];
    }

    public double centreX(int column) {
        return left + (column + 0.5) * cell;
    }

    public double centreY(int row) {
        return top - (row + 0.5) * cell;
    }

    /// Bilinear height at a world position; NaN outside or where a needed cell is unknown.
    public double heightAt(double x, double y) {
        double column = (x - left) / cell - 0.5;
        double row = (top - y) / cell - 0.5;
        int c = (int) Math.floor(column);
        int r = (int) Math.floor(row);
        if (column >= -0.5 && c < 0) {
            c = 0;
            column = 0;
        }
        if (row >= -0.5 && r < 0) {
            r = 0;
            row = 0;
        }
        if (c == width - 1 && column <= width - 0.5) {
            c = Math.max(0, width - 2);
            column = width - 1;
        }
        if (r == height - 1 && row <= height - 0.5) {
            r = Math.max(0, height - 2);
            row = height - 1;
        }
        if (c < 0 || r < 0 || c + 1 >= width || r + 1 >= height) {
            return Double.NaN;
        }
        double fx = column - c;
        double fy = row - r;
        return (1 - fy) * ((1 - fx) * at(c, r) + fx * at(c + 1, r))
                + fy * ((1 - fx) * at(c, r + 1) + fx * at(c + 1, r + 1));
    }
}
