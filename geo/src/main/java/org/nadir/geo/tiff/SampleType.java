package org.nadir.geo.tiff;

/// How one number of a pixel is stored.
public enum SampleType {
    UINT8(1, false),
    INT8(1, false),
    UINT16(2, false),
    INT16(2, false),
    UINT32(4, false),
    INT32(4, false),
    FLOAT32(4, true),
    FLOAT64(8, true);

    private final int bytes;
    private final boolean floating;

    SampleType(int bytes, boolean floating) {
        this.bytes = bytes;
        this.floating = floating;
    }

    /// Bytes per number.
    public int bytes() {
        return bytes;
    }

    public boolean isFloating() {
        return floating;
    }

    /// The name that numeric libraries use, for instance `uint8`.
    public String dtype() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
