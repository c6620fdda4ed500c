package org.nadir.testkit;

import java.io.IOException;
import java.nio.file.Path;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// Small georeferenced rasters with pixels by closed form, cloud-optimised, in WGS 84 / UTM 15N near 46.84° N, 91.99° W.
public final class SyntheticRasters {

    /// 600 x 500 pixels of 10 cm.
    public static final RasterLayout PLACE = RasterLayout.of(577_000, 5_188_000, 0.1, 600, 500);

    public static final int EPSG = 32615;

    private SyntheticRasters() {}

    /// An orthophoto: red is the column / 3, green the row / 2, blue 77; transparent outside the ellipse that fills it.
    public static Path orthophoto(Path file) throws IOException {
        int width = PLACE.width();
        byte[] row = new byte[4 * width];
        try (var writer =
                GeoTiffWriter.create(
                        file, PLACE, GeoTiffOptions.rgba(EPSG), ParallelLoop.serial())) {
            for (int y = 0; y < PLACE.height(); y++) {
                for (int x = 0; x < width; x++) {
                    boolean shown = isInside(x, y);
                    row[4 * x] = (byte) (shown ? x / 3 : 0);
                    row[4 * x + 1] = (byte) (shown ? y / 2 : 0);
                    row[4 * x + 2] = (byte) (shown ? 77 : 0);
                    row[4 * x + 3] = (byte) (shown ? 255 : 0);
                }
                writer.writeRows(row, 1);
            }
            writer.finish();
        }
        return file;
    }

    /// A surface: [#height] inside the ellipse, nodata −9999 outside.
    public static Path surface(Path file) throws IOException {
        float[] row = new float[PLACE.width()];
        try (var writer =
                GeoTiffWriter.create(
                        file, PLACE, GeoTiffOptions.elevation(EPSG), ParallelLoop.serial())) {
            for (int y = 0; y < PLACE.height(); y++) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = isInside(x, y) ? (float) height(x, y) : Float.NaN;
                }
                writer.writeRows(row, 1);
            }
            writer.finish();
        }
        return file;
    }

    /// Metres at a pixel: waves of 5 m on a slope around 200 m.
    public static double height(int column, int row) {
        return 200 + 5 * Math.sin(column * 0.03) * Math.cos(row * 0.04) + column * 0.005;
    }

    private static boolean isInside(int column, int row) {
        double x = (column + 0.5) / PLACE.width() * 2 - 1;
        double y = (row + 0.5) / PLACE.height() * 2 - 1;
        return x * x + y * y < 1;
    }
}
