package org.nadir.tiles;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.DoubleConsumer;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.tiff.ColorInterpretation;
import org.nadir.geo.tiff.GeoTiffOptions;
import org.nadir.geo.tiff.GeoTiffReader;
import org.nadir.geo.tiff.GeoTiffWriter;
import org.nadir.geo.tiff.ParallelLoop;
import org.nadir.geo.tiff.SampleType;
import org.nadir.imaging.JpegWriter;
import org.nadir.imaging.PngWriter;

/// Writes a layer as a file of its own, on any grid, cut out and coloured as wanted. Goes through the grid in strips of blocks,
/// so memory does not grow with its height. Used by one thread; the layer may be used by others meanwhile.
public final class RasterExport {

    private static final int BLOCK_COLUMNS = 512;
    private static final int STRIP_ROWS = 256;
    private static final long STRIP_BYTES = 48L << 20;
    private static final double JPEG_QUALITY = 0.9;
    private static final int PNG_LEVEL = 4;
    private static final double FLOAT_NODATA = -9999;

    private final RasterLayer layer;
    private final ExportGrid grid;
    private final @Nullable CutLine cutLine;
    private final DoubleConsumer progress;

    /// @param cutLine what lies outside is left empty; null for everything
    /// @param progress hears the share that is done, from 0 to 1, and may stop the work by throwing
    public RasterExport(
            RasterLayer layer,
            ExportGrid grid,
            @Nullable CutLine cutLine,
            DoubleConsumer progress) {
        this.layer = layer;
        this.grid = grid;
        this.cutLine = cutLine;
        this.progress = progress;
    }

    /// A cloud-optimised GeoTIFF with the layer's own bands, type, names and unknown value. On the layer's own grid pixels are
    /// copied; else heights are interpolated and colours are those of the nearest pixel.
    ///
    /// @param elevation whether the numbers are heights
    public void geoTiff(Path target, boolean elevation) throws IOException {
        GeoTiffReader reader = layer.reader();
        boolean smooth = elevation && !layer.isIn(grid.crs());
        Field.Sampling sampling = smooth ? Field.Sampling.BILINEAR : Field.Sampling.NEAREST;
        GeoTiffOptions options = nativeOptions(reader);
        double nodata = options.nodata() == null ? 0 : options.nodata();
        int bands = reader.bands();
        try (var writer = writer(target, options)) {
            int rows = stripRows(bands * options.sampleType().bytes() + Float.BYTES * bands);
            float[] strip = new float[Math.multiplyExact(width() * bands, rows)];
            forStrips(
                    rows,
                    (top, count) -> {
                        forBlocks(
                                top,
                                count,
                                sampling,
                                (left, field) -> copy(field, left, nodata, strip));
                        write(writer, options.sampleType(), strip, count);
                    });
            writer.finish();
        }
    }

    private void copy(Field field, int left, double nodata, float[] strip) {
        int bands = field.bands();
        for (int row = 0; row < field.rows(); row++) {
            for (int column = 0; column < field.columns(); column++) {
                int at = row * field.columns() + column;
                int to = (row * width() + left + column) * bands;
                if (field.opacity()[at] == 0) {
                    java.util.Arrays.fill(strip, to, to + bands, (float) nodata);
                } else {
                    System.arraycopy(field.values(), at * bands, strip, to, bands);
                }
            }
        }
    }

    private void write(GeoTiffWriter writer, SampleType type, float[] strip, int rows)
            throws IOException {
        int count = rows * width() * layer.reader().bands();
        switch (type) {
            case UINT8 -> {
                byte[] bytes = new byte[count];
                for (int i = 0; i < count; i++) {
                    bytes[i] = (byte) (int) strip[i];
                }
                writer.writeRows(bytes, rows);
            }
            case UINT16 -> {
                short[] shorts = new short[count];
                for (int i = 0; i < count; i++) {
                    shorts[i] = (short) (int) strip[i];
                }
                writer.writeRows(shorts, rows);
            }
            default -> writer.writeRows(strip, rows);
        }
    }

    private GeoTiffOptions nativeOptions(GeoTiffReader reader) {
        List<ColorInterpretation> colours = reader.colours();
        int bands = reader.bands();
        boolean rgb =
                bands >= 3
                        && colours.subList(0, 3)
                                .equals(
                                        List.of(
                                                ColorInterpretation.RED,
                                                ColorInterpretation.GREEN,
                                                ColorInterpretation.BLUE));
        boolean alpha = bands > 1 && reader.alphaBand() == bands - 1;
        SampleType type =
                switch (reader.sampleType()) {
                    case UINT8 -> SampleType.UINT8;
                    case UINT16 -> SampleType.UINT16;
                    case INT8, INT16, UINT32, INT32, FLOAT32, FLOAT64 -> SampleType.FLOAT32;
                };
        OptionalDouble nodata = reader.nodata();
        Double unknown =
                nodata.isPresent() && !Double.isNaN(nodata.getAsDouble())
                        ? Double.valueOf(nodata.getAsDouble())
                        : alpha ? null : unknown(type);
        boolean named = reader.descriptions().stream().anyMatch(name -> !name.isEmpty());
        return GeoTiffOptions.bands(type, bands, rgb, alpha, grid.crs().epsg())
                .withNodata(unknown)
                .withDescriptions(named ? reader.descriptions() : List.of());
    }

    private static Double unknown(SampleType type) {
        return type == SampleType.FLOAT32 ? FLOAT_NODATA : 0.0;
    }

    /// A GeoTIFF of one band of floats: a vegetation index.
    public void index(Path target, VegetationIndex index, BandOrder order) throws IOException {
        VegetationIndex.Evaluator evaluator = index.evaluator(order);
        GeoTiffOptions options =
                GeoTiffOptions.bands(SampleType.FLOAT32, 1, false, false, grid.crs().epsg())
                        .withNodata(FLOAT_NODATA)
                        .withDescriptions(List.of(index.id()));
        try (var writer = writer(target, options)) {
            int rows = stripRows(Float.BYTES);
            float[] strip = new float[Math.multiplyExact(width(), rows)];
            forStrips(
                    rows,
                    (top, count) -> {
                        forBlocks(
                                top,
                                count,
                                Field.Sampling.NEAREST,
                                (left, field) -> evaluate(field, left, evaluator, strip));
                        writer.writeRows(strip, count);
                    });
            writer.finish();
        }
    }

    private void evaluate(
            Field field, int left, VegetationIndex.Evaluator evaluator, float[] strip) {
        for (int row = 0; row < field.rows(); row++) {
            for (int column = 0; column < field.columns(); column++) {
                int at = row * field.columns() + column;
                double value =
                        field.opacity()[at] == 0
                                ? Double.NaN
                                : evaluator.value(field.values(), at * field.bands());
                strip[row * width() + left + column] =
                        Double.isFinite(value) ? (float) value : Float.NaN;
            }
        }
    }

    /// A GeoTIFF of the picture: red, green, blue, opacity.
    public void colouredGeoTiff(Path target, TileStyle style) throws IOException {
        try (var writer = writer(target, GeoTiffOptions.rgba(grid.crs().epsg()))) {
            paint(style, writer::writeRows);
            writer.finish();
        }
    }

    /// A PNG of the picture, with opacity.
    public void png(Path target, TileStyle style) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16);
                var writer = new PngWriter(out, width(), height(), 4, PNG_LEVEL)) {
            paint(style, (rgba, rows) -> writer.writeRows(rgba, 0, rows));
            writer.finish();
        }
    }

    /// A JPEG of the picture, white where nothing is known.
    public void jpeg(Path target, TileStyle style) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
            var writer = new JpegWriter(out, width(), height(), JPEG_QUALITY);
            paint(
                    style,
                    (rgba, rows) -> {
                        byte[] rgb = TileRenderer.onWhite(rgba, rows * width());
                        writer.writeRows(rgb, 0, rows);
                    });
            writer.finish();
        }
    }

    /// Takes rows of a picture.
    @FunctionalInterface
    private interface Rows {
        void take(byte[] rgba, int rows) throws IOException;
    }

    private void paint(TileStyle style, Rows target) throws IOException {
        int rows = stripRows(8);
        byte[] strip = new byte[Math.multiplyExact(4 * width(), rows)];
        forStrips(
                rows,
                (top, count) -> {
                    for (int left = 0; left < width(); left += BLOCK_COLUMNS) {
                        int columns = Math.min(BLOCK_COLUMNS, width() - left);
                        Bounds bounds = grid.block(left, top, columns, count);
                        byte[] rgba =
                                TileRenderer.paint(
                                        layer, grid.crs(), bounds, columns, count, style, cutLine);
                        for (int row = 0; row < count; row++) {
                            System.arraycopy(
                                    rgba,
                                    4 * row * columns,
                                    strip,
                                    4 * (row * width() + left),
                                    4 * columns);
                        }
                    }
                    target.take(strip, count);
                });
    }

    /// Does one strip of the grid.
    @FunctionalInterface
    private interface Strip {
        void make(int top, int rows) throws IOException;
    }

    private void forStrips(int stripRows, Strip strip) throws IOException {
        for (int top = 0; top < height(); top += stripRows) {
            progress.accept((double) top / height());
            strip.make(top, Math.min(stripRows, height() - top));
        }
    }

    /// Takes the samples of one block, whose first column is `left`.
    @FunctionalInterface
    private interface Block {
        void take(int left, Field field);
    }

    private void forBlocks(int top, int rows, Field.Sampling sampling, Block block)
            throws IOException {
        for (int left = 0; left < width(); left += BLOCK_COLUMNS) {
            int columns = Math.min(BLOCK_COLUMNS, width() - left);
            Bounds bounds = grid.block(left, top, columns, rows);
            Field field = Field.sampleFull(layer, grid.crs(), bounds, columns, rows, sampling);
            if (cutLine != null) {
                field.keep(cutLine.mask(grid.crs(), bounds, columns, rows));
            }
            block.take(left, field);
        }
    }

    private GeoTiffWriter writer(Path target, GeoTiffOptions options) throws IOException {
        return GeoTiffWriter.create(target, grid.layout(), options, ParallelLoop.serial());
    }

    private int width() {
        return grid.layout().width();
    }

    private int height() {
        return grid.layout().height();
    }

    private int stripRows(int bytesPerPixel) {
        return Math.clamp(STRIP_BYTES / ((long) bytesPerPixel * width()), 16, STRIP_ROWS);
    }
}
