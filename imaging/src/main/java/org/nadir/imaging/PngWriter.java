package org.nadir.imaging;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a PNG (ISO/IEC 15948) row by row, so that a picture of any height needs the memory of a few rows. Each row takes
/// the filter with the smallest sum of absolute differences. For one thread.
public final class PngWriter implements AutoCloseable {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final int CHUNK = 1 << 16;

    /// Colour types by number of channels: gray, gray + alpha, RGB, RGBA.
    private static final int[] COLOUR_TYPES = {-1, 0, 4, 2, 6};

    private final OutputStream out;
    private final int height;
    private final int channels;
    private final int rowBytes;
    private final Deflater deflater;
    private final byte[] packed = new byte[CHUNK];
    private final byte[][] filtered;
    private final byte[] previous;
    private int packedLength;
    private int rows;
    private boolean ended;

    /// Begins a picture.
    ///
    /// @param out receives the file; not closed by this class
    /// @param channels 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA; 8 bits each
    /// @param level Deflate level, 1 fastest to 9 smallest
    public PngWriter(OutputStream out, int width, int height, int channels, int level)
            throws IOException {
        if (width <= 0 || height <= 0 || channels < 1 || channels > 4) {
            throw new IllegalArgumentException(
                    "PNG of " + width + " x " + height + " with " + channels + " channels");
        }
        this.out = out;
        this.height = height;
        this.channels = channels;
        this.rowBytes = Math.multiplyExact(width, channels);
        this.deflater = new Deflater(level);
        this.filtered = new byte[5][rowBytes + 1];
        for (int filter = 0; filter < filtered.length; filter++) {
            filtered[filter][0] = (byte) filter;
        }
        this.previous = new byte[rowBytes];
        out.write(SIGNATURE);
        byte[] header =
                ByteBuffer.allocate(13)
                        .putInt(width)
                        .putInt(height)
                        .put((byte) 8)
                        .put((byte) COLOUR_TYPES[channels])
                        .array();
        chunk("IHDR", header, header.length);
    }

    /// Adds rows from the top on.
    ///
    /// @param pixels channels of each pixel together, rows without gaps
    /// @param offset of the first byte
    public void writeRows(byte[] pixels, int offset, int count) throws IOException {
        if (count < 0
                || rows + count > height
                || offset < 0
                || (long) count * rowBytes > pixels.length - offset) {
            throw new IllegalArgumentException(
                    "%d rows after %d of %d, from %d bytes at %d"
                            .formatted(count, rows, height, pixels.length, offset));
        }
        for (int row = 0; row < count; row++) {
            deflater.setInput(filter(pixels, offset + row * rowBytes));
            drain(false);
            System.arraycopy(pixels, offset + row * rowBytes, previous, 0, rowBytes);
        }
        rows += count;
    }

    /// Ends the picture; must have been given all rows.
    public void finish() throws IOException {
        if (rows != height) {
            throw new IllegalStateException(rows + " of " + height + " rows given");
        }
        if (ended) {
            return;
        }
        deflater.finish();
        drain(true);
        chunk("IEND", new byte[0], 0);
        ended = true;
    }

    /// Frees the compressor; does not end the picture.
    @Override
    public void close() {
        deflater.end();
    }

    private void drain(boolean last) throws IOException {
        while (true) {
            int length = deflater.deflate(packed, packedLength, packed.length - packedLength);
            packedLength += length;
            if (packedLength == packed.length) {
                flush();
                continue;
            }
            if (!last || deflater.finished()) {
                break;
            }
        }
        if (last) {
            flush();
        }
    }

    private void flush() throws IOException {
        if (packedLength > 0) {
            chunk("IDAT", packed, packedLength);
            packedLength = 0;
        }
    }

    private void chunk(String type, byte[] data, int length) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var sum = new CRC32();
        sum.update(name);
        sum.update(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt(length).array());
        out.write(name);
        out.write(data, 0, length);
        out.write(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }

    private byte[] filter(byte[] pixels, int at) {
        long best = Long.MAX_VALUE;
        byte[] chosen = filtered[0];
        for (int filter = 0; filter <= 4; filter++) {
            if (filter == 3) {
                continue; // the average filter hardly ever wins and costs as much as the others
            }
            long sum = apply(filter, pixels, at, filtered[filter]);
            if (sum < best) {
                best = sum;
                chosen = filtered[filter];
            }
        }
        return chosen;
    }

    /// Fills one filtered row and returns the sum of its absolute values. One plain loop per filter, for speed.
    private long apply(int filter, byte[] pixels, int at, byte[] row) {
        switch (filter) {
            case 0 -> System.arraycopy(pixels, at, row, 1, rowBytes);
            case 1 -> {
                System.arraycopy(pixels, at, row, 1, channels);
                for (int i = channels; i < rowBytes; i++) {
                    row[i + 1] = (byte) (pixels[at + i] - pixels[at + i - channels]);
                }
            }
            case 2 -> {
                for (int i = 0; i < rowBytes; i++) {
                    row[i + 1] = (byte) (pixels[at + i] - previous[i]);
                }
            }
            default -> {
                for (int i = 0; i < channels; i++) {
                    row[i + 1] = (byte) (pixels[at + i] - previous[i]);
                }
                for (int i = channels; i < rowBytes; i++) {
                    int guess =
                            paeth(
                                    pixels[at + i - channels] & 0xFF,
                                    previous[i] & 0xFF,
                                    previous[i - channels] & 0xFF);
                    row[i + 1] = (byte) (pixels[at + i] - guess);
                }
            }
        }
        long sum = 0;
        for (int i = 1; i <= rowBytes; i++) {
            sum += Math.abs(row[i]);
        }
        return sum;
    }

    private static int paeth(int left, int up, int upLeft) {
        int guess = left + up - upLeft;
        int toLeft = Math.abs(guess - left);
        int toUp = Math.abs(guess - up);
        int toUpLeft = Math.abs(guess - upLeft);
        if (toLeft <= toUp && toLeft <= toUpLeft) {
            return left;
        }
        return toUp <= toUpLeft ? up : upLeft;
    }
}
