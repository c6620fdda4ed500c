package org.nadir.imaging;

import java.io.IOException;
import java.io.InputStream;

/// The marker segments of a JPEG stream before its first scan (ITU-T T.81, annex B): what cameras write beside the picture.
final class JpegSegments {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;

    private JpegSegments() {}

    @FunctionalInterface
    interface Visitor {
        /// @param marker the second byte of the marker, 0xE1 for APP1
        /// @param content without marker and length
        void visit(int marker, byte[] content);
    }

    /// Hands over the segments in order; none of what is no JPEG, and those before the damage of one that is damaged.
    static void visit(InputStream in, Visitor visitor) throws IOException {
        if (in.read() != 0xFF || in.read() != SOI) {
            return;
        }
        while (true) {
            int fill = in.read();
            int marker = in.read();
            while (fill == 0xFF && marker == 0xFF) {
                marker = in.read();
            }
            if (fill != 0xFF || marker < 0 || marker == SOS || marker == EOI) {
                return;
            }
            int length = in.read() << 8 | in.read();
            byte[] content = length < 2 ? new byte[0] : in.readNBytes(length - 2);
            if (length < 2 || content.length < length - 2) {
                return;
            }
            visitor.visit(marker, content);
        }
    }
}
