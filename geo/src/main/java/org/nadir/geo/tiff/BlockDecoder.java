package org.nadir.geo.tiff;

import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Turns the bytes of one block into little-endian, pixel-interleaved numbers. Has no state: any thread.
final class BlockDecoder {
    private static final long MODEST_BYTES = 16L << 20;
    private static final int BEST_RATIO = 2000;

    private final TiffInput input;
    private final @Nullable Double fill;

    /// @param fill value of blocks that the file leaves out; null means 0
    BlockDecoder(TiffInput input, @Nullable Double fill) {
        this.input = input;
        this.fill = fill;
    }

    byte[] decode(BlockLayout layout, int plane, int blockRow, int blockColumn) throws IOException {
        int index = layout.index(plane, blockRow, blockColumn);
        int rows = layout.rowsIn(blockRow);
        int values = layout.blockWidth() * layout.blockSamples();
        long offset = layout.offsets()[index];
        long length = layout.byteCounts()[index];
        if (offset == 0 || length == 0) {
            return missing(layout.type(), Math.multiplyExact(values, rows));
        }
        byte[] packed = input.read(offset, length).array();
        if (layout.compression() == Compression.JPEG) {
            return JpegBlocks.decode(packed, layout, rows, input.file());
        }
        checkPlausible(layout, packed.length, rows);
        int rowBytes = layout.bits() == 1 ? (values + 7) / 8 : values * layout.type().bytes();
        byte[] data = unpack(layout.compression(), packed, rowBytes * rows);
        if (layout.bits() == 1) {
            return expandBits(data, values, rows, rowBytes);
        }
        undoPredictor(data, layout, values, rows);
        return data;
    }

    /// No scheme here packs better than about 1:1400, so a short block cannot become a huge one; this keeps a lying file from
    /// taking all memory.
    private void checkPlausible(BlockLayout layout, int packed, int rows) throws IOException {
        long wanted =
                (long) layout.blockWidth() * rows * layout.blockSamples() * layout.type().bytes();
        if (wanted > MODEST_BYTES && wanted / BEST_RATIO > packed) {
            throw broken(packed, (int) wanted, null);
        }
    }

    private byte[] unpack(Compression compression, byte[] packed, int length) throws IOException {
        return switch (compression) {
            case NONE -> {
                if (packed.length < length) {
                    throw broken(packed.length, length, null);
                }
                yield packed.length == length ? packed : Arrays.copyOf(packed, length);
            }
            case DEFLATE -> inflate(packed, length);
            case LZW -> {
                byte[] data = new byte[length];
                int done = LzwDecoder.decode(packed, data);
                if (done < length) {
                    throw broken(done, length, null);
                }
                yield data;
            }
            case LZMA -> {
                byte[] data = new byte[length];
                int done = Xz.decode(packed, data);
                if (done < length) {
                    throw broken(done, length, null);
                }
                yield data;
            }
            case PACKBITS -> unpackBits(packed, length);
            case JPEG -> throw new IllegalStateException("JPEG blocks are decoded elsewhere");
        };
    }

    private byte[] inflate(byte[] packed, int length) throws IOException {
        byte[] data = new byte[length];
        var inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < length) {
                int more = inflater.inflate(data, done, length - done);
                if (more == 0) {
                    throw broken(done, length, null);
                }
                done += more;
            }
            return data;
        } catch (DataFormatException wrong) {
            throw broken((int) inflater.getBytesWritten(), length, wrong);
        } finally {
            inflater.end();
        }
    }

    private byte[] unpackBits(byte[] packed, int length) throws IOException {
        byte[] data = new byte[length];
        int done = 0;
        int at = 0;
        while (done < length && at < packed.length) {
            int code = packed[at++];
            int run = code >= 0 ? code + 1 : 1 - code;
            int available = code >= 0 ? packed.length - at : Math.min(1, packed.length - at) * run;
            int count = Math.min(Math.min(run, available), length - done);
            if (code == -128) {
                continue;
            }
            if (count == 0) {
                break;
            }
            if (code >= 0) {
                System.arraycopy(packed, at, data, done, count);
                at += run;
            } else {
                Arrays.fill(data, done, done + count, packed[at++]);
            }
            done += count;
        }
        if (done < length) {
            throw broken(done, length, null);
        }
        return data;
    }

    private void undoPredictor(byte[] data, BlockLayout layout, int values, int rows) {
        int bytes = layout.type().bytes();
        int stride = layout.blockSamples();
        boolean floats = layout.predictor() == Tags.PREDICTOR_FLOAT;
        if (input.order() == ByteOrder.BIG_ENDIAN && !floats) {
            swap(data, bytes);
        }
        byte[] scratch = new byte[floats ? values * bytes : 0];
        for (int row = 0; row < rows; row++) {
            int offset = row * values * bytes;
            if (floats) {
                Predictor.joinFloats(data, offset, values, stride, bytes, scratch);
            } else if (layout.predictor() == Tags.PREDICTOR_HORIZONTAL) {
                Predictor.accumulate(data, offset, values, stride, bytes);
            }
        }
    }

    private static void swap(byte[] data, int bytes) {
        if (bytes == 1) {
            return;
        }
        for (int at = 0; at + bytes <= data.length; at += bytes) {
            for (int i = 0; i < bytes / 2; i++) {
                byte kept = data[at + i];
                data[at + i] = data[at + bytes - 1 - i];
                data[at + bytes - 1 - i] = kept;
            }
        }
    }

    private static byte[] expandBits(byte[] packed, int values, int rows, int rowBytes) {
        byte[] data = new byte[values * rows];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < values; i++) {
                int bit = packed[row * rowBytes + (i >> 3)] >> (7 - (i & 7)) & 1;
                data[row * values + i] = (byte) -bit;
            }
        }
        return data;
    }

    private byte[] missing(SampleType type, int values) {
        byte[] data = new byte[Math.multiplyExact(values, type.bytes())];
        if (fill == null) {
            return data;
        }
        for (int i = 0; i < values; i++) {
            Samples.put(type, data, i, fill);
        }
        return data;
    }

    private GeoTiffException broken(int found, int wanted, @Nullable Throwable cause) {
        String reason = "damaged block: %d of %d bytes".formatted(found, wanted);
        return cause == null
                ? new GeoTiffException(input.file(), reason)
                : new GeoTiffException(input.file(), reason, cause);
    }
}
