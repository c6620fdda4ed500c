package org.nadir.imaging;

/// Walks the markers of a JPEG stream (ITU-T T.81, annex B) without decoding it: is it complete, and how many components
/// does it have?
///
/// @param complete true when the stream ends with its end-of-image marker
/// @param components of the frame, 0 when no frame header was found
record JpegStructure(boolean complete, int components) {
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
        int at = 2;
        while (at + 3 < bytes.length) {
            if ((bytes[at] & 0xFF) != 0xFF) {
                at++;
                continue;
            }
            int marker = bytes[at + 1] & 0xFF;
            if (marker == EOI) {
                return new JpegStructure(true, components);
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
            at += 2 + length;
            if (marker == SOS) {
                at = endOfScan(bytes, at);
            }
        }
        boolean endsHere =
                at + 1 < bytes.length
                        && (bytes[at] & 0xFF) == 0xFF
                        && (bytes[at + 1] & 0xFF) == EOI;
        return new JpegStructure(endsHere, components);
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
