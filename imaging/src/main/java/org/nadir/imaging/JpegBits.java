package org.nadir.imaging;

import java.io.IOException;
import java.io.OutputStream;

/// The bits of a JPEG scan, the highest first; a byte of ones is followed by a stuffed zero.
final class JpegBits {
    private final OutputStream out;
    private final byte[] buffer = new byte[1 << 14];
    private int size;
    private long held;
    private int count;

    JpegBits(OutputStream out) {
        this.out = out;
    }

    /// @param length at most 27
    void put(int value, int length) throws IOException {
        held = held << length | value & ((1L << length) - 1);
        count += length;
        while (count >= 8) {
            count -= 8;
            byteOut((int) (held >>> count) & 0xFF);
        }
    }

    /// Fills the last byte with ones.
    void end() throws IOException {
        if (count > 0) {
            put(0x7F, 8 - count);
        }
        out.write(buffer, 0, size);
        size = 0;
    }

    private void byteOut(int value) throws IOException {
        if (size + 2 > buffer.length) {
            out.write(buffer, 0, size);
            size = 0;
        }
        buffer[size++] = (byte) value;
        if (value == 0xFF) {
            buffer[size++] = 0;
        }
    }
}
