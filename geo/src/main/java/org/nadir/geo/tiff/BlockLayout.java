package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.file.Path;

/// How one image of a file is cut into tiles or strips ("blocks") and how their bytes are packed.
///
/// @param samples numbers per pixel in the file
/// @param planar true when each band has its own blocks
/// @param bits per number; 1 means packed bits, which decode to one byte each
/// @param type of the decoded numbers
/// @param blockWidth columns of a block
/// @param blockHeight rows of a block; the last strip may have fewer
/// @param tiled false for strips
/// @param offsets of the blocks, row by row, band after band when planar
/// @param jpegTables shared start of the JPEG streams, empty when there is none
record BlockLayout(
        int width,
        int height,
        int samples,
        boolean planar,
        int bits,
        SampleType type,
        int blockWidth,
        int blockHeight,
        boolean tiled,
        Compression compression,
        int predictor,
        int photometric,
        long[] offsets,
        long[] byteCounts,
        byte[] jpegTables) {

    private static final long MAX_BLOCK_BYTES = 1L << 30;
    private static final int MAX_SAMPLES = 1024;

    static BlockLayout of(Ifd ifd, Path file) throws IOException {
        int width = size(ifd.required(Tags.IMAGE_WIDTH), "width", file);
        int height = size(ifd.required(Tags.IMAGE_LENGTH), "height", file);
        int samples = size(ifd.number(Tags.SAMPLES_PER_PIXEL, 1), "samples per pixel", file);
        if (samples > MAX_SAMPLES) {
            throw new GeoTiffException(file, samples + " samples per pixel");
        }
        boolean planar = ifd.number(Tags.PLANAR_CONFIG, 1) == 2 && samples > 1;
        int bits = commonBits(ifd, file);
        boolean tiled = ifd.has(Tags.TILE_OFFSETS);
        int blockWidth = width;
        int blockHeight =
                (int) Math.min(ifd.number(Tags.ROWS_PER_STRIP, height) & 0xFFFFFFFFL, height);
        if (tiled) {
            blockWidth = size(ifd.required(Tags.TILE_WIDTH), "tile width", file);
            blockHeight = size(ifd.required(Tags.TILE_LENGTH), "tile height", file);
        }
        if (blockHeight < 1) {
            throw new GeoTiffException(file, "strips without rows");
        }
        SampleType type = sampleType(bits, (int) ifd.number(Tags.SAMPLE_FORMAT, 1), file);
        byte[] tables = ifd.raw(Tags.JPEG_TABLES);
        var layout =
                new BlockLayout(
                        width,
                        height,
                        samples,
                        planar,
                        bits,
                        type,
                        blockWidth,
                        blockHeight,
                        tiled,
                        compression(ifd, file),
                        (int) ifd.number(Tags.PREDICTOR, 1),
                        (int) ifd.number(Tags.PHOTOMETRIC, 1),
                        required(ifd, tiled ? Tags.TILE_OFFSETS : Tags.STRIP_OFFSETS, file),
                        required(ifd, tiled ? Tags.TILE_BYTE_COUNTS : Tags.STRIP_BYTE_COUNTS, file),
                        tables == null ? new byte[0] : tables);
        layout.check(file);
        return layout;
    }

    /// Blocks side by side.
    int columns() {
        return (int) (((long) width + blockWidth - 1) / blockWidth);
    }

    /// Rows of blocks.
    int rows() {
        return (int) (((long) height + blockHeight - 1) / blockHeight);
    }

    /// Numbers per pixel inside one block.
    int blockSamples() {
        return planar ? 1 : samples;
    }

    /// Rows that a block of this block row holds.
    int rowsIn(int blockRow) {
        return tiled ? blockHeight : Math.min(blockHeight, height - blockRow * blockHeight);
    }

    /// Index of a block in [#offsets].
    int index(int plane, int blockRow, int blockColumn) {
        return (plane * rows() + blockRow) * columns() + blockColumn;
    }

    private void check(Path file) throws GeoTiffException {
        long blocks = (long) columns() * rows() * (planar ? samples : 1);
        if (offsets.length < blocks || byteCounts.length < blocks) {
            throw new GeoTiffException(
                    file,
                    "%d blocks for %d x %d pixels, but %d offsets and %d lengths"
                            .formatted(blocks, width, height, offsets.length, byteCounts.length));
        }
        double bytes = (double) blockWidth * blockHeight * blockSamples() * type.bytes();
        if (bytes > MAX_BLOCK_BYTES) {
            throw new GeoTiffException(
                    file,
                    "blocks of %d x %d pixels are too large".formatted(blockWidth, blockHeight));
        }
        if (predictor < 1 || predictor > Tags.PREDICTOR_FLOAT) {
            throw new GeoTiffException(file, "predictor " + predictor + " is not supported");
        }
        if (bits == 1 && (samples > 1 || predictor != 1)) {
            throw new GeoTiffException(file, "one-bit pixels with several bands are not supported");
        }
    }

    private static int size(long value, String what, Path file) throws GeoTiffException {
        if (value < 1 || value > Integer.MAX_VALUE - 8) {
            throw new GeoTiffException(file, what + " is " + value);
        }
        return (int) value;
    }

    private static int commonBits(Ifd ifd, Path file) throws IOException {
        long[] bits = ifd.numbers(Tags.BITS_PER_SAMPLE);
        if (bits == null || bits.length == 0) {
            return 1;
        }
        for (long each : bits) {
            if (each != bits[0]) {
                throw new GeoTiffException(file, "bands of different depth are not supported");
            }
        }
        return (int) bits[0];
    }

    private static Compression compression(Ifd ifd, Path file) throws IOException {
        int code = (int) ifd.number(Tags.COMPRESSION, 1);
        try {
            return Compression.ofCode(code);
        } catch (IllegalArgumentException unknown) {
            throw new GeoTiffException(file, "compression " + code + " is not supported", unknown);
        }
    }

    private static SampleType sampleType(int bits, int format, Path file) throws GeoTiffException {
        return switch (bits * 10 + format) {
            case 11, 81, 84 -> SampleType.UINT8;
            case 82 -> SampleType.INT8;
            case 161, 164 -> SampleType.UINT16;
            case 162 -> SampleType.INT16;
            case 321, 324 -> SampleType.UINT32;
            case 322 -> SampleType.INT32;
            case 323 -> SampleType.FLOAT32;
            case 643 -> SampleType.FLOAT64;
            default ->
                    throw new GeoTiffException(
                            file, bits + "-bit samples of format " + format + " are not supported");
        };
    }

    private static long[] required(Ifd ifd, int tag, Path file) throws IOException {
        long[] values = ifd.numbers(tag);
        if (values == null) {
            throw new GeoTiffException(file, "tag " + tag + " is missing");
        }
        return values;
    }
}
