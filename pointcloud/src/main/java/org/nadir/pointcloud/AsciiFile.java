package org.nadir.pointcloud;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Text for a [NewFile], numbers with a fixed count of decimals, made without garbage. Call [#flush] at the end.
public final class AsciiFile {

    /// Beyond this, scaled numbers may not fit a long; no coordinate on earth comes near.
    private static final double LIMIT = 9e17;

    private static final int LONGEST_NUMBER = 24;
    private static final long[] POWERS = {
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000
    };

    private final NewFile file;
    private final byte[] bytes = new byte[1 << 16];
    private int size;

    public AsciiFile(NewFile file) {
        this.file = file;
    }

    public AsciiFile text(String text) throws IOException {
        flush();
        file.append(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    public AsciiFile character(char c) throws IOException {
        reserve();
        bytes[size++] = (byte) c;
        return this;
    }

    public AsciiFile integer(long value) throws IOException {
        return number(value, 0);
    }

    /// Writes a number rounded to `decimals` (0 to 7) places, without a sign when it rounds to zero.
    ///
    /// @throws IOException also when the number is not finite or too large
    public AsciiFile number(double value, int decimals) throws IOException {
        reserve();
        double scaled = Math.abs(value) * POWERS[decimals];
        if (!(scaled < LIMIT)) {
            throw new IOException("number " + value + " cannot be written");
        }
        long rounded = Math.round(scaled);
        if (value < 0 && rounded > 0) {
            bytes[size++] = '-';
        }
        digits(rounded / POWERS[decimals], 1);
        if (decimals > 0) {
            bytes[size++] = '.';
            digits(rounded % POWERS[decimals], decimals);
        }
        return this;
    }

    public void flush() throws IOException {
        file.append(bytes, 0, size);
        size = 0;
    }

    /// Writes a number with at least so many digits.
    private void digits(long value, int least) {
        int count = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            count++;
        }
        count = Math.max(count, least);
        long rest = value;
        for (int d = count - 1; d >= 0; d--) {
            bytes[size + d] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        size += count;
    }

    private void reserve() throws IOException {
        if (size + LONGEST_NUMBER > bytes.length) {
            flush();
        }
    }
}
