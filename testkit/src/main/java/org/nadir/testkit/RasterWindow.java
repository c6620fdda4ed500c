package org.nadir.testkit;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffReader;

/// A part of a GeoTIFF in memory, all bands, sampled at places.
final class RasterWindow {

    private final RasterLayout layout;
    private final int bands;
    private final float[] values;

    private RasterWindow(RasterLayout layout, int bands, float[] values) {
        this.layout = layout;
        this.bands = bands;
        this.values = values;
    }

    /// The part that covers a box; null when the box lies outside. Unknown values are NaN.
    static @Nullable RasterWindow read(
            GeoTiffReader file, double west, double south, double east, double north)
            throws IOException {
        RasterLayout whole = layout(file);
        int left = (int) Math.max(0, Math.floor(whole.column(west)));
        int top = (int) Math.max(0, Math.floor(whole.row(north)));
        int right = (int) Math.min(file.width(), Math.ceil(whole.column(east)));
        int bottom = (int) Math.min(file.height(), Math.ceil(whole.row(south)));
        return left >= right || top >= bottom
                ? null
                : read(file, left, top, right - left, bottom - top);
    }

    static RasterWindow read(GeoTiffReader file, int left, int top, int columns, int rows)
            throws IOException {
        var values = new float[Math.multiplyExact(columns * rows, file.bands())];
        file.read(0, left, top, columns, rows, values);
        if (file.nodata().isPresent()) {
            float unknown = (float) file.nodata().getAsDouble();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] == unknown ? Float.NaN : values[i];
            }
        }
        return new RasterWindow(
                layout(file).window(left, top, columns, rows), file.bands(), values);
    }

    static RasterLayout layout(GeoTiffReader file) {
        RasterLayout layout = file.layout();
        if (layout == null) {
            throw new IllegalArgumentException(file.file() + " does not say where it lies");
        }
        return layout;
    }

    RasterLayout layout() {
        return layout;
    }

    float at(int column, int row, int band) {
        return values[(row * layout.width() + column) * bands + band];
    }

    /// All bands at a place, interpolated between the four nearest pixels; NaN beyond the outermost centres.
    void sample(double x, double y, double[] out) {
        double column = layout.column(x) - 0.5;
        double row = layout.row(y) - 0.5;
        int c = (int) Math.floor(column);
        int r = (int) Math.floor(row);
        if (c < 0 || r < 0 || c + 1 >= layout.width() || r + 1 >= layout.height()) {
            Arrays.fill(out, Double.NaN);
            return;
        }
        double fx = column - c;
        double fy = row - r;
        for (int band = 0; band < bands; band++) {
            out[band] =
                    (1 - fy) * ((1 - fx) * at(c, r, band) + fx * at(c + 1, r, band))
                            + fy * ((1 - fx) * at(c, r + 1, band) + fx * at(c + 1, r + 1, band));
        }
    }
}
