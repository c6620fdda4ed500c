package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.nadir.geo.RasterLayout;

/// Makes any readable GeoTIFF cloud-optimised: tiles, overviews, directories first. Works in strips, so memory does not grow
/// with the height of the image.
public final class CogConversion {
    private static final int STRIP_ROWS = 256;

    /// Numbers held at once; fewer rows of wide images.
    private static final int STRIP_SAMPLES = 1 << 24;

    private static final int SMALL = 512;

    private CogConversion() {}

    /// Whether tiles of this file can be read at any zoom without touching much of it: tiled, and with overviews unless
    /// small.
    public static boolean isOptimised(GeoTiffReader reader) {
        boolean small = Math.max(reader.width(), reader.height()) <= SMALL;
        return reader.isTiled() && (small || reader.levels().size() > 1);
    }

    /// Writes a cloud-optimised copy: same pixels, place, nodata value and band names. Types that are not written (signed
    /// integers, 32-bit integers, doubles) become 32-bit floats; a mask becomes a band of opacity; an image without a place
    /// gets its pixel grid for one.
    ///
    /// @param target replaced when all is done; may be the source itself
    public static void convert(Path source, Path target, ParallelLoop loop) throws IOException {
        Plan plan = plan(source);
        try (var writer = GeoTiffWriter.create(target, plan.layout(), plan.options(), loop)) {
            try (GeoTiffReader reader = GeoTiffReader.open(source)) {
                copyRows(reader, writer);
            }
            writer.finish(); // after the source is closed: it may be the target
        }
    }

    private record Plan(RasterLayout layout, GeoTiffOptions options) {}

    private static Plan plan(Path source) throws IOException {
        try (GeoTiffReader reader = GeoTiffReader.open(source)) {
            RasterLayout place = reader.layout();
            int height = reader.height();
            RasterLayout layout =
                    place == null ? RasterLayout.of(0, height, 1, reader.width(), height) : place;
            return new Plan(layout, options(reader));
        }
    }

    private static GeoTiffOptions options(GeoTiffReader reader) {
        List<ColorInterpretation> colours = reader.colours();
        int bands = reader.bands();
        boolean rgb =
                bands >= 3
                        && colours.get(0) == ColorInterpretation.RED
                        && colours.get(1) == ColorInterpretation.GREEN
                        && colours.get(2) == ColorInterpretation.BLUE;
        boolean alpha = bands > 1 && reader.alphaBand() == bands - 1;
        SampleType type =
                switch (reader.sampleType()) {
                    case UINT8 -> SampleType.UINT8;
                    case UINT16 -> SampleType.UINT16;
                    case INT8, INT16, UINT32, INT32, FLOAT32, FLOAT64 -> SampleType.FLOAT32;
                };
        OptionalDouble nodata = reader.nodata();
        boolean named = reader.descriptions().stream().anyMatch(name -> !name.isEmpty());
        return GeoTiffOptions.bands(type, bands, rgb, alpha, reader.epsg())
                .withNodata(nodata.isPresent() ? nodata.getAsDouble() : null)
                .withDescriptions(named ? reader.descriptions() : List.of());
    }

    private static void copyRows(GeoTiffReader reader, GeoTiffWriter writer) throws IOException {
        int width = reader.width();
        int rowSamples = Math.multiplyExact(width, reader.bands());
        int stripRows = Math.clamp(STRIP_SAMPLES / rowSamples, 1, STRIP_ROWS);
        int samples = Math.multiplyExact(rowSamples, stripRows);
        byte[] bytes = new byte[reader.sampleType() == SampleType.UINT8 ? samples : 0];
        short[] shorts = new short[reader.sampleType() == SampleType.UINT16 ? samples : 0];
        float[] floats = new float[bytes.length > 0 ? 0 : samples];
        for (int row = 0; row < reader.height(); row += stripRows) {
            int rows = Math.min(stripRows, reader.height() - row);
            if (bytes.length > 0) {
                reader.read(0, 0, row, width, rows, bytes);
                writer.writeRows(bytes, rows);
                continue;
            }
            reader.read(0, 0, row, width, rows, floats);
            if (shorts.length == 0) {
                writer.writeRows(floats, rows);
                continue;
            }
            for (int i = 0; i < rows * rowSamples; i++) {
                shorts[i] = (short) (int) floats[i];
            }
            writer.writeRows(shorts, rows);
        }
    }
}
