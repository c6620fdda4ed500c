package org.nadir.engine.terrain;

import java.util.function.IntPredicate;
import org.nadir.engine.fusion.DenseCloud;

/// Cuts a raster into square blocks and finds the points of each, with a margin around it.
final class PointBlocks {

    private final DenseCloud cloud;
    private final GridFrame frame;
    private final int block;
    private final int margin;
    private final int across;
    private final int down;
    private final CloudBins byBlock;

    /// @param block cells along a block's side
    /// @param margin cells added on each side
    PointBlocks(DenseCloud cloud, GridFrame frame, int block, int margin, IntPredicate keep) {
        this.cloud = cloud;
        this.frame = frame;
        this.block = Math.max(block, margin);
        this.margin = margin;
        // One ring of blocks around the raster holds the points of the outer margins.
        double size = this.block * frame.cell();
        this.across = (frame.width() + this.block - 1) / this.block;
        this.down = (frame.height() + this.block - 1) / this.block;
        var coarse =
                new GridFrame(frame.left() - size, frame.top() + size, size, across + 2, down + 2);
        this.byBlock = CloudBins.of(cloud, coarse, keep);
    }

    int count() {
        return across * down;
    }

    /// Where a block lies: the cells that belong to it, and its local frame with margins.
    ///
    /// @param left column of the raster at the local frame's left edge; may be negative
    /// @param top row of the raster at the local frame's upper edge; may be negative
    record Window(
            GridFrame frame,
            int left,
            int top,
            int firstColumn,
            int firstRow,
            int endColumn,
            int endRow) {}

    Window window(int index) {
        int firstColumn = index % across * block;
        int firstRow = index / across * block;
        int endColumn = Math.min(frame.width(), firstColumn + block);
        int endRow = Math.min(frame.height(), firstRow + block);
        int left = firstColumn - margin;
        int top = firstRow - margin;
        var local =
                new GridFrame(
                        frame.left() + left * frame.cell(),
                        frame.top() - top * frame.cell(),
                        frame.cell(),
                        endColumn + margin - left,
                        endRow + margin - top);
        return new Window(local, left, top, firstColumn, firstRow, endColumn, endRow);
    }

    boolean isEmpty(int index) {
        int n = 0;
        for (int k = 0; k < 9; k++) {
            int cell = neighbour(index, k);
            n += byBlock.end(cell) - byBlock.start(cell);
        }
        return n == 0;
    }

    /// The block's points, margin included, binned by the cells of its local frame.
    CloudBins bins(int index) {
        int total = 0;
        for (int k = 0; k < 9; k++) {
            int cell = neighbour(index, k);
            total += byBlock.end(cell) - byBlock.start(cell);
        }
        var candidates = new int[total];
        int n = 0;
        for (int k = 0; k < 9; k++) {
            int cell = neighbour(index, k);
            for (int e = byBlock.start(cell); e < byBlock.end(cell); e++) {
                candidates[n++] = byBlock.point(e);
            }
        }
        return CloudBins.of(cloud, window(index).frame(), candidates);
    }

    private int neighbour(int index, int k) {
        int column = index % across + k % 3;
        int row = index / across + k / 3;
        return row * (across + 2) + column;
    }
}
