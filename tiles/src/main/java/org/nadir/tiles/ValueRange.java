package org.nadir.tiles;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.tiff.GeoTiffReader;

/// The smallest and the largest known number of a layer's first band.
public final class ValueRange {

    /// Larger layers are judged by an overview of at least so many pixels.
    private static final long ENOUGH_PIXELS = 16_000_000;

    private static final int BLOCK = 512;

    private ValueRange() {}

    /// @param cutLine area that counts; null for all
    /// @return heights in metres; empty when nothing is known
    public static Optional<TileStyle.Range> ofFirstBand(
            RasterLayer layer, @Nullable CutLine cutLine) throws IOException {
        GeoTiffReader reader = layer.reader();
        int level = level(reader);
        GeoTiffReader.Level size = reader.levels().get(level);
        float[] pixel = new float[reader.bands()];
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int top = 0; top < size.height(); top += BLOCK) {
            for (int left = 0; left < size.width(); left += BLOCK) {
                int columns = Math.min(BLOCK, size.width() - left);
                int rows = Math.min(BLOCK, size.height() - top);
                boolean[] inside = inside(layer, size, cutLine, left, top, columns, rows);
                var window = SourceWindow.read(reader, level, left, top, columns, rows);
                for (int i = 0; i < columns * rows; i++) {
                    if (inside != null && !inside[i]) {
                        continue;
                    }
                    double x = left + i % columns + 0.5;
                    double y = top + i / columns + 0.5;
                    if (window.nearest(x, y, pixel, 0) != 0) {
                        min = Math.min(min, pixel[0]);
                        max = Math.max(max, pixel[0]);
                    }
                }
            }
        }
        double unit = reader.unitMetres();
        return min <= max && Double.isFinite(min) && Double.isFinite(max)
                ? Optional.of(new TileStyle.Range(min * unit, max * unit))
                : Optional.empty();
    }

    private static int level(GeoTiffReader reader) {
        int level = 0;
        for (int i = 1; i < reader.levels().size(); i++) {
            GeoTiffReader.Level size = reader.levels().get(i);
            if ((long) size.width() * size.height() >= ENOUGH_PIXELS) {
                level = i;
            }
        }
        return level;
    }

    private static boolean @Nullable [] inside(
            RasterLayer layer,
            GeoTiffReader.Level size,
            @Nullable CutLine cutLine,
            int left,
            int top,
            int columns,
            int rows) {
        if (cutLine == null) {
            return null;
        }
        var layout = layer.layout();
        var bounds =
                new Bounds(
                        layout.x(left * size.scaleX()),
                        layout.y((top + rows) * size.scaleY()),
                        layout.x((left + columns) * size.scaleX()),
                        layout.y(top * size.scaleY()));
        return cutLine.mask(layer.crs(), bounds, columns, rows);
    }
}
