package org.nadir.tiles;

/// Light from the north-west (azimuth 315°), 45° above the horizon, on a grid of heights: the cosine between the light and
/// the surface's normal (Lambert), as long as the surface is well lit. What turns away from the light would be black, and the
/// edges of trees and walls would be black cracks: there the sky's light takes over, so that brightness falls off
/// smoothly and never below [#SKY].
final class Hillshade {
    /// Brightness of what the light does not reach at all.
    static final double SKY = 0.2;

    /// Brightness above which only the light counts.
    static final double LIT = 0.4;

    private static final double HALF = Math.sqrt(0.5);

    /// The direction to the light: east, north, up.
    private static final double LIGHT_EAST = -HALF * HALF;

    private static final double LIGHT_NORTH = HALF * HALF;
    private static final double LIGHT_UP = HALF;

    private Hillshade() {}

    /// Brightness of the inner cells of a grid of heights with a border of one cell.
    ///
    /// @param heights `(columns + 2) · (rows + 2)` heights, rows from the north
    /// @param known which heights are known; the others take their neighbour's part
    /// @param cell size of a cell in the unit of the heights
    /// @param exaggeration factor on the heights
    static float[] shade(
            float[] heights,
            byte[] known,
            int columns,
            int rows,
            double cell,
            double exaggeration) {
        float[] brightness = new float[columns * rows];
        int stride = columns + 2;
        double factor = exaggeration / cell;
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                int at = (row + 1) * stride + column + 1;
                if (known[at] == 0) {
                    continue;
                }
                double east = slope(heights, known, at, 1) * factor;
                double south = slope(heights, known, at, stride) * factor;
                double light = -east * LIGHT_EAST + south * LIGHT_NORTH + LIGHT_UP;
                double length = Math.sqrt(1 + east * east + south * south);
                brightness[row * columns + column] = (float) withSky(light / length);
            }
        }
        return brightness;
    }

    /// Leaves well-lit values as they are; below, an exponential that joins without a kink.
    private static double withSky(double cosine) {
        if (cosine >= LIT) {
            return Math.min(1, cosine);
        }
        return SKY + (LIT - SKY) * Math.exp((cosine - LIT) / (LIT - SKY));
    }

    /// Rise per cell along a direction: central where both neighbours are known, else one-sided.
    private static double slope(float[] heights, byte[] known, int at, int step) {
        boolean before = known[at - step] != 0;
        boolean after = known[at + step] != 0;
        if (before && after) {
            return (heights[at + step] - heights[at - step]) / 2.0;
        }
        if (after) {
            return heights[at + step] - heights[at];
        }
        return before ? heights[at] - heights[at - step] : 0;
    }
}
