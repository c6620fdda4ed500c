package org.nadir.tiles;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// The heights of a whole layer in memory, made coarser when they are too many.
///
/// @param layout of the grid, in the layer's coordinate system
/// @param metres row by row; NaN where not known
record HeightGrid(RasterLayout layout, float[] metres) {

    private static final int BLOCK = 512;

    /// @param most cells
    /// @param cutLine what lies outside is not known; null for everything
    static HeightGrid read(
            RasterLayer layer, @Nullable CutLine cutLine, long most, DoubleConsumer progress)
            throws IOException {
        GeoTiffReader reader = layer.reader();
        int level = 0;
        while (level + 1 < reader.levels().size() && pixels(reader, level) > most) {
            level++;
        }
        GeoTiffReader.Level size = reader.levels().get(level);
        int factor = (int) Math.ceil(Math.sqrt((double) pixels(reader, level) / most) - 1e-9);
        factor = Math.max(1, factor);
        int columns = (size.width() + factor - 1) / factor;
        int rows = (size.height() + factor - 1) / factor;
        RasterLayout full = layer.layout();
        var layout =
                new RasterLayout(
                        full.left(),
                        full.top(),
                        full.pixelWidth() * size.scaleX() * factor,
                        full.pixelHeight() * size.scaleY() * factor,
                        columns,
                        rows);
        float[] sums = new float[Math.multiplyExact(columns, rows)];
        short[] counts = new short[factor == 1 ? 0 : sums.length];
        Arrays.fill(sums, factor == 1 ? Float.NaN : 0);
        for (int top = 0; top < size.height(); top += BLOCK) {
            progress.accept((double) top / size.height());
            for (int left = 0; left < size.width(); left += BLOCK) {
                add(reader, level, left, top, factor, columns, sums, counts);
            }
        }
        for (int i = 0; i < counts.length; i++) {
            sums[i] = counts[i] == 0 ? Float.NaN : sums[i] / counts[i];
        }
        var grid = new HeightGrid(layout, sums);
        if (cutLine != null) {
            grid.cut(layer, cutLine);
        }
        return grid;
    }

    private static long pixels(GeoTiffReader reader, int level) {
        GeoTiffReader.Level size = reader.levels().get(level);
        return (long) size.width() * size.height();
    }

    private static void add(
            GeoTiffReader reader,
            int level,
            int left,
            int top,
            int factor,
            int gridColumns,
            float[] sums,
            short[] counts)
            throws IOException {
        GeoTiffReader.Level size = reader.levels().get(level);
        int columns = Math.min(BLOCK, size.width() - left);
        int rows = Math.min(BLOCK, size.height() - top);
        var window = SourceWindow.read(reader, level, left, top, columns, rows);
        float[] value = new float[reader.bands()];
        float unit = (float) reader.unitMetres();
        for (int y = top; y < top + rows; y++) {
            for (int x = left; x < left + columns; x++) {
                if (window.nearest(x + 0.5, y + 0.5, value, 0) == 0) {
                    continue;
                }
                int at = y / factor * gridColumns + x / factor;
                if (factor == 1) {
                    sums[at] = value[0] * unit;
                } else if (counts[at] < Short.MAX_VALUE) {
                    sums[at] += value[0] * unit;
                    counts[at]++;
                }
            }
        }
    }

    private void cut(RasterLayer layer, CutLine cutLine) {
        int columns = layout.width();
        for (int top = 0; top < layout.height(); top += BLOCK) {
            int rows = Math.min(BLOCK, layout.height() - top);
            Bounds bounds = layout.window(0, top, columns, rows).bounds();
            boolean[] inside = cutLine.mask(layer.crs(), bounds, columns, rows);
            for (int i = 0; i < inside.length; i++) {
                if (!inside[i]) {
                    metres[top * columns + i] = Float.NaN;
                }
            }
        }
    }
}
