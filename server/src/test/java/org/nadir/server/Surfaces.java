package org.nadir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;

/// Surface models of any shape, and areas on them.
final class Surfaces {

    /// 300 by 300 pixels of 20 cm around the middle at 576 030, 5 188 030 in UTM 15N.
    static final RasterLayout LAYOUT = RasterLayout.of(576_000, 5_188_060, 0.2, 300, 300);

    private Surfaces() {}

    /// A height by place, relative to the middle.
    interface Surface {
        double at(double x, double y);
    }

    static byte[] model(Path scratch, Surface surface) throws IOException {
        Path file = Files.createTempFile(scratch, "surface", ".tif");
        float[] heights = new float[LAYOUT.width() * LAYOUT.height()];
        for (int i = 0; i < heights.length; i++) {
            double x = LAYOUT.x(i % LAYOUT.width() + 0.5) - 576_030;
            double y = LAYOUT.y(i / LAYOUT.width() + 0.5) - 5_188_030;
            heights[i] = (float) surface.at(x, y);
        }
        try (var writer =
                GeoTiffWriter.create(
                        file,
                        LAYOUT,
                        GeoTiffOptions.elevation(Results.EPSG),
                        ParallelLoop.serial())) {
            writer.writeRows(heights, LAYOUT.height());
            writer.finish();
        }
        return Files.readAllBytes(file);
    }

    /// A GeoJSON feature with corners relative to the middle.
    static String feature(double... offsets) {
        var ring = new StringBuilder();
        for (int i = 0; i <= offsets.length; i += 2) {
            int at = i % offsets.length;
            Coordinate place =
                    Crs.ofEpsg(Results.EPSG)
                            .toLonLat(576_030 + offsets[at], 5_188_030 + offsets[at + 1]);
            ring.append(i == 0 ? "" : ",").append("[%s,%s]".formatted(place.x(), place.y()));
        }
        return "{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[["
                + ring
                + "]]}}";
    }
}
