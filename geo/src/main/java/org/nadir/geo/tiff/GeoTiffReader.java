package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.RasterLayout;

/// An open GeoTIFF. Windows of any level may be read from any number of threads at once; the last blocks are kept in a
/// cache of bounded size.
///
/// Read are tiles and strips; no compression, Deflate, LZW, PackBits and JPEG; predictors 1 to 3; 8 to 32-bit integers
/// and floats; bands by pixel or by plane; classic and BigTIFF in either byte order; overviews inside the file; and an
/// inner mask, which shows as one more band of opacity at the end.
public final class GeoTiffReader implements AutoCloseable {

    /// One resolution. Level 0 is the full image, each further one is smaller.
    ///
    /// @param scaleX full-resolution pixels per pixel of this level, across
    /// @param scaleY the same, down
    public record Level(int width, int height, double scaleX, double scaleY) {}

    private static final long CACHE_BYTES =
            Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 32);

    private final TiffInput input;
    private final TiffImages images;
    private final BlockDecoder decoder;
    private final BlockDecoder maskDecoder;
    private final BlockCache cache = new BlockCache(CACHE_BYTES);

    private GeoTiffReader(TiffInput input) throws IOException {
        this.input = input;
        this.images = TiffImages.read(input);
        OptionalDouble nodata = images.nodata();
        this.decoder = new BlockDecoder(input, nodata.isPresent() ? nodata.getAsDouble() : null);
        this.maskDecoder = new BlockDecoder(input, null);
    }

    /// Opens a file and reads its directories.
    ///
    /// @throws GeoTiffException when it is no TIFF, is damaged or holds something that is not read here
    public static GeoTiffReader open(Path file) throws IOException {
        TiffInput input = TiffInput.open(file);
        try {
            return new GeoTiffReader(input);
        } catch (ArithmeticException | IllegalArgumentException wrong) {
            input.close();
            throw new GeoTiffException(file, "its sizes make no sense", wrong);
        } catch (IOException | RuntimeException failure) {
            input.close();
            throw failure;
        }
    }

    public Path file() {
        return input.file();
    }

    public int width() {
        return images.levels().getFirst().width();
    }

    public int height() {
        return images.levels().getFirst().height();
    }

    /// Numbers per pixel, an inner mask included.
    public int bands() {
        return images.colours().size();
    }

    public SampleType sampleType() {
        return images.base().type();
    }

    /// What each band stands for.
    public List<ColorInterpretation> colours() {
        return images.colours();
    }

    /// Index of the band of opacity, −1 when there is none.
    public int alphaBand() {
        return images.colours().lastIndexOf(ColorInterpretation.ALPHA);
    }

    /// Name of each band; empty texts where there is none.
    public List<String> descriptions() {
        return images.descriptions();
    }

    /// The value that stands for "unknown".
    public OptionalDouble nodata() {
        return images.nodata();
    }

    /// Metres per unit of the values when they are heights; 1 when the file does not say otherwise.
    public double unitMetres() {
        return images.unitMetres();
    }

    /// EPSG code of the coordinate system; 0 when unknown.
    public int epsg() {
        return images.epsg();
    }

    /// Whether there is a coordinate system, be it one without an EPSG code.
    public boolean hasCrs() {
        return images.hasCrs();
    }

    /// The coordinate system as well-known text, for one without an EPSG code; null when there is none or it is of a rare
    /// kind.
    public @Nullable String wkt() {
        return images.wkt();
    }

    /// Where the pixels lie; null when the file does not say, or not north-up.
    public @Nullable RasterLayout layout() {
        return images.layout();
    }

    /// All resolutions, the full one first, then smaller and smaller.
    public List<Level> levels() {
        return images.levels();
    }

    /// True when the full image is stored as square-ish blocks rather than strips.
    public boolean isTiled() {
        return images.base().tiled();
    }

    /// Width and height of a block of the full image.
    public int blockWidth() {
        return images.base().blockWidth();
    }

    public int blockHeight() {
        return images.base().blockHeight();
    }

    /// Reads a window as floats, whatever the type in the file, pixel-interleaved with all [#bands]. A mask gives 0 or 255.
    /// The window must lie inside the level.
    public void read(int level, int column, int row, int columns, int rows, float[] out)
            throws IOException {
        check(level, column, row, columns, rows, out.length);
        int bands = bands();
        visit(
                level,
                column,
                row,
                columns,
                rows,
                (type, block, from, step, band, to, count) ->
                        Samples.toFloats(
                                type, block, from, step, out, to * bands + band, bands, count));
    }

    /// Reads a window of an 8-bit image, pixel-interleaved with all [#bands]. The window must lie inside the level.
    public void read(int level, int column, int row, int columns, int rows, byte[] out)
            throws IOException {
        if (sampleType() != SampleType.UINT8) {
            throw new IllegalArgumentException(input.file() + " holds " + sampleType());
        }
        check(level, column, row, columns, rows, out.length);
        int bands = bands();
        visit(
                level,
                column,
                row,
                columns,
                rows,
                (type, block, from, step, band, to, count) -> {
                    if (step == bands && band == 0) {
                        System.arraycopy(block, from, out, to * bands, count * bands);
                    } else if (step != bands) {
                        spread(block, from, step, out, to * bands + band, bands, count);
                    }
                });
    }

    private static void spread(
            byte[] from,
            int fromIndex,
            int fromStep,
            byte[] to,
            int toIndex,
            int toStep,
            int count) {
        for (int i = 0; i < count; i++) {
            to[toIndex + i * toStep] = from[fromIndex + i * fromStep];
        }
    }

    /// Takes a run of pixels of one band and one row: `count` numbers of `block` from index `from` on, `step` apart, for the
    /// pixels of the window from index `to` on.
    @FunctionalInterface
    private interface Run {
        void take(SampleType type, byte[] block, int from, int step, int band, int to, int count);
    }

    private void visit(int level, int column, int row, int columns, int rows, Run run)
            throws IOException {
        BlockLayout layout = images.data().get(level);
        visit(layout, level, false, 0, column, row, columns, rows, run);
        BlockLayout mask = images.masks().get(level);
        if (mask != null) {
            visit(mask, level, true, layout.samples(), column, row, columns, rows, run);
        }
    }

    private void visit(
            BlockLayout layout,
            int level,
            boolean mask,
            int firstBand,
            int column,
            int row,
            int columns,
            int rows,
            Run run)
            throws IOException {
        int planes = layout.planar() ? layout.samples() : 1;
        int width = layout.blockWidth();
        int height = layout.blockHeight();
        int samples = layout.blockSamples();
        for (int plane = 0; plane < planes; plane++) {
            for (int by = row / height; by <= (row + rows - 1) / height; by++) {
                for (int bx = column / width; bx <= (column + columns - 1) / width; bx++) {
                    byte[] block = block(layout, level, mask, plane, by, bx);
                    int left = Math.max(column, bx * width);
                    int right = (int) Math.min((long) column + columns, (bx + 1L) * width);
                    int top = Math.max(row, by * height);
                    int bottom = (int) Math.min((long) row + rows, (by + 1L) * height);
                    for (int y = top; y < bottom; y++) {
                        int from = ((y - by * height) * width + left - bx * width) * samples;
                        int to = (y - row) * columns + left - column;
                        for (int s = 0; s < samples; s++) {
                            int band = firstBand + plane + s;
                            run.take(
                                    layout.type(),
                                    block,
                                    from + s,
                                    samples,
                                    band,
                                    to,
                                    right - left);
                        }
                    }
                }
            }
        }
    }

    private byte[] block(
            BlockLayout layout, int level, boolean mask, int plane, int row, int column)
            throws IOException {
        var key = new BlockCache.Key(level, mask, layout.index(plane, row, column));
        byte[] known = cache.get(key);
        if (known != null) {
            return known;
        }
        byte[] block = (mask ? maskDecoder : decoder).decode(layout, plane, row, column);
        cache.put(key, block);
        return block;
    }

    private void check(int level, int column, int row, int columns, int rows, int length) {
        Level wanted = levels().get(level);
        boolean inside =
                column >= 0
                        && row >= 0
                        && columns > 0
                        && rows > 0
                        && column <= wanted.width() - columns
                        && row <= wanted.height() - rows;
        if (!inside || (long) columns * rows * bands() > length) {
            throw new IllegalArgumentException(
                    "%s: window %d,%d %d x %d of level %d (%d x %d) into %d numbers"
                            .formatted(
                                    input.file(),
                                    column,
                                    row,
                                    columns,
                                    rows,
                                    level,
                                    wanted.width(),
                                    wanted.height(),
                                    length));
        }
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
