package org.nadir.geo.tiff;

import java.util.Arrays;
import java.util.zip.Deflater;

/// Turns one tile of little-endian, pixel-interleaved numbers into the bytes of the file. Has no state: any thread.
record TileEncoder(GeoTiffOptions options) {

    /// The TIFF predictor code.
    int predictor() {
        if (options.compression() == Compression.NONE) {
            return 1;
        }
        return options.sampleType().isFloating() ? Tags.PREDICTOR_FLOAT : Tags.PREDICTOR_HORIZONTAL;
    }

    /// Encodes a tile; `tile` is used as working space and holds rubbish afterwards.
    byte[] encode(byte[] tile) {
        predict(tile);
        return switch (options.compression()) {
            case NONE -> tile;
            case LZW -> new LzwEncoder().encode(tile);
            case DEFLATE -> deflate(tile, options.level());
            case JPEG, PACKBITS -> throw new IllegalStateException("Not written");
        };
    }

    private void predict(byte[] tile) {
        int bytes = options.sampleType().bytes();
        int values = options.tileSize() * options.bands();
        byte[] scratch =
                predictor() == Tags.PREDICTOR_FLOAT ? new byte[values * bytes] : new byte[0];
        for (int row = 0; row < options.tileSize(); row++) {
            int offset = row * values * bytes;
            switch (predictor()) {
                case Tags.PREDICTOR_HORIZONTAL ->
                        Predictor.difference(tile, offset, values, options.bands(), bytes);
                case Tags.PREDICTOR_FLOAT ->
                        Predictor.splitFloats(
                                tile, offset, values, options.bands(), bytes, scratch);
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
