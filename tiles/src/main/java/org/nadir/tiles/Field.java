package org.nadir.tiles;

import java.io.IOException;
import org.nadir.geo.Bounds;
import org.nadir.geo.Crs;
import org.nadir.geo.tiff.GeoTiffReader;

/// Samples of a raster at the pixel centres of a picture.
///
/// @param bands numbers per pixel, those of the raster
/// @param values pixel by pixel, heights in metres; undefined where not known
/// @param opacity 0 to 255 for each pixel; 0 outside the raster and where nothing is known
/// @param inside whether the pixel lies in the raster at all, known or not
record Field(int columns, int rows, int bands, float[] values, byte[] opacity, boolean[] inside) {

    private static final int MAX_WINDOW = 1 << 24;

    /// How values between pixels are found.
    enum Sampling {
        NEAREST,
        BILINEAR
    }

    /// Samples a raster at the level that suits the picture's resolution.
    static Field sample(
            RasterLayer layer, Bounds mercator, int columns, int rows, Sampling sampling)
            throws IOException {
        return sample(layer, Crs.WEB_MERCATOR, mercator, columns, rows, sampling);
    }

    /// Samples a raster at the level that suits the picture's resolution, for a picture in another coordinate system.
    static Field sample(
            RasterLayer layer, Crs crs, Bounds bounds, int columns, int rows, Sampling sampling)
            throws IOException {
        WarpGrid grid = WarpGrid.of(layer, crs, bounds, columns, rows);
        Field field = empty(layer, columns, rows);
        field.fill(layer, grid, layer.levelFor(grid.scale()), sampling, 0, 0, columns, rows);
        field.multiply(layer.reader().unitMetres());
        return field;
    }

    /// Samples the full image; values stay in the unit of the file.
    static Field sampleFull(
            RasterLayer layer, Crs crs, Bounds bounds, int columns, int rows, Sampling sampling)
            throws IOException {
        WarpGrid grid = WarpGrid.of(layer, crs, bounds, columns, rows);
        Field field = empty(layer, columns, rows);
        field.fill(layer, grid, 0, sampling, 0, 0, columns, rows);
        return field;
    }

    private static Field empty(RasterLayer layer, int columns, int rows) {
        int bands = layer.reader().bands();
        return new Field(
                columns,
                rows,
                bands,
                new float[Math.multiplyExact(Math.multiplyExact(columns, rows), bands)],
                new byte[columns * rows],
                new boolean[columns * rows]);
    }

    private void multiply(double factor) {
        if (factor == 1) {
            return;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (values[i] * factor);
        }
    }

    /// Fills a part of the picture; parts that need too large a window are halved, so memory stays bounded even for rasters
    /// without overviews.
    private void fill(
            RasterLayer layer,
            WarpGrid grid,
            int level,
            Sampling sampling,
            int left,
            int top,
            int right,
            int bottom)
            throws IOException {
        GeoTiffReader.Level size = layer.reader().levels().get(level);
        double[] x = new double[columns];
        double[] y = new double[columns];
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (int row = top; row < bottom; row++) {
            grid.row(row, x, y);
            for (int column = left; column < right; column++) {
                minX = Math.min(minX, x[column]);
                maxX = Math.max(maxX, x[column]);
                minY = Math.min(minY, y[column]);
                maxY = Math.max(maxY, y[column]);
            }
        }
        int margin = sampling == Sampling.BILINEAR ? 1 : 0;
        long x0 = Math.max(0, (long) Math.floor(minX / size.scaleX()) - margin);
        long y0 = Math.max(0, (long) Math.floor(minY / size.scaleY()) - margin);
        long x1 = Math.min(size.width(), (long) Math.floor(maxX / size.scaleX()) + 1 + margin);
        long y1 = Math.min(size.height(), (long) Math.floor(maxY / size.scaleY()) + 1 + margin);
        if (x0 >= x1 || y0 >= y1) {
            return;
        }
        boolean single = right - left <= 1 && bottom - top <= 1;
        if ((x1 - x0) * (y1 - y0) * bands > MAX_WINDOW && !single) {
            halve(layer, grid, level, sampling, left, top, right, bottom);
            return;
        }
        var window =
                SourceWindow.read(
                        layer.reader(),
                        level,
                        (int) x0,
                        (int) y0,
                        (int) (x1 - x0),
                        (int) (y1 - y0));
        for (int row = top; row < bottom; row++) {
            grid.row(row, x, y);
            for (int column = left; column < right; column++) {
                int at = row * columns + column;
                double sourceX = x[column] / size.scaleX();
                double sourceY = y[column] / size.scaleY();
                int alpha =
                        sampling == Sampling.NEAREST
                                ? window.nearest(sourceX, sourceY, values, at * bands)
                                : window.bilinear(sourceX, sourceY, values, at * bands);
                opacity[at] = (byte) alpha;
                inside[at] = window.holds(sourceX, sourceY);
            }
        }
    }

    private void halve(
            RasterLayer layer,
            WarpGrid grid,
            int level,
            Sampling sampling,
            int left,
            int top,
            int right,
            int bottom)
            throws IOException {
        if (right - left >= bottom - top) {
            int middle = (left + right) / 2;
            fill(layer, grid, level, sampling, left, top, middle, bottom);
            fill(layer, grid, level, sampling, middle, top, right, bottom);
        } else {
            int middle = (top + bottom) / 2;
            fill(layer, grid, level, sampling, left, top, right, middle);
            fill(layer, grid, level, sampling, left, middle, right, bottom);
        }
    }

    /// Hides what a mask leaves out.
    void keep(boolean[] mask) {
        for (int i = 0; i < opacity.length; i++) {
            if (!mask[i]) {
                opacity[i] = 0;
                inside[i] = false;
            }
        }
    }
}
