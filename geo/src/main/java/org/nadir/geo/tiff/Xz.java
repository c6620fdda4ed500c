package org.nadir.geo.tiff;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZ;
import org.tukaani.xz.XZInputStream;
import org.tukaani.xz.XZOutputStream;

/// The xz streams of TIFF's LZMA blocks: LZMA2, without a check sum.
final class Xz {

    /// The dictionary of xz's highest usual level is 64 MiB; a block that asks for more is no image.
    private static final int MOST_KIBIBYTES = 70_000;

    /// Levels above take more time and gain nothing on blocks as small as tiles.
    private static final int LEVEL = 4;

    private Xz() {}

    static byte[] encode(byte[] raw) {
        try {
            var options = new LZMA2Options(LEVEL);
            // No larger than the block: readers set aside as much.
            options.setDictSize(Math.clamp(raw.length, LZMA2Options.DICT_SIZE_MIN, 1 << 22));
            var packed = new ByteArrayOutputStream(raw.length / 2 + 64);
            try (var out = new XZOutputStream(packed, options, XZ.CHECK_NONE)) {
                out.write(raw);
            }
            return packed.toByteArray();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /// Fills `data` and returns how much of it there was.
    static int decode(byte[] packed, byte[] data) throws IOException {
        try (var in = new XZInputStream(new ByteArrayInputStream(packed), MOST_KIBIBYTES)) {
            return in.readNBytes(data, 0, data.length);
        }
    }
}
