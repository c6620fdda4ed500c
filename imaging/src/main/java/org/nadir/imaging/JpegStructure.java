package org.nadir.imaging;

/// Walks the markers of a JPEG stream (ITU-T T.81, annex B) without decoding it: is it complete, how many components does
/// it have, and in how many passes?
///
/// @param complete true when the stream ends with its end-of-image marker
/// @param components of the frame, 0 when no frame header was found
/// @param scans passes over the picture; a decoder has to hold the whole picture when there are several
/// @param colourTransform of Adobe's marker: 0 none, 1 YCbCr, 2 YCCK; -1 without such a marker
record JpegStructure(boolean complete, int components, int scans, int colourTransform) {
    private static final int APP14 = 0xEE;
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    static boolean isJpeg(byte[] bytes) {
        return bytes.length >= 3
                && (bytes[0] & 0xFF) == 0xFF
                && (bytes[1] & 0xFF) == SOI
                && (bytes[2] & 0xFF) == 0xFF;
    }

    static JpegStructure of(byte[] bytes) {
        int components = 0;
        int scans = 0;
        int transform = -1;
        int at = 2;
        while (at + 3 < bytes.length) {
            if ((bytes[at] & 0xFF) != 0xFF) {
                at++;
                continue;
            }
            int marker = bytes[at + 1] & 0xFF;
            if (marker == EOI) {
                return new JpegStructure(true, components, scans, transform);
            }
            if (marker == 0xFF) {
                at++;
                continue;
            }
            if (isAlone(marker)) {
                at += 2;
                continue;
            }
            int length = (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
            if (isFrame(marker) && at + 9 < bytes.length) {
                components = bytes[at + 9] & 0xFF;
            }
            if (marker == APP14
                    && length >= 14
                    && at + 15 < bytes.length
                    && isAdobe(bytes, at + 4)) {
                transform = bytes[at + 15] & 0xFF;
            }
            at += 2 + length;
            if (marker == SOS) {
                scans++;
                at = endOfScan(bytes, at);
            }
        }
        boolean endsHere =
                at + 1 < bytes.length
                        && (bytes[at] & 0xFF) == 0xFF
                        && (bytes[at + 1] & 0xFF) == EOI;
        return new JpegStructure(endsHere, components, scans, transform);
    }

    /// The next marker that is neither a stuffed byte nor a restart.
    private static int endOfScan(byte[] bytes, int from) {
        for (int at = from; at + 1 < bytes.length; at++) {
            if (bytes[at] != (byte) 0xFF) {
                continue;
            }
            int next = bytes[at + 1] & 0xFF;
            if (next != 0 && next != 0xFF && (next < 0xD0 || next > 0xD7)) {
                return at;
            }
        }
        return bytes.length;
    }

    private static boolean isAdobe(byte[] bytes, int at) {
        return bytes[at] == 'A'
                && bytes[at + 1] == 'd'
                && bytes[at + 2] == 'o'
                && bytes[at + 3] == 'b'
                && bytes[at + 4] == 'e';
    }

    private static boolean isAlone(int marker) {
        return marker <= 1 || marker >= 0xD0 && marker <= SOI;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }
}
