package org.nadir.engine.ortho;

import java.util.Arrays;

/// Improves a choice of photos per cell by expansion moves (Boykov, Veksler and Zabih 2001): for one photo at a time, the
/// best set of cells to hand over to it is a minimum cut.
final class LabelExpansion {

    private static final int UNSEEN = -1;

    private final SeamEnergy energy;
    private final short[] labels;
    private final int width;
    private final int height;
    private final GridFlow flow = new GridFlow();
    private int[] nodeOf = new int[0];

    /// @param labels a photo per cell, −1 where none shows it; changed by [#expand]
    LabelExpansion(SeamEnergy energy, short[] labels) {
        this.energy = energy;
        this.labels = labels;
        this.width = energy.width();
        this.height = energy.height();
    }

    /// Hands cells over to photo `alpha` where that lowers the total cost; how many.
    ///
    /// @param open which cells may change
    int expand(int alpha, Region open) {
        ViewLayer layer = energy.layer(alpha);
        if (layer.isEmpty()) {
            return 0;
        }
        int count = number(alpha, layer, open);
        if (count == 0) {
            return 0;
        }
        flow.clear(count);
        for (int row = layer.top(); row < Math.min(height, layer.bottom()); row++) {
            for (int column = layer.left(); column < Math.min(width, layer.right()); column++) {
                if (node(layer, column, row) >= 0) {
                    addCell(alpha, layer, column, row);
                }
            }
        }
        flow.solve();
        return handOver(alpha, layer);
    }

    /// Which cells may change in a move.
    @FunctionalInterface
    interface Region {
        boolean contains(int column, int row);
    }

    private int number(int alpha, ViewLayer layer, Region open) {
        int cells = layer.width() * layer.height();
        if (nodeOf.length < cells) {
            nodeOf = new int[cells];
        }
        Arrays.fill(nodeOf, 0, cells, -1);
        int count = 0;
        for (int row = layer.top(); row < Math.min(height, layer.bottom()); row++) {
            for (int column = layer.left(); column < Math.min(width, layer.right()); column++) {
                int at = (row - layer.top()) * layer.width() + column - layer.left();
                int label = labels[row * width + column];
                if (label != alpha
                        && label != UNSEEN
                        && (layer.cost()[at] & 255) != ViewLayer.OUTSIDE
                        && open.contains(column, row)) {
                    nodeOf[at] = count++;
                }
            }
        }
        return count;
    }

    private int node(ViewLayer layer, int column, int row) {
        int at = layer.indexOf(column, row);
        return at < 0 ? -1 : nodeOf[at];
    }

    private void addCell(int alpha, ViewLayer layer, int column, int row) {
        int node = node(layer, column, row);
        int label = labels[row * width + column];
        // The sink's side takes alpha.
        flow.addSinkCost(node, energy.data(alpha, column, row) - energy.data(label, column, row));
        addNeighbour(alpha, layer, node, label, column, row, column + 1, row, 0);
        addNeighbour(alpha, layer, node, label, column, row, column - 1, row, 1);
        addNeighbour(alpha, layer, node, label, column, row, column, row + 1, 2);
        addNeighbour(alpha, layer, node, label, column, row, column, row - 1, 3);
    }

    private void addNeighbour(
            int alpha,
            ViewLayer layer,
            int node,
            int label,
            int column,
            int row,
            int c,
            int r,
            int k) {
        if (c < 0 || r < 0 || c >= width || r >= height) {
            return;
        }
        int other = labels[r * width + c];
        if (other == UNSEEN) {
            return;
        }
        int otherNode = node(layer, c, r);
        if (otherNode < 0) {
            int change =
                    energy.seam(alpha, other, column, row, c, r)
                            - energy.seam(label, other, column, row, c, r);
            flow.addSinkCost(node, change);
            return;
        }
        if ((k & 1) == 1) {
            return; // Added from the other side.
        }
        // Kolmogorov and Zabih (2004): a both keep, b only the second changes, c only the first.
        int keep = energy.seam(label, other, column, row, c, r);
        int second = energy.seam(label, alpha, column, row, c, r);
        int first = energy.seam(alpha, other, column, row, c, r);
        flow.addSinkCost(node, first - keep);
        flow.addSinkCost(otherNode, -first);
        flow.join(node, otherNode, k, Math.max(0, first + second - keep), 0);
    }

    private int handOver(int alpha, ViewLayer layer) {
        int changed = 0;
        for (int row = layer.top(); row < Math.min(height, layer.bottom()); row++) {
            for (int column = layer.left(); column < Math.min(width, layer.right()); column++) {
                int node = node(layer, column, row);
                if (node >= 0 && flow.onSinkSide(node)) {
                    labels[row * width + column] = (short) alpha;
                    changed++;
                }
            }
        }
        return changed;
    }
}
