package org.nadir.tiles;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// The small rasters that GDAL made (`make.py` says how) and some of our own.
final class Rasters {

    private Rasters() {}

    static Path copy(String name, Path folder) throws IOException {
        try (InputStream in = Rasters.class.getResourceAsStream("/" + name)) {
            if (in == null) {
                throw new IOException("No resource " + name);
            }
            return Files.write(folder.resolve(name), in.readAllBytes());
        }
    }

    static float[] all(Path file) throws IOException {
        try (GeoTiffReader reader = GeoTiffReader.open(file)) {
            float[] values = new float[reader.width() * reader.height() * reader.bands()];
            reader.read(0, 0, 0, reader.width(), reader.height(), values);
            return values;
        }
    }

    /// An opaque orthophoto of 1000 x 800 pixels of 10 cm, red by column and green by row, with overviews.
    static Path ortho(Path folder) throws IOException {
        int width = 1000;
        int height = 800;
        byte[] rgba = new byte[4 * width * height];
        for (int i = 0; i < width * height; i++) {
            rgba[4 * i] = (byte) (i % width / 4);
            rgba[4 * i + 1] = (byte) (i / width / 4);
            rgba[4 * i + 2] = 77;
            rgba[4 * i + 3] = -1;
        }
        Path file = folder.resolve("own.tif");
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        RasterLayout.of(577_000, 5_188_000, 0.1, width, height),
                        GeoTiffOptions.rgba(32615),
                        ParallelLoop.serial())) {
            writer.writeRows(rgba, height);
            writer.finish();
        }
        return file;
    }
}
