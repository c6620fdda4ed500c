package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// One resolution of an image that is being written. Gathers rows until a row of tiles (or a strip) is full, encodes these tiles
/// side by side, and hands the rows, halved, to the next level.
final class PyramidLevel implements AutoCloseable {
    /// Tiles that are encoded before they are written; bounds the memory for encoded tiles.
    private static final int BATCH = 32;

    /// The longer side from which on an image in strips has a smaller one beside it.
    private static final int SMALL = 256;

    private final int width;
    private final int height;
    private final GeoTiffOptions options;
    private final ParallelLoop loop;
    private final TileEncoder encoder;
    private final Downsampler downsampler;
    private final TileSpool spool;
    private final @Nullable PyramidLevel next;
    private final int rowBytes;
    private final int blockColumns;
    private final int blockRows;
    private final byte[] strip;
    private int stripRows;
    private int rowsDone;

    PyramidLevel(int width, int height, GeoTiffOptions options, ParallelLoop loop, Path target)
            throws IOException {
        this.width = width;
        this.height = height;
        this.options = options;
        this.loop = loop;
        this.encoder = new TileEncoder(options);
        this.downsampler = new Downsampler(options);
        this.rowBytes = Math.multiplyExact(width, options.bands() * options.sampleType().bytes());
        this.blockColumns = options.blockColumns(width);
        this.blockRows = options.blockRows();
        this.strip = new byte[Math.multiplyExact(rowBytes, blockRows)];
        this.spool =
                new TileSpool(
                        GeoTiffWriter.folderOf(target),
                        GeoTiffWriter.nameOf(target),
                        Math.multiplyExact(columns(), rows()));
        this.next =
                options.overviews()
                                && Math.max(width, height)
                                        > (options.isTiled() ? options.tileSize() : SMALL)
                        ? nextOrClose(target)
                        : null;
    }

    private PyramidLevel nextOrClose(Path target) throws IOException {
        try {
            return new PyramidLevel((width + 1) / 2, (height + 1) / 2, options, loop, target);
        } catch (IOException | RuntimeException failure) {
            spool.close();
            throw failure;
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Tiles side by side.
    int columns() {
        return (width + blockColumns - 1) / blockColumns;
    }

    /// Rows of tiles.
    int rows() {
        return (height + blockRows - 1) / blockRows;
    }

    TileSpool spool() {
        return spool;
    }

    @Nullable PyramidLevel next() {
        return next;
    }

    int rowsDone() {
        return rowsDone + stripRows;
    }

    int rowBytes() {
        return rowBytes;
    }

    /// Room for the next rows in the strip; at most this many may be given to [#advance] at once.
    int freeRows() {
        return Math.min(blockRows, height - rowsDone) - stripRows;
    }

    /// The array that rows are put into, from [#offset] on.
    byte[] strip() {
        return strip;
    }

    int offset() {
        return stripRows * rowBytes;
    }

    /// Says that `count` rows have been put into the strip.
    void advance(int count) throws IOException {
        stripRows += count;
        if (stripRows == blockRows || rowsDone + stripRows == height) {
            flush();
        }
    }

    private void flush() throws IOException {
        for (int column = 0; column < columns(); column += BATCH) {
            encode(column, Math.min(BATCH, columns() - column));
        }
        if (next != null) {
            halveInto(next);
        }
        rowsDone += stripRows;
        stripRows = 0;
    }

    private void encode(int firstColumn, int count) throws IOException {
        byte[][] tiles = new byte[count][];
        int rows = options.isTiled() ? blockRows : stripRows;
        loop.forEach(
                count,
                i -> tiles[i] = encoder.encode(cut(firstColumn + i, rows), blockColumns, rows));
        for (byte[] tile : tiles) {
            spool.add(tile);
        }
    }

    private void halveInto(PyramidLevel smaller) throws IOException {
        int rows = (stripRows + 1) / 2;
        int base = smaller.offset();
        loop.forEach(
                rows,
                row -> {
                    int upper = 2 * row * rowBytes;
                    int lower = 2 * row + 1 < stripRows ? upper + rowBytes : upper;
                    downsampler.halve(
                            strip,
                            upper,
                            lower,
                            width,
                            smaller.strip(),
                            base + row * smaller.rowBytes());
                });
        smaller.advance(rows);
    }

    private byte[] cut(int column, int rows) {
        int pixel = options.bands() * options.sampleType().bytes();
        int tileRow = blockColumns * pixel;
        byte[] tile = new byte[rows * tileRow];
        int left = column * tileRow;
        int length = Math.min(tileRow, rowBytes - left);
        if (length < tileRow || stripRows < rows) {
            pad(tile);
        }
        for (int row = 0; row < stripRows; row++) {
            System.arraycopy(strip, row * rowBytes + left, tile, row * tileRow, length);
        }
        return tile;
    }

    private void pad(byte[] tile) {
        Double nodata = options.nodata();
        if (options.sampleType() != SampleType.FLOAT32 || nodata == null) {
            return;
        }
        for (int at = 0; at < tile.length; at += 4) {
            LittleEndian.FLOAT.set(tile, at, nodata.floatValue());
        }
    }

    /// Removes the temporary file, here and in all smaller levels.
    @Override
    public void close() throws IOException {
        try {
            spool.close();
        } finally {
            if (next != null) {
                next.close();
            }
        }
    }
}
