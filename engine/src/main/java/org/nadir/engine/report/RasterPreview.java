package org.nadir.engine.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.tiles.ColourRows;

/// A raster as a small picture, from an overview of its file.
///
/// @param low height at the lower end of the colour ramp; NaN for colour pictures
/// @param high height at the upper end
/// @param metresPerPixel of the picture, in units of the raster
record RasterPreview(BufferedImage image, double low, double high, double metresPerPixel) {

    private static final int LONGEST = 1100;

    /// Heights outside these quantiles take the colours of the ends.
    private static final double LOW = 0.02;

    private static final double HIGH = 0.98;

    /// A picture in colours, on white.
    static RasterPreview ofColours(Path file) throws IOException {
        try (var reader = GeoTiffReader.open(file)) {
            ColourRows colours = ColourRows.of(reader);
            Sampled s =
                    sample(
                            reader,
                            4,
                            (level, row, line) -> {
                                var rgba = new byte[line.length];
                                colours.read(level, row, 1, rgba);
                                for (int i = 0; i < rgba.length; i++) {
                                    line[i] = rgba[i] & 255;
                                }
                            });
            var image = new BufferedImage(s.width, s.height, BufferedImage.TYPE_INT_RGB);
            for (int k = 0; k < s.width * s.height; k++) {
                double opaque = s.values[4 * k + 3] / 255;
                int rgb = 0;
                for (int band = 0; band < 3; band++) {
                    int shown =
                            (int) Math.round(opaque * s.values[4 * k + band] + (1 - opaque) * 255);
                    rgb = rgb << 8 | Math.clamp(shown, 0, 255);
                }
                image.setRGB(k % s.width, k / s.width, rgb);
            }
            return new RasterPreview(image, Double.NaN, Double.NaN, s.metresPerPixel);
        }
    }

    /// Heights as colours with shade, on white.
    static RasterPreview ofHeights(Path file) throws IOException {
        try (var reader = GeoTiffReader.open(file)) {
            Sampled s = sample(reader);
            float nodata = (float) reader.nodata().orElse(Double.NaN);
            for (int k = 0; k < s.values.length; k++) {
                if (s.values[k] == nodata) {
                    s.values[k] = Float.NaN;
                }
            }
            float[] known = known(s);
            double low = known.length == 0 ? 0 : known[(int) (LOW * (known.length - 1))];
            double high = known.length == 0 ? 1 : known[(int) (HIGH * (known.length - 1))];
            var image = new BufferedImage(s.width, s.height, BufferedImage.TYPE_INT_RGB);
            for (int row = 0; row < s.height; row++) {
                for (int column = 0; column < s.width; column++) {
                    image.setRGB(column, row, colour(s, column, row, low, high));
                }
            }
            return new RasterPreview(image, low, high, s.metresPerPixel);
        }
    }

    private static int colour(Sampled s, int column, int row, double low, double high) {
        float z = s.at(column, row);
        if (Float.isNaN(z)) {
            return 0xffffff;
        }
        int rgb = Ink.ramp((z - low) / Math.max(high - low, 1e-9));
        // Light from the north-west.
        double dx = s.slope(column, row, 1, 0);
        double dy = s.slope(column, row, 0, 1);
        double light = (1 - dx * 0.7 - dy * 0.7) / Math.sqrt(1 + dx * dx + dy * dy);
        double shade = Math.clamp(0.55 + 0.45 * light, 0.45, 1.15);
        int shown = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            shown = shown << 8 | Math.clamp((int) Math.round((rgb >> shift & 255) * shade), 0, 255);
        }
        return shown;
    }

    private static float[] known(Sampled s) {
        var known = new float[s.values.length];
        int n = 0;
        for (float z : s.values) {
            if (!Float.isNaN(z)) {
                known[n++] = z;
            }
        }
        float[] sorted = Arrays.copyOf(known, n);
        Arrays.sort(sorted);
        return sorted;
    }

    @SuppressWarnings("ArrayRecordComponent")
    private record Sampled(
            int width, int height, int bands, float[] values, double metresPerPixel) {

        float at(int column, int row) {
            return values[row * width + column];
        }

        /// Rise per unit towards the right or downwards; 0 at the edge of what is known.
        double slope(int column, int row, int right, int down) {
            int c = Math.min(column + right, width - 1);
            int r = Math.min(row + down, height - 1);
            double rise = at(c, r) - at(column, row);
            return Double.isNaN(rise) ? 0 : rise / metresPerPixel;
        }
    }

    /// The smallest level that still fills the picture, thinned to its size row by row.
    private static Sampled sample(GeoTiffReader reader) throws IOException {
        return sample(
                reader,
                reader.bands(),
                (level, row, line) ->
                        reader.read(level, 0, row, reader.levels().get(level).width(), 1, line));
    }

    /// Reads one row of a level.
    @FunctionalInterface
    private interface RowReader {
        void read(int level, int row, float[] line) throws IOException;
    }

    private static Sampled sample(GeoTiffReader reader, int bands, RowReader rows)
            throws IOException {
        int level = 0;
        for (int k = 0; k < reader.levels().size(); k++) {
            GeoTiffReader.Level each = reader.levels().get(k);
            if (Math.max(each.width(), each.height()) >= LONGEST) {
                level = k;
            }
        }
        GeoTiffReader.Level source = reader.levels().get(level);
        double step = Math.max(1, Math.max(source.width(), source.height()) / (double) LONGEST);
        int width = Math.max(1, (int) (source.width() / step));
        int height = Math.max(1, (int) (source.height() / step));
        var values = new float[width * height * bands];
        var line = new float[source.width() * bands];
        for (int row = 0; row < height; row++) {
            rows.read(level, (int) ((row + 0.5) * step), line);
            for (int column = 0; column < width; column++) {
                int from = (int) ((column + 0.5) * step) * bands;
                System.arraycopy(line, from, values, (row * width + column) * bands, bands);
            }
        }
        var layout = reader.layout();
        double pixel = layout == null ? 1 : layout.pixelWidth();
        return new Sampled(
                width,
                height,
                bands,
                values,
                pixel * reader.width() / (double) source.width() * step);
    }
}
