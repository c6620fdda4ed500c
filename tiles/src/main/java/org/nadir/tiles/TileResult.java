package org.nadir.tiles;

/// What became of a request for a tile.
public sealed interface TileResult {

    /// A picture.
    ///
    /// @param bytes the file; the caller's to keep
    /// @param contentType `image/png` or `image/jpeg`
    record Rendered(byte[] bytes, String contentType) implements TileResult {}

    /// The tile shares no area with the raster, or its address does not exist.
    record Outside() implements TileResult {}
}
