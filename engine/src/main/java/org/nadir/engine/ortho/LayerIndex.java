package org.nadir.engine.ortho;

import java.util.Arrays;
import java.util.List;

/// Which photos may show a cell of the plan, so that a block of thousands of photos is not asked cell by cell for all of them.
/// For patches of cells the photos whose window meets the patch, in growing order.
final class LayerIndex {

    private static final int PATCH = 32;

    private final int across;
    private final int[][] photos;

    /// @param width cells of the plan that `layers` lie on
    LayerIndex(List<ViewLayer> layers, int width, int height) {
        this.across = (width + PATCH - 1) / PATCH;
        int down = (height + PATCH - 1) / PATCH;
        this.photos = new int[Math.multiplyExact(across, down)][0];
        var counts = new int[photos.length];
        for (int i = 0; i < layers.size(); i++) {
            ViewLayer layer = layers.get(i);
            if (layer.isEmpty()) {
                continue;
            }
            int lastColumn = Math.min(across - 1, (layer.right() - 1) / PATCH);
            int lastRow = Math.min(down - 1, (layer.bottom() - 1) / PATCH);
            for (int row = layer.top() / PATCH; row <= lastRow; row++) {
                for (int column = layer.left() / PATCH; column <= lastColumn; column++) {
                    add(row * across + column, i, counts);
                }
            }
        }
        for (int patch = 0; patch < photos.length; patch++) {
            photos[patch] = Arrays.copyOf(photos[patch], counts[patch]);
        }
    }

    private void add(int patch, int photo, int[] counts) {
        int n = counts[patch]++;
        if (n == photos[patch].length) {
            photos[patch] = Arrays.copyOf(photos[patch], Math.max(8, 2 * n));
        }
        photos[patch][n] = photo;
    }

    /// The photos whose window may hold a cell. The array is the index's own.
    int[] at(int column, int row) {
        return photos[row / PATCH * across + column / PATCH];
    }
}
