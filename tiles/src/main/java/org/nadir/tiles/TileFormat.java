package org.nadir.tiles;

/// The picture format of a tile.
public enum TileFormat {
    /// Keeps transparency.
    PNG,
    /// Transparent parts become white.
    JPEG,
    /// JPEG when nothing is transparent, else PNG.
    SMALLEST
}
