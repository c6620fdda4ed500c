package org.nadir.tiles;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nadir.geo.RasterLayout;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;
import org.nadir.geo.tiff.SampleType;

/// A raster of reflectances in five bands as a picture: red, green and blue by their names, from the second percentile to the
/// ninety-eighth, and nothing where it is transparent.
class ColourRowsTest {

    private static final int SIDE = 100;

    @TempDir private Path folder;

    @Test
    void reflectancesBecomeColoursByTheNamesOfTheirBands() throws IOException {
        var values = new float[SIDE * SIDE * 6];
        for (int i = 0; i < SIDE * SIDE; i++) {
            float ramp = i / (float) (SIDE * SIDE - 1);
            values[6 * i] = 0.1f;
            values[6 * i + 1] = 0.2f;
            values[6 * i + 2] = 0.1f + 0.4f * ramp;
            values[6 * i + 3] = 0.9f;
            values[6 * i + 4] = 0.8f;
            values[6 * i + 5] = i < SIDE ? 0 : 255;
        }
        Path file = folder.resolve("bands.tif");
        GeoTiffOptions options =
                GeoTiffOptions.bands(SampleType.FLOAT32, 6, false, true, 32632)
                        .withDescriptions(
                                List.of("Blue", "Green", "Red", "NIR", "RedEdge", "Alpha"));
        var layout = RasterLayout.of(500_000, 5_000_000, 0.1, SIDE, SIDE);
        try (var writer = GeoTiffWriter.create(file, layout, options, ParallelLoop.serial())) {
            writer.writeRows(values, SIDE);
            writer.finish();
        }
        try (var reader = GeoTiffReader.open(file)) {
            TileStyle.Range range = ColourRange.of(reader, RasterLayer.colourBands(reader));
            assertThat(RasterLayer.colourBands(reader)).containsExactly(2, 1, 0);
            assertThat(range.min()).isBetween(0.0999, 0.1001);
            assertThat(range.max()).isBetween(0.45, 0.5);
            var rgba = new byte[4 * SIDE * SIDE];
            ColourRows.of(reader).read(0, 0, SIDE, rgba);
            assertThat(rgba[3]).isZero();
            int last = 4 * (SIDE * SIDE - 1);
            assertThat(rgba[last] & 255).isEqualTo(255);
            assertThat(rgba[last + 1] & 255).isEqualTo(range.toByte(0.2));
            assertThat(rgba[last + 2] & 255).isZero();
            assertThat(rgba[last + 3] & 255).isEqualTo(255);
        }
    }
}
