package org.nadir.engine.features;

import java.util.Arrays;

/// Picks keypoints so that they cover the whole image: each cell of a grid gives its strongest, up to the same number per
/// cell, and cells with little to give leave their share to the others.
final class GridSelection {

    static final int COLUMNS = 16;
    static final int ROWS = 12;

    private GridSelection() {}

    /// The chosen ones of `candidates`, ascending, at most `wanted`. Positions are taken at the size of octave 0.
    static int[] choose(Keypoints keypoints, int[] candidates, int width, int height, int wanted) {
        if (candidates.length <= wanted) {
            return candidates;
        }
        var cells = new long[COLUMNS * ROWS][];
        var counts = new int[COLUMNS * ROWS];
        for (int k : candidates) {
            counts[cell(keypoints, k, width, height)]++;
        }
        for (int c = 0; c < cells.length; c++) {
            cells[c] = new long[counts[c]];
        }
        var filled = new int[COLUMNS * ROWS];
        for (int k : candidates) {
            int c = cell(keypoints, k, width, height);
            // Positive floats order as their bits do; strongest first, then by index.
            long weakness = Integer.MAX_VALUE - Float.floatToIntBits(keypoints.response(k));
            cells[c][filled[c]++] = weakness << 32 | k;
        }
        return strongest(cells, quotas(counts, wanted), wanted);
    }

    private static int cell(Keypoints keypoints, int k, int width, int height) {
        float spacing = (float) Math.scalb(1.0, keypoints.octave(k));
        int column = (int) (keypoints.column(k) * spacing * COLUMNS / width);
        int row = (int) (keypoints.row(k) * spacing * ROWS / height);
        return Math.clamp(row, 0, ROWS - 1) * COLUMNS + Math.clamp(column, 0, COLUMNS - 1);
    }

    /// How many each cell gives: the smaller of what it has and a common level, the level as high as `wanted` allows.
    static int[] quotas(int[] counts, int wanted) {
        int level = 0;
        int total = 0;
        while (total < wanted) {
            int more = 0;
            for (int count : counts) {
                more += count > level ? 1 : 0;
            }
            if (more == 0 || total + more > wanted) {
                break;
            }
            total += more;
            level++;
        }
        var quotas = new int[counts.length];
        int left = wanted - total;
        for (int c = 0; c < counts.length; c++) {
            boolean extra = counts[c] > level && left > 0;
            quotas[c] = Math.min(counts[c], level) + (extra ? 1 : 0);
            left -= extra ? 1 : 0;
        }
        return quotas;
    }

    private static int[] strongest(long[][] cells, int[] quotas, int wanted) {
        var chosen = new int[wanted];
        int n = 0;
        for (int c = 0; c < cells.length; c++) {
            Arrays.sort(cells[c]);
            for (int i = 0; i < quotas[c]; i++) {
                chosen[n++] = (int) cells[c][i];
            }
        }
        int[] result = Arrays.copyOf(chosen, n);
        Arrays.sort(result);
        return result;
    }
}
