package org.nadir.geo.tiff;

/// Compression schemes by their TIFF code.
public enum Compression {
    NONE(1),
    LZW(5),
    JPEG(7),
    DEFLATE(8),
    PACKBITS(32773),

    /// Each block as an xz stream, as libtiff has it.
    LZMA(34925);

    private static final int ADOBE_DEFLATE_OLD = 32946;

    private final int code;

    Compression(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The scheme of a TIFF code.
    ///
    /// @throws IllegalArgumentException for schemes that are not read here
    static Compression ofCode(int code) {
        if (code == ADOBE_DEFLATE_OLD) {
            return DEFLATE;
        }
        for (Compression compression : values()) {
            if (compression.code == code) {
                return compression;
            }
        }
        throw new IllegalArgumentException("TIFF compression " + code);
    }
}
