package org.nadir.geo.tiff;

import java.util.Arrays;
import java.util.zip.Deflater;

/// Turns one tile or strip of little-endian, pixel-interleaved numbers into the bytes of the file. Has no state: any thread.
record TileEncoder(GeoTiffOptions options) {

    /// The TIFF predictor code.
    int predictor() {
        return switch (options.compression()) {
            case NONE, JPEG, PACKBITS -> 1;
            case LZW, DEFLATE, LZMA ->
                    options.sampleType().isFloating()
                            ? Tags.PREDICTOR_FLOAT
                            : Tags.PREDICTOR_HORIZONTAL;
        };
    }

    /// Encodes a block; `block` is used as working space and holds rubbish afterwards.
    byte[] encode(byte[] block, int columns, int rows) {
        predict(block, columns, rows);
        return switch (options.compression()) {
            case NONE -> block;
            case LZW -> new LzwEncoder().encode(block);
            case DEFLATE -> deflate(block, options.level());
            case LZMA -> Xz.encode(block);
            case PACKBITS -> PackBits.encode(block, block.length / rows);
            case JPEG -> JpegBlockWriter.encode(block, columns, rows, options);
        };
    }

    private void predict(byte[] block, int columns, int rows) {
        int bytes = options.sampleType().bytes();
        int values = columns * options.bands();
        byte[] scratch =
                predictor() == Tags.PREDICTOR_FLOAT ? new byte[values * bytes] : new byte[0];
        for (int row = 0; row < rows; row++) {
            int offset = row * values * bytes;
            switch (predictor()) {
                case Tags.PREDICTOR_HORIZONTAL ->
                        Predictor.difference(block, offset, values, options.bands(), bytes);
                case Tags.PREDICTOR_FLOAT ->
                        Predictor.splitFloats(
                                block, offset, values, options.bands(), bytes, scratch);
                default -> {}
            }
        }
    }

    private static byte[] deflate(byte[] raw, int level) {
        var deflater = new Deflater(level);
        try {
            deflater.setInput(raw);
            deflater.finish();
            byte[] packed = new byte[raw.length / 2 + 64];
            int length = 0;
            while (!deflater.finished()) {
                if (length == packed.length) {
                    packed = Arrays.copyOf(packed, packed.length * 2);
                }
                length += deflater.deflate(packed, length, packed.length - length);
            }
            return Arrays.copyOf(packed, length);
        } finally {
            deflater.end();
        }
    }
}
