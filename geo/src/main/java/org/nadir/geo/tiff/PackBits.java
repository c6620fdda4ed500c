package org.nadir.geo.tiff;

import java.util.Arrays;

/// The run-length scheme of TIFF 6.0, section 9: a count byte n from 0 to 127 before n + 1 bytes as they are, from −127 to −1
/// before one byte that stands for 1 − n. Rows are packed each for itself, as the specification wants.
final class PackBits {
    private static final int LONGEST = 128;

    private PackBits() {}

    static byte[] encode(byte[] raw, int rowBytes) {
        // At worst one count for every 128 bytes of each row.
        int perRow = rowBytes + (rowBytes + LONGEST - 1) / LONGEST;
        byte[] packed = new byte[Math.multiplyExact(perRow, raw.length / rowBytes)];
        int length = 0;
        for (int row = 0; row < raw.length; row += rowBytes) {
            length = row(raw, row, row + rowBytes, packed, length);
        }
        return Arrays.copyOf(packed, length);
    }

    private static int row(byte[] raw, int from, int end, byte[] packed, int to) {
        int length = to;
        int at = from;
        while (at < end) {
            int run = run(raw, at, end);
            if (run > 1) {
                packed[length++] = (byte) (1 - run);
                packed[length++] = raw[at];
                at += run;
                continue;
            }
            int plain = plain(raw, at, end);
            packed[length++] = (byte) (plain - 1);
            System.arraycopy(raw, at, packed, length, plain);
            length += plain;
            at += plain;
        }
        return length;
    }

    private static int run(byte[] raw, int at, int end) {
        int last = Math.min(end, at + LONGEST);
        int next = at + 1;
        while (next < last && raw[next] == raw[at]) {
            next++;
        }
        return next - at;
    }

    /// Bytes up to the next run of three; a run of two inside would save nothing.
    private static int plain(byte[] raw, int at, int end) {
        int last = Math.min(end, at + LONGEST);
        int next = at + 1;
        while (next < last
                && !(next + 2 < end && raw[next] == raw[next + 1] && raw[next] == raw[next + 2])) {
            next++;
        }
        return next - at;
    }
}
