package org.nadir.tiles;

import java.io.IOException;
import org.nadir.geo.tiff.GeoTiffReader;

/// A rectangle of one level of a raster in memory, and single samples from it. Positions count pixels of the level, centres
/// at integer + 0.5.
final class SourceWindow {
    private final int left;
    private final int top;
    private final int columns;
    private final int rows;
    private final int bands;
    private final int alpha;
    private final float[] values;
    private final boolean hasNodata;
    private final float nodata;

    private SourceWindow(
            GeoTiffReader reader, int left, int top, int columns, int rows, float[] values) {
        this.left = left;
        this.top = top;
        this.columns = columns;
        this.rows = rows;
        this.bands = reader.bands();
        this.alpha = reader.alphaBand();
        this.values = values;
        this.hasNodata = alpha < 0;
        this.nodata =
                (float) reader.nodata().orElse(reader.sampleType().isFloating() ? Double.NaN : 0);
    }

    static SourceWindow read(
            GeoTiffReader reader, int level, int left, int top, int columns, int rows)
            throws IOException {
        float[] values =
                new float[Math.multiplyExact(Math.multiplyExact(columns, rows), reader.bands())];
        reader.read(level, left, top, columns, rows, values);
        return new SourceWindow(reader, left, top, columns, rows, values);
    }

    /// Whether a position lies in the window.
    boolean holds(double x, double y) {
        double column = Math.floor(x) - left;
        double row = Math.floor(y) - top;
        return column >= 0 && column < columns && row >= 0 && row < rows;
    }

    /// Copies the pixel that holds a position and returns its opacity, 0 to 255; 0 outside.
    int nearest(double x, double y, float[] to, int toIndex) {
        if (!holds(x, y)) {
            return 0;
        }
        int at = pixel(x, y);
        System.arraycopy(values, at, to, toIndex, bands);
        return opacity(at);
    }

    /// Interpolates between the known ones of the four pixels around a position, by their weights; returns the opacity. A
    /// position outside the raster, or in a pixel that is not known, has none.
    int bilinear(double x, double y, float[] to, int toIndex) {
        if (!holds(x, y)) {
            return 0;
        }
        int own = opacity(pixel(x, y));
        if (own == 0) {
            return 0;
        }
        double u = Math.clamp(x - left - 0.5, 0, columns - 1.0);
        double v = Math.clamp(y - top - 0.5, 0, rows - 1.0);
        int c = Math.min((int) u, Math.max(0, columns - 2));
        int r = Math.min((int) v, Math.max(0, rows - 2));
        mix(c, r, u - c, v - r, to, toIndex);
        return own;
    }

    private int pixel(double x, double y) {
        return (((int) Math.floor(y) - top) * columns + (int) Math.floor(x) - left) * bands;
    }

    private void mix(int c, int r, double fx, double fy, float[] to, int toIndex) {
        int right = columns > 1 ? bands : 0;
        int down = rows > 1 ? columns * bands : 0;
        int at = (r * columns + c) * bands;
        double w00 = opacity(at) == 0 ? 0 : (1 - fx) * (1 - fy);
        double w10 = opacity(at + right) == 0 ? 0 : fx * (1 - fy);
        double w01 = opacity(at + down) == 0 ? 0 : (1 - fx) * fy;
        double w11 = opacity(at + down + right) == 0 ? 0 : fx * fy;
        double sum = w00 + w10 + w01 + w11;
        for (int band = 0; band < bands; band++) {
            double value = 0;
            value += w00 == 0 ? 0 : w00 * values[at + band];
            value += w10 == 0 ? 0 : w10 * values[at + right + band];
            value += w01 == 0 ? 0 : w01 * values[at + down + band];
            value += w11 == 0 ? 0 : w11 * values[at + down + right + band];
            to[toIndex + band] = (float) (value / sum);
        }
    }

    /// By the band of opacity; without one, a pixel is unknown when all its bands hold the nodata value (0 for whole
    /// numbers that name none) or one is not a number.
    private int opacity(int at) {
        if (!hasNodata) {
            return Math.clamp((int) values[at + alpha], 0, 255);
        }
        boolean allUnknown = true;
        for (int band = 0; band < bands; band++) {
            float value = values[at + band];
            if (Float.isNaN(value)) {
                return 0;
            }
            allUnknown &= value == nodata;
        }
        return allUnknown ? 0 : 255;
    }
}
