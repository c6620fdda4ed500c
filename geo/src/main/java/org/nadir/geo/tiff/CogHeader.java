package org.nadir.geo.tiff;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.geo.RasterLayout;

/// Everything that stands before the tiles of a cloud-optimised GeoTIFF: the TIFF header, GDAL's note on how the file is
/// laid out, and one directory per level from the largest to the smallest. The tiles follow from the smallest level to
/// the largest, each framed as [TileSpool] does it.
final class CogHeader {
    private static final String LAYOUT =
            """
            LAYOUT=IFDS_BEFORE_DATA
            BLOCK_ORDER=ROW_MAJOR
            BLOCK_LEADER=SIZE_AS_UINT4
            BLOCK_TRAILER=LAST_4_BYTES_REPEATED
            KNOWN_INCOMPATIBLE_EDITION=NO
            """;

    /// Leaves room for the header in the question whether four-byte offsets suffice.
    private static final long CLASSIC_LIMIT = 0xFFFFFFFFL - (64L << 20);

    private final RasterLayout layout;
    private final GeoTiffOptions options;
    private final List<PyramidLevel> levels = new ArrayList<>();
    private final boolean big;

    CogHeader(RasterLayout layout, GeoTiffOptions options, PyramidLevel base) {
        this(layout, options, base, CLASSIC_LIMIT);
    }

    /// @param classicLimit bytes of tiles from which on the file becomes a BigTIFF
    CogHeader(RasterLayout layout, GeoTiffOptions options, PyramidLevel base, long classicLimit) {
        this.layout = layout;
        this.options = options;
        long total = 0;
        for (PyramidLevel level = base; level != null; level = level.next()) {
            levels.add(level);
            total += level.spool().length();
        }
        this.big = total > classicLimit;
    }

    byte[] bytes() {
        byte[] note = options.isTiled() ? note() : new byte[0];
        int start = (big ? 16 : 8) + note.length;
        long[] ifdOffsets = new long[levels.size() + 1];
        ifdOffsets[0] = start;
        for (int i = 0; i < levels.size(); i++) {
            ifdOffsets[i + 1] = ifdOffsets[i] + directory(i, 0).size();
        }
        long end = ifdOffsets[levels.size()];
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(end)).order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'I').put((byte) 'I');
        if (big) {
            out.putShort((short) 43).putShort((short) 8).putShort((short) 0).putLong(start);
        } else {
            out.putShort((short) 42).putInt(start);
        }
        out.put(note);
        for (int i = 0; i < levels.size(); i++) {
            long next = i + 1 < levels.size() ? ifdOffsets[i + 1] : 0;
            out.put(directory(i, end + before(i)).write(ifdOffsets[i], next));
        }
        return out.array();
    }

    /// Bytes of tiles that stand before those of a level.
    private long before(int index) {
        long bytes = 0;
        for (int i = index + 1; i < levels.size(); i++) {
            bytes += levels.get(i).spool().length();
        }
        return bytes;
    }

    private static byte[] note() {
        // The space makes room for NO to become YES in place.
        String promises = LAYOUT + " ";
        String note =
                "GDAL_STRUCTURAL_METADATA_SIZE=%06d bytes\n%s"
                        .formatted(promises.length(), promises);
        note = note.length() % 2 == 0 ? note : note + "\0";
        return note.getBytes(StandardCharsets.US_ASCII);
    }

    private IfdBuilder directory(int index, long tilesAt) {
        PyramidLevel level = levels.get(index);
        var ifd = new IfdBuilder(big);
        if (index > 0) {
            ifd.longs(Tags.NEW_SUBFILE_TYPE, Tags.SUBFILE_REDUCED);
        }
        ifd.longs(Tags.IMAGE_WIDTH, level.width());
        ifd.longs(Tags.IMAGE_LENGTH, level.height());
        addPixelFormat(ifd);
        addBlocks(ifd, level, tilesAt);
        Double nodata = options.nodata();
        if (nodata != null) {
            ifd.text(Tags.GDAL_NODATA, nodataText(nodata));
        }
        if (index == 0) {
            addDescription(ifd);
        }
        return ifd;
    }

    private void addPixelFormat(IfdBuilder ifd) {
        int bands = options.bands();
        ifd.shorts(Tags.BITS_PER_SAMPLE, repeated(8 * options.sampleType().bytes(), bands));
        ifd.shorts(Tags.COMPRESSION, options.compression().code());
        int colours = options.rgb() ? 3 : 1;
        ifd.shorts(
                Tags.PHOTOMETRIC,
                options.rgb() ? Tags.PHOTOMETRIC_RGB : Tags.PHOTOMETRIC_BLACK_IS_ZERO);
        ifd.shorts(Tags.SAMPLES_PER_PIXEL, bands);
        ifd.shorts(Tags.PLANAR_CONFIG, 1);
        int predictor = new TileEncoder(options).predictor();
        if (predictor != 1) {
            ifd.shorts(Tags.PREDICTOR, predictor);
        }
        if (bands > colours) {
            int[] extra = new int[bands - colours];
            extra[extra.length - 1] = options.alpha() ? Tags.EXTRA_UNASSOCIATED_ALPHA : 0;
            ifd.shorts(Tags.EXTRA_SAMPLES, extra);
        }
        int format = options.sampleType().isFloating() ? Tags.FORMAT_FLOAT : Tags.FORMAT_UNSIGNED;
        ifd.shorts(Tags.SAMPLE_FORMAT, repeated(format, bands));
    }

    private void addBlocks(IfdBuilder ifd, PyramidLevel level, long tilesAt) {
        int[] sizes = level.spool().sizes();
        long[] offsets = new long[sizes.length];
        long at = tilesAt;
        for (int i = 0; i < sizes.length; i++) {
            offsets[i] = at + TileSpool.LEADER;
            at = offsets[i] + sizes[i] + TileSpool.TRAILER;
        }
        if (!options.isTiled()) {
            ifd.longs(Tags.ROWS_PER_STRIP, options.blockRows());
            ifd.offsets(Tags.STRIP_OFFSETS, offsets);
            ifd.longs(Tags.STRIP_BYTE_COUNTS, sizes);
            return;
        }
        ifd.shorts(Tags.TILE_WIDTH, options.tileSize());
        ifd.shorts(Tags.TILE_LENGTH, options.tileSize());
        ifd.offsets(Tags.TILE_OFFSETS, offsets);
        ifd.longs(Tags.TILE_BYTE_COUNTS, sizes);
    }

    private void addDescription(IfdBuilder ifd) {
        ifd.text(Tags.SOFTWARE, TiffImages.WRITER);
        String dateTime = options.dateTime();
        if (dateTime != null) {
            ifd.text(Tags.DATE_TIME, dateTime);
        }
        String metadata = GdalMetadata.of(options);
        if (metadata != null) {
            ifd.text(Tags.GDAL_METADATA, metadata);
        }
        ifd.doubles(Tags.MODEL_PIXEL_SCALE, layout.pixelWidth(), layout.pixelHeight(), 0);
        ifd.doubles(Tags.MODEL_TIEPOINT, 0, 0, 0, layout.left(), layout.top(), 0);
        if (options.epsg() != 0) {
            GeoKeys.write(ifd, options.epsg());
        }
    }

    private static String nodataText(double nodata) {
        return nodata == Math.rint(nodata) && Math.abs(nodata) < 1e15
                ? Long.toString((long) nodata)
                : Double.toString(nodata);
    }

    private static int[] repeated(int value, int count) {
        int[] values = new int[count];
        Arrays.fill(values, value);
        return values;
    }
}
