package org.nadir.engine.ortho;

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

    /// The box of cells that the present move looks at.
    private int left;

    private int top;
    private int right;
    private int bottom;

    /// @param labels a photo per cell, −1 where none shows it; changed by [#expand]
    LabelExpansion(SeamEnergy energy, short[] labels) {
        this.energy = energy;
        this.labels = labels;
        this.width = energy.width();
        this.height = energy.height();
    }

    /// Hands cells over to photo `alpha` where that lowers the total cost; how many.
    int expand(int alpha, Region open) {
        ViewLayer layer = energy.layer(alpha);
        left = Math.max(layer.left(), open.left());
        top = Math.max(layer.top(), open.top());
        right = Math.min(Math.min(width, layer.right()), open.right());
        bottom = Math.min(Math.min(height, layer.bottom()), open.bottom());
        if (left >= right || top >= bottom) {
            return 0;
        }
        int count = number(alpha, layer, open);
        if (count == 0) {
            return 0;
        }
        flow.clear(count);
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                if (node(column, row) >= 0) {
                    addCell(alpha, column, row);
                }
            }
        }
        flow.solve();
        return handOver(alpha);
    }

    /// Which cells may change in a move. None outside a box: asking no others is what makes small moves fast.
    interface Region {
        boolean contains(int column, int row);

        default int left() {
            return 0;
        }

        default int top() {
            return 0;
        }

        default int right() {
            return Integer.MAX_VALUE;
        }

        default int bottom() {
            return Integer.MAX_VALUE;
        }
    }

    private int number(int alpha, ViewLayer layer, Region open) {
        int across = right - left;
        int cells = across * (bottom - top);
        if (nodeOf.length < cells) {
            nodeOf = new int[cells];
        }
        int count = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                int label = labels[row * width + column];
                boolean isNode =
                        label != alpha
                                && label != UNSEEN
                                && layer.costAt(column, row) != ViewLayer.OUTSIDE
                                && open.contains(column, row);
                nodeOf[(row - top) * across + column - left] = isNode ? count++ : -1;
            }
        }
        return count;
    }

    /// The number of a cell that may change, −1 for others.
    private int node(int column, int row) {
        boolean outside = column < left || row < top || column >= right || row >= bottom;
        return outside ? -1 : nodeOf[(row - top) * (right - left) + column - left];
    }

    private void addCell(int alpha, int column, int row) {
        int node = node(column, row);
        int label = labels[row * width + column];
        // The sink's side takes alpha.
        flow.addSinkCost(node, energy.data(alpha, column, row) - energy.data(label, column, row));
        addNeighbour(alpha, node, label, column, row, column + 1, row, 0);
        addNeighbour(alpha, node, label, column, row, column - 1, row, 1);
        addNeighbour(alpha, node, label, column, row, column, row + 1, 2);
        addNeighbour(alpha, node, label, column, row, column, row - 1, 3);
    }

    private void addNeighbour(
            int alpha, int node, int label, int column, int row, int c, int r, int k) {
        if (c < 0 || r < 0 || c >= width || r >= height) {
            return;
        }
        int other = labels[r * width + c];
        if (other == UNSEEN) {
            return;
        }
        int otherNode = node(c, r);
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

    private int handOver(int alpha) {
        int changed = 0;
        for (int row = top; row < bottom; row++) {
            for (int column = left; column < right; column++) {
                int node = node(column, row);
                if (node >= 0 && flow.onSinkSide(node)) {
                    labels[row * width + column] = (short) alpha;
                    changed++;
                }
            }
        }
        return changed;
    }
}
