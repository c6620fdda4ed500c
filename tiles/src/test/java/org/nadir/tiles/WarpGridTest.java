package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;
import org.nadir.geo.TileMatrix;

/// The interpolated transform against the exact one at every pixel.
class WarpGridTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "dem.tif, 21",
        "dem.tif, 19",
        "dem.tif, 14",
        "dem.tif, 8",
        "ortho.tif, 18",
        "ortho.tif, 15",
        "ortho.tif, 9"
    })
    void staysWithinATenthOfAPixel(String name, int zoom) throws IOException {
        try (RasterLayer layer = RasterLayer.open(Rasters.copy(name, folder))) {
            Coordinate centre = layer.bounds().centre();
            Bounds box = TileMatrix.tileAt(centre.x(), centre.y(), zoom).bounds();
            WarpGrid grid = WarpGrid.of(layer, box, 256, 256);
            double[] columns = new double[256];
            double[] rows = new double[256];
            double tolerance = 0.1 * Math.max(1, grid.scale());
            for (int y = 0; y < 256; y++) {
                grid.row(y, columns, rows);
                for (int x = 0; x < 256; x++) {
                    Coordinate exact =
                            layer.pixelFrom(
                                    Crs.WEB_MERCATOR,
                                    box.minX() + (x + 0.5) / 256 * box.width(),
                                    box.maxY() - (y + 0.5) / 256 * box.height());
                    assertThat(columns[x]).isCloseTo(exact.x(), within(tolerance));
                    assertThat(rows[x]).isCloseTo(exact.y(), within(tolerance));
                }
            }
        }
    }
}
