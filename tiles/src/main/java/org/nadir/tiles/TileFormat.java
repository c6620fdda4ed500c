package org.nadir.tiles;

/// The picture format of a tile.
public enum TileFormat {
    /// Keeps transparency.
    PNG,
    /// Lossless WebP; keeps transparency, smaller than PNG and quicker to make.
    WEBP,
    /// Transparent parts become white.
    JPEG,
    /// JPEG when nothing is transparent, else PNG.
    SMALLEST,
    /// JPEG when nothing is transparent, else WebP.
    SMALLEST_WEBP
}
