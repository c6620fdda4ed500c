package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nadir.geo.RasterLayout;

/// Writes a GeoTIFF from rows that come in order from north to south: a cloud-optimised one, or one in strips.
///
/// Tiles are compressed as soon as a row of them is full and wait in temporary files beside the target, so memory holds
/// about two tile rows of the image. [#finish] puts the file together under a temporary name, syncs it and moves it into
/// place: the target is never half written. The bytes do not depend on the number of threads.
///
/// Overviews halve exactly: overview pixel (c, r) of level k covers the 2^k × 2^k pixels from (c·2^k, r·2^k) on, or
/// what of them exists.
///
/// For one thread at a time.
public final class GeoTiffWriter implements AutoCloseable {
    private final Path target;
    private final RasterLayout layout;
    private final GeoTiffOptions options;
    private final PyramidLevel base;
    private boolean finished;

    private GeoTiffWriter(
            Path target, RasterLayout layout, GeoTiffOptions options, ParallelLoop loop)
            throws IOException {
        this.target = target;
        this.layout = layout;
        this.options = options;
        this.base = new PyramidLevel(layout.width(), layout.height(), options, loop, target);
    }

    /// Begins a file. Its folder must exist; a file of that name is replaced when all is done.
    public static GeoTiffWriter create(
            Path target, RasterLayout layout, GeoTiffOptions options, ParallelLoop loop)
            throws IOException {
        return new GeoTiffWriter(target, layout, options, loop);
    }

    /// Adds rows of UINT8 samples, pixel-interleaved; the array is free again on return.
    public void writeRows(byte[] samples, int rows) throws IOException {
        check(SampleType.UINT8, samples.length, rows);
        put(
                rows,
                (from, count, offset) ->
                        System.arraycopy(samples, from, base.strip(), offset, count));
    }

    /// Adds rows of UINT16 samples, pixel-interleaved; the array is free again on return.
    public void writeRows(short[] samples, int rows) throws IOException {
        check(SampleType.UINT16, samples.length, rows);
        put(
                rows,
                (from, count, offset) -> {
                    for (int i = 0; i < count; i++) {
                        LittleEndian.SHORT.set(base.strip(), offset + 2 * i, samples[from + i]);
                    }
                });
    }

    /// Adds rows of FLOAT32 samples, pixel-interleaved; NaN becomes the nodata value when there is one. The array is free
    /// again on return.
    public void writeRows(float[] samples, int rows) throws IOException {
        check(SampleType.FLOAT32, samples.length, rows);
        Double nodata = options.nodata();
        float unknown = nodata == null ? Float.NaN : nodata.floatValue();
        put(
                rows,
                (from, count, offset) -> {
                    for (int i = 0; i < count; i++) {
                        float value = samples[from + i];
                        LittleEndian.FLOAT.set(
                                base.strip(), offset + 4 * i, Float.isNaN(value) ? unknown : value);
                    }
                });
    }

    /// Rows that have been given so far.
    public int rowsWritten() {
        return base.rowsDone();
    }

    /// Puts the file together and moves it into place.
    ///
    /// @throws IllegalStateException when rows are missing
    public void finish() throws IOException {
        if (base.rowsDone() != layout.height()) {
            throw new IllegalStateException(
                    target + ": " + base.rowsDone() + " of " + layout.height() + " rows given");
        }
        if (finished) {
            return;
        }
        Path part = TileSpool.besideName(folderOf(target), nameOf(target), ".part");
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                byte[] head = new CogHeader(layout, options, base).bytes();
                TileSpool.writeFully(channel, ByteBuffer.wrap(head));
                copyTiles(base, channel);
                channel.force(true);
            }
            Files.move(
                    part,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            finished = true;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /// Smallest level first.
    private static void copyTiles(PyramidLevel level, FileChannel channel) throws IOException {
        PyramidLevel next = level.next();
        if (next != null) {
            copyTiles(next, channel);
        }
        level.spool().copyTo(channel);
    }

    /// Removes all temporary files; without [#finish] before, nothing remains.
    @Override
    public void close() throws IOException {
        base.close();
    }

    static String nameOf(Path file) {
        Path name = file.getFileName();
        if (name == null) {
            throw new IllegalArgumentException("Not a file name: " + file);
        }
        return name.toString();
    }

    static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException("Not a file name: " + file);
        }
        return folder;
    }

    /// Copies `count` samples from index `from` of the caller's array to byte `offset` of the strip.
    @FunctionalInterface
    private interface Copy {
        void apply(int from, int count, int offset);
    }

    private void put(int rows, Copy copy) throws IOException {
        int rowSamples = layout.width() * options.bands();
        int done = 0;
        while (done < rows) {
            int count = Math.min(rows - done, base.freeRows());
            copy.apply(done * rowSamples, count * rowSamples, base.offset());
            base.advance(count);
            done += count;
        }
    }

    private void check(SampleType given, int length, int rows) {
        if (given != options.sampleType()) {
            throw new IllegalArgumentException(
                    given + " samples for a file of " + options.sampleType());
        }
        if (rows < 0 || (long) rows * layout.width() * options.bands() > length) {
            throw new IllegalArgumentException(rows + " rows from " + length + " samples");
        }
        if (rows > layout.height() - base.rowsDone()) {
            throw new IllegalArgumentException(
                    "%s: %d more rows after %d of %d"
                            .formatted(target, rows, base.rowsDone(), layout.height()));
        }
    }
}
