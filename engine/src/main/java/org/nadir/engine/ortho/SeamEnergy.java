package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.work.Workers;

/// What a choice of photos per cell costs, at one level of the plan.
///
/// A cell pays for a poor view, for a hidden one, and for a colour far from what most photos show there (something that
/// moved). Two neighbouring cells from different photos pay for the difference of those photos in colour and in gradient
/// at both cells (Kwatra et al. 2003), more on things that stand above the ground, plus a little for the length of the
/// seam. As a sum of distances that is a metric over photos, as expansion moves need.
final class SeamEnergy {

    /// Costs are whole numbers: this many to one step of brightness.
    static final int UNIT = 16;

    private static final int LENGTH = 5 * UNIT;
    private static final int HIDDEN_COST = 80 * UNIT;
    private static final int DEVIATION_LIMIT = 60;

    /// Weight of view quality and of deviation for a layer one cell wide; a layer `n` cells wide has `1 / n` of it, which
    /// makes the balance with the seams' length the same at all levels.
    private static final double QUALITY = 2500;

    private static final double DEVIATION = 120;
    private static final int NO_LAYER_DIFFERENCE = 255 * UNIT;

    private final List<ViewLayer> layers;
    private final LayerIndex index;
    private final int width;
    private final int height;
    private final byte[] median;
    private final byte[] elevation;
    private final int qualityWeight;
    private final int deviationWeight;
    private final int hiddenCost;

    /// @param layers at this level
    /// @param elevation 0 on the ground to 255 on things that clearly stand above it, per cell
    /// @param usualWidth cells along a usual layer
    SeamEnergy(
            List<ViewLayer> layers,
            int width,
            int height,
            byte[] elevation,
            int usualWidth,
            Workers workers) {
        this.layers = layers;
        this.index = new LayerIndex(layers, width, height);
        this.width = width;
        this.height = height;
        this.elevation = elevation;
        this.qualityWeight = (int) Math.max(1, Math.round(256 * UNIT * QUALITY / usualWidth / 200));
        this.deviationWeight = (int) Math.max(1, Math.round(256 * UNIT * DEVIATION / usualWidth));
        this.hiddenCost = (int) (HIDDEN_COST * Math.max(1, 1000.0 / usualWidth));
        this.median = new byte[3 * width * height];
        workers.forEach(height, this::medianRow);
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    ViewLayer layer(int label) {
        return layers.get(label);
    }

    int labels() {
        return layers.size();
    }

    /// The photo that costs least at a cell, −1 where none shows it.
    short cheapest(int column, int row) {
        int least = Integer.MAX_VALUE;
        int best = -1;
        for (int label : index.at(column, row)) {
            int cost = data(label, column, row);
            if (cost < least) {
                least = cost;
                best = label;
            }
        }
        return (short) best;
    }

    /// A photo if it sees the ground at a cell; else the one that costs least of those that do, or, when none does, the photo
    /// itself where it shows the cell at all.
    short seeing(short label, int column, int row) {
        boolean shown = isShown(label, column, row);
        if (shown && !isHidden(label, column, row)) {
            return label;
        }
        short best = cheapest(column, row);
        return shown && isHidden(best, column, row) ? label : best;
    }

    private void medianRow(int row) {
        var values = new int[3][layers.size()];
        for (int column = 0; column < width; column++) {
            int count = 0;
            for (int i : index.at(column, row)) {
                ViewLayer layer = layers.get(i);
                int at = layer.indexOf(column, row);
                if (at < 0 || (layer.cost()[at] & 255) >= ViewLayer.HIDDEN) {
                    continue;
                }
                for (int k = 0; k < 3; k++) {
                    insert(values[k], count, layer.rgb()[3 * at + k] & 255);
                }
                count++;
            }
            for (int k = 0; k < 3 && count > 0; k++) {
                int low = values[k][(count - 1) / 2];
                int high = values[k][count / 2];
                median[3 * (row * width + column) + k] = (byte) ((low + high) / 2);
            }
        }
    }

    private static void insert(int[] sorted, int count, int value) {
        int at = count;
        while (at > 0 && sorted[at - 1] > value) {
            sorted[at] = sorted[at - 1];
            at--;
        }
        sorted[at] = value;
    }

    boolean isShown(int label, int column, int row) {
        return label >= 0 && layers.get(label).costAt(column, row) != ViewLayer.OUTSIDE;
    }

    /// Whether something stands before a cell that a photo shows.
    boolean isHidden(int label, int column, int row) {
        return layers.get(label).costAt(column, row) >= ViewLayer.HIDDEN;
    }

    /// Cost of taking a cell from a photo, `MAX_VALUE` where the photo does not show it.
    int data(int label, int column, int row) {
        ViewLayer layer = layers.get(label);
        int at = layer.indexOf(column, row);
        int cost = at < 0 ? ViewLayer.OUTSIDE : layer.cost()[at] & 255;
        if (cost == ViewLayer.OUTSIDE) {
            return Integer.MAX_VALUE;
        }
        if (cost >= ViewLayer.HIDDEN) {
            return (qualityWeight * 200 >> 8)
                    + hiddenCost
                    + (cost - ViewLayer.HIDDEN) * hiddenCost / 32;
        }
        int cell = 3 * (row * width + column);
        int deviation = 0;
        for (int k = 0; k < 3; k++) {
            deviation += Math.abs((layer.rgb()[3 * at + k] & 255) - (median[cell + k] & 255));
        }
        deviation = Math.min(deviation / 3, DEVIATION_LIMIT);
        return (qualityWeight * cost + deviationWeight * deviation) >> 8;
    }

    /// Cost of a seam between two photos that runs between two neighbouring cells.
    int seam(int a, int b, int column, int row, int column2, int row2) {
        if (a == b) {
            return 0;
        }
        int difference = difference(a, b, column, row) + difference(a, b, column2, row2);
        int raised =
                Math.max(
                        elevation[row * width + column] & 255,
                        elevation[row2 * width + column2] & 255);
        return (LENGTH + difference) * (128 + raised) >> 7;
    }

    /// How differently two photos show a cell: colour and gradient.
    private int difference(int a, int b, int column, int row) {
        ViewLayer first = layers.get(a);
        ViewLayer second = layers.get(b);
        int i = first.indexOf(column, row);
        int j = second.indexOf(column, row);
        if (i < 0
                || j < 0
                || (first.cost()[i] & 255) == ViewLayer.OUTSIDE
                || (second.cost()[j] & 255) == ViewLayer.OUTSIDE) {
            return NO_LAYER_DIFFERENCE;
        }
        int colour = 0;
        for (int k = 0; k < 3; k++) {
            colour += Math.abs((first.rgb()[3 * i + k] & 255) - (second.rgb()[3 * j + k] & 255));
        }
        int gradient =
                Math.abs(slopeAcross(first, i, column) - slopeAcross(second, j, column))
                        + Math.abs(slopeDown(first, i, row) - slopeDown(second, j, row));
        return colour * UNIT / 3 + gradient * UNIT / 2;
    }

    /// Change of green to the right within the layer.
    private static int slopeAcross(ViewLayer layer, int at, int column) {
        boolean last = column + 1 >= layer.right();
        return last ? 0 : (layer.rgb()[3 * at + 4] & 255) - (layer.rgb()[3 * at + 1] & 255);
    }

    private static int slopeDown(ViewLayer layer, int at, int row) {
        boolean last = row + 1 >= layer.bottom();
        return last
                ? 0
                : (layer.rgb()[3 * (at + layer.width()) + 1] & 255)
                        - (layer.rgb()[3 * at + 1] & 255);
    }
}
