package org.nadir.tiles;

import org.jspecify.annotations.Nullable;
import org.nadir.geo.TileMatrix;

/// Which tile, how large and how.
///
/// @param tile address, rows from the north
/// @param pixels side of the picture: 256 times the wanted density, or 512 for double tiles
/// @param cutLine area to show; null for all
public record TileRequest(
        TileMatrix.Tile tile,
        int pixels,
        TileStyle style,
        TileFormat format,
        @Nullable CutLine cutLine) {

    private static final int MAX_PIXELS = 4096;

    public TileRequest {
        if (pixels < 1 || pixels > MAX_PIXELS) {
            throw new IllegalArgumentException("Tile of " + pixels + " pixels");
        }
    }

    /// A PNG of 256 pixels.
    public static TileRequest png(TileMatrix.Tile tile, TileStyle style) {
        return new TileRequest(tile, TileMatrix.TILE_PIXELS, style, TileFormat.PNG, null);
    }
}
