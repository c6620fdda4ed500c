package org.nadir.engine.ortho;

import java.util.Arrays;

/// How clearly a cell stands above what lies around it: seams keep off roofs, cars and crowns where they can.
final class Elevation {

    /// Side of the patches in which the lowest height stands for the ground, metres.
    private static final double PATCH_METRES = 4;

    /// Heights above the ground from which things count, and count fully.
    private static final float LEAST = 0.5f;

    private static final float MOST = 2;

    private final PlanSurface surface;
    private final int level;

    Elevation(PlanSurface surface, int level) {
        this.surface = surface;
        this.level = level;
    }

    /// 0 on the ground to 255 well above it, per cell of the level.
    byte[] of(int width, int height) {
        double cell = surface.frame().cell() * (1 << level);
        int patch = (int) Math.max(2, Math.round(PATCH_METRES / cell));
        int across = (width + patch - 1) / patch;
        int down = (height + patch - 1) / patch;
        var lowest = new float[across * down];
        Arrays.fill(lowest, Float.POSITIVE_INFINITY);
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                int at = (row / patch) * across + column / patch;
                float z = surface.at(column << level, row << level);
                if (z < lowest[at]) {
                    lowest[at] = z;
                }
            }
        }
        var out = new byte[width * height];
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                float z = surface.at(column << level, row << level);
                float ground = around(lowest, across, down, column / patch, row / patch);
                float share = (z - ground - LEAST) / (MOST - LEAST);
                out[row * width + column] = (byte) (int) (255 * Math.clamp(share, 0f, 1f));
            }
        }
        return out;
    }

    private static float around(float[] lowest, int across, int down, int column, int row) {
        float least = Float.POSITIVE_INFINITY;
        for (int r = Math.max(0, row - 1); r <= Math.min(down - 1, row + 1); r++) {
            for (int c = Math.max(0, column - 1); c <= Math.min(across - 1, column + 1); c++) {
                least = Math.min(least, lowest[r * across + c]);
            }
        }
        return least;
    }
}
