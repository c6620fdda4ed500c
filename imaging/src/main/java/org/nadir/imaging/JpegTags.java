package org.nadir.imaging;

import java.io.ByteArrayOutputStream;

/// The tags of JPEG files as bytes: carries EXIF and XMP over when a photo is encoded anew, for instance smaller.
public final class JpegTags {
    private static final int APP1 = 0xE1;
    private static final int SOS = 0xDA;

    private JpegTags() {}

    /// A copy of `jpeg` with all APP1 segments (EXIF, XMP) of `original` and none of its own. The tags are not changed: a
    /// pixel size in them stays that of the original.
    public static byte[] copied(byte[] original, byte[] jpeg) {
        var out = new ByteArrayOutputStream(jpeg.length + (1 << 16));
        out.write(0xFF);
        out.write(0xD8);
        int body = segments(jpeg, null);
        segments(original, out);
        int at = 2;
        while (at < body) {
            int length = segmentLength(jpeg, at);
            if ((jpeg[at + 1] & 0xFF) != APP1) {
                out.write(jpeg, at, length);
            }
            at += length;
        }
        out.write(jpeg, body, jpeg.length - body);
        return out.toByteArray();
    }

    /// Writes the APP1 segments, if there is where to, and returns where the scan begins.
    private static int segments(
            byte[] jpeg, @org.jspecify.annotations.Nullable ByteArrayOutputStream out) {
        if (!JpegStructure.isJpeg(jpeg)) {
            throw new IllegalArgumentException("Not a JPEG");
        }
        int at = 2;
        while (at + 4 <= jpeg.length && (jpeg[at] & 0xFF) == 0xFF) {
            int marker = jpeg[at + 1] & 0xFF;
            if (marker == SOS) {
                return at;
            }
            int length = segmentLength(jpeg, at);
            if (at + length > jpeg.length) {
                break;
            }
            if (marker == APP1 && out != null) {
                out.write(jpeg, at, length);
            }
            at += length;
        }
        throw new IllegalArgumentException("A JPEG without a scan");
    }

    private static int segmentLength(byte[] jpeg, int at) {
        return 2 + ((jpeg[at + 2] & 0xFF) << 8 | jpeg[at + 3] & 0xFF);
    }
}
