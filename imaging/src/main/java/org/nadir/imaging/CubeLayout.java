package org.nadir.imaging;

/// The pyramid of tiles on the six faces of a cube around a panorama. Level 1 is the coarsest and has one tile per face;
/// each level halves the one above, rounded down.
///
/// @param side pixels along a face at the finest level
/// @param tile pixels along a whole tile; the last ones of a row or column may have fewer
/// @param levels 0 for a panorama too small for a single pixel
public record CubeLayout(int side, int tile, int levels) {
    private static final int LARGEST_TILE = 2048;

    /// The cube whose pixels, in the middle of a face, are those of a panorama so wide.
    public static CubeLayout of(int panoramaWidth) {
        int side = 8 * (int) (panoramaWidth / (8 * Math.PI));
        int tile = Math.min(LARGEST_TILE, side);
        int levels = side == 0 ? 0 : 1;
        for (int size = side; size > tile; size /= 2) {
            levels++;
        }
        return new CubeLayout(side, tile, levels);
    }

    /// Pixels along a face at a level.
    public int side(int level) {
        return side >> (levels - level);
    }

    /// Tiles along a face at a level.
    public int tiles(int level) {
        return (side(level) + tile - 1) / tile;
    }

    /// Whether there is such a tile.
    public boolean has(int level, int row, int column) {
        return level >= 1
                && level <= levels
                && row >= 0
                && column >= 0
                && row < tiles(level)
                && column < tiles(level);
    }
}
