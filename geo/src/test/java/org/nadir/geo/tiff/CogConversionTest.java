package org.nadir.geo.tiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nadir.geo.RasterLayout;

/// GDAL's files made cloud-optimised keep pixels and meaning.
class CogConversionTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({
        "u8_strips_none.tif, UINT8",
        "u8_tiles_deflate2.tif, UINT8",
        "u8_tiles_lzw_planar.tif, UINT8",
        "u16_tiles_deflate2.tif, UINT16",
        "i16_tiles_none_big_endian.tif, FLOAT32",
        "f32_tiles_deflate3.tif, FLOAT32",
        "f64_tiles_lzw3.tif, FLOAT32",
        "u8_jpeg_mask.tif, UINT8",
        "u8_point.tif, UINT8",
    })
    void keepsPixelsAndMeaning(String name, SampleType type) throws IOException {
        Path source = GoldenFiles.copy(name, folder);
        Path target = folder.resolve("cog.tif");
        CogConversion.convert(source, target, ParallelLoop.serial());

        try (GeoTiffReader before = GeoTiffReader.open(source);
                GeoTiffReader after = GeoTiffReader.open(target)) {
            assertThat(after.sampleType()).isEqualTo(type);
            assertThat(pixels(after)).isEqualTo(pixels(before));
            assertThat(after.layout())
                    .isEqualTo(
                            name.equals("u8_jpeg_mask.tif")
                                    ? RasterLayout.of(0, 96, 1, 96, 96)
                                    : before.layout());
            assertThat(after.epsg()).isEqualTo(before.epsg());
            assertThat(after.colours()).isEqualTo(before.colours());
            assertThat(after.descriptions()).isEqualTo(before.descriptions());
            assertThat(after.nodata()).isEqualTo(before.nodata());
            assertThat(CogConversion.isOptimised(after)).isTrue();
        }
    }

    @Test
    void replacesAFileByItsOwnCopy() throws IOException {
        Path file = folder.resolve("wide.tif");
        byte[] gray = new byte[700 * 600];
        for (int i = 0; i < gray.length; i++) {
            gray[i] = (byte) (i * 31);
        }
        GeoTiffOptions options =
                GeoTiffOptions.bands(SampleType.UINT8, 1, false, false, 32615).withOverviews(false);
        try (var writer =
                GeoTiffWriter.create(
                        file, RasterLayout.of(0, 0, 1, 700, 600), options, ParallelLoop.serial())) {
            writer.writeRows(gray, 600);
            writer.finish();
        }
        try (GeoTiffReader before = GeoTiffReader.open(file)) {
            assertThat(CogConversion.isOptimised(before)).isFalse();
        }
        CogConversion.convert(file, file, ParallelLoop.serial());

        try (GeoTiffReader after = GeoTiffReader.open(file)) {
            assertThat(CogConversion.isOptimised(after)).isTrue();
            byte[] found = new byte[gray.length];
            after.read(0, 0, 0, 700, 600, found);
            assertThat(found).isEqualTo(gray);
        }
    }

    private static float[] pixels(GeoTiffReader reader) throws IOException {
        float[] all = new float[reader.width() * reader.height() * reader.bands()];
        reader.read(0, 0, 0, reader.width(), reader.height(), all);
        return all;
    }
}
