package org.nadir.geo.tiff;

/// LZW as TIFF 6.0, section 13.
final class LzwDecoder {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int ENTRIES = 4096;

    private LzwDecoder() {}

    /// Fills `out` as far as the codes reach and returns how far that is. An entry of the table is a stretch of the output
    /// already written: where the code before it was put, and one byte more.
    static int decode(byte[] packed, byte[] out) {
        int[] start = new int[ENTRIES];
        int[] length = new int[ENTRIES];
        int next = FIRST;
        int width = 9;
        int done = 0;
        int previousStart = -1;
        int previousLength = 0;
        long bits = 0;
        int bitCount = 0;
        int at = 0;
        while (done < out.length) {
            while (bitCount < width && at < packed.length) {
                bits = bits << 8 | packed[at++] & 0xFF;
                bitCount += 8;
            }
            if (bitCount < width) {
                return done;
            }
            bitCount -= width;
            int code = (int) (bits >>> bitCount) & (1 << width) - 1;
            if (code == END) {
                return done;
            }
            if (code == CLEAR) {
                next = FIRST;
                width = 9;
                previousStart = -1;
                continue;
            }
            if (previousStart >= 0 && next < ENTRIES) {
                start[next] = previousStart;
                length[next] = previousLength + 1;
                next++;
            }
            int begin = done;
            if (code < CLEAR) {
                out[done++] = (byte) code;
            } else {
                if (code >= next) {
                    return done;
                }
                int end = Math.min(done + length[code], out.length);
                for (int from = start[code]; done < end; ) {
                    out[done++] = out[from++];
                }
            }
            previousStart = begin;
            previousLength = done - begin;
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return done;
    }
}
