package org.nadir.engine.terrain;

import java.util.Arrays;
import org.nadir.engine.work.Workers;

/// Views and figures of height grids.
public final class HeightGrids {

    private HeightGrids() {}

    /// The part of a grid inside a polygon: trimmed to the polygon's box, NaN outside the polygon.
    public static HeightGrid crop(HeightGrid grid, CropPolygon polygon) {
        GridFrame box = polygon.frame(grid.cell());
        int left =
                Math.clamp(
                        Math.round((box.left() - grid.left()) / grid.cell()), 0, grid.width() - 1);
        int top =
                Math.clamp(
                        Math.round((grid.top() - box.top()) / grid.cell()), 0, grid.height() - 1);
        int right =
                Math.clamp(
                        Math.round((box.right() - grid.left()) / grid.cell()),
                        left + 1,
                        grid.width());
        int bottom =
                Math.clamp(
                        Math.round((grid.top() - box.bottom()) / grid.cell()),
                        top + 1,
                        grid.height());
        int width = right - left;
        var frame =
                new GridFrame(
                        grid.left() + left * grid.cell(),
                        grid.top() - top * grid.cell(),
                        grid.cell(),
                        width,
                        bottom - top);
        var z = new float[Math.multiplyExact(width, bottom - top)];
        var inside = new boolean[width];
        for (int row = top; row < bottom; row++) {
            polygon.markRow(grid.centreY(row), grid.centreX(left), grid.cell(), width, inside);
            for (int column = 0; column < width; column++) {
                z[(row - top) * width + column] =
                        inside[column] ? grid.at(left + column, row) : Float.NaN;
            }
        }
        return frame.withHeights(z);
    }

    /// Sets the cells outside a polygon to NaN.
    public static void mask(HeightGrid grid, CropPolygon polygon) {
        var inside = new boolean[grid.width()];
        for (int row = 0; row < grid.height(); row++) {
            polygon.markRow(grid.centreY(row), grid.centreX(0), grid.cell(), grid.width(), inside);
            for (int column = 0; column < grid.width(); column++) {
                if (!inside[column]) {
                    grid.z()[row * grid.width() + column] = Float.NaN;
                }
            }
        }
    }

    /// The cells of a frame that lies on the same lattice; NaN where the grid has none.
    public static HeightGrid window(HeightGrid grid, GridFrame frame) {
        int left = Math.toIntExact(Math.round((frame.left() - grid.left()) / grid.cell()));
        int top = Math.toIntExact(Math.round((grid.top() - frame.top()) / grid.cell()));
        HeightGrid window = unknown(frame);
        int from = Math.max(0, left);
        int to = Math.min(grid.width(), left + frame.width());
        for (int row = 0; row < frame.height(); row++) {
            int source = top + row;
            if (source >= 0 && source < grid.height() && from < to) {
                System.arraycopy(
                        grid.z(),
                        source * grid.width() + from,
                        window.z(),
                        row * frame.width() + from - left,
                        to - from);
            }
        }
        return window;
    }

    /// The grid in cells `factor` times as large, each the mean of what is known in it.
    public static HeightGrid coarser(HeightGrid grid, int factor, Workers workers) {
        GridFrame frame = GridFrame.of(grid).coarser(factor);
        var z = new float[Math.multiplyExact(frame.width(), frame.height())];
        workers.forEach(
                frame.height(),
                row -> {
                    for (int column = 0; column < frame.width(); column++) {
                        z[row * frame.width() + column] = mean(grid, column, row, factor);
                    }
                });
        return frame.withHeights(z);
    }

    private static float mean(HeightGrid grid, int column, int row, int factor) {
        double sum = 0;
        int count = 0;
        for (int r = row * factor; r < Math.min(grid.height(), (row + 1) * factor); r++) {
            for (int c = column * factor; c < Math.min(grid.width(), (column + 1) * factor); c++) {
                float z = grid.at(c, r);
                if (z == z) {
                    sum += z;
                    count++;
                }
            }
        }
        return count == 0 ? Float.NaN : (float) (sum / count);
    }

    /// Lambertian shading, 1 (dark) to 255 (facing the light), 0 where the height is unknown. Light from the north-west at
    /// 45 degrees; slopes by Horn's (1981) weighted differences.
    ///
    /// @param exaggeration factor on heights, for flat land
    public static byte[] hillshade(HeightGrid grid, double exaggeration) {
        var shade = new byte[grid.z().length];
        double scale = exaggeration / (8 * grid.cell());
        double azimuth = Math.toRadians(315);
        double lightX = Math.sin(azimuth) * Math.sqrt(0.5);
        double lightY = Math.cos(azimuth) * Math.sqrt(0.5);
        double lightZ = Math.sqrt(0.5);
        for (int row = 0; row < grid.height(); row++) {
            for (int column = 0; column < grid.width(); column++) {
                if (Float.isNaN(grid.at(column, row))) {
                    continue;
                }
                double dx =
                        scale * (sideways(grid, column, row, 1) - sideways(grid, column, row, -1));
                double dy =
                        scale * (upright(grid, column, row, -1) - upright(grid, column, row, 1));
                double cosine =
                        (lightZ - dx * lightX - dy * lightY) / Math.sqrt(1 + dx * dx + dy * dy);
                shade[row * grid.width() + column] =
                        (byte) Math.clamp(Math.round(255 * cosine), 1, 255);
            }
        }
        return shade;
    }

    private static double sideways(HeightGrid grid, int column, int row, int dx) {
        return near(grid, column, row, dx, -1)
                + 2 * near(grid, column, row, dx, 0)
                + near(grid, column, row, dx, 1);
    }

    private static double upright(HeightGrid grid, int column, int row, int dy) {
        return near(grid, column, row, -1, dy)
                + 2 * near(grid, column, row, 0, dy)
                + near(grid, column, row, 1, dy);
    }

    /// The neighbour's height, or the cell's own where there is none.
    private static double near(HeightGrid grid, int column, int row, int dx, int dy) {
        int c = column + dx;
        int r = row + dy;
        boolean outside = c < 0 || r < 0 || c >= grid.width() || r >= grid.height();
        float z = outside ? Float.NaN : grid.at(c, r);
        return Float.isNaN(z) ? grid.at(column, row) : z;
    }

    /// A grid of the same frame with every cell unknown.
    public static HeightGrid unknown(GridFrame frame) {
        var z = new float[Math.multiplyExact(frame.width(), frame.height())];
        Arrays.fill(z, Float.NaN);
        return frame.withHeights(z);
    }
}
