package org.nadir.engine.ortho;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.work.Work;

/// Decides which photo each cell of the plan comes from: coarse to fine, all cells at the coarsest level, then only the
/// surroundings of the seams.
final class SeamPlan {

    private static final int COARSEST_LAYER = 90;
    private static final int ROUNDS = 4;
    private static final int BAND = 3;
    private static final LabelExpansion.Region EVERYWHERE = new Everywhere();

    private final PlanSurface surface;
    private final Work work;
    private final int partOfWidth;
    private final List<List<ViewLayer>> levels = new ArrayList<>();

    /// For all of the plan: coarser levels until the photos are small.
    SeamPlan(PlanSurface surface, List<ViewLayer> layers, Work work) {
        this(surface, layers, 0, work);
        while (usualWidth(levels.getLast()) > 2 * COARSEST_LAYER) {
            addLevel();
        }
    }

    /// @param partOfWidth cells along a usual photo, 0 where the layers hold all of them
    private SeamPlan(PlanSurface surface, List<ViewLayer> layers, int partOfWidth, Work work) {
        this.surface = surface;
        this.partOfWidth = partOfWidth;
        this.work = work;
        levels.add(layers);
    }

    /// For a part of the plan whose choice is known on cells `2^doublings` times as large.
    ///
    /// @param usualWidth cells along a usual photo, of which the part may hold a piece only
    static SeamPlan of(
            PlanSurface surface, List<ViewLayer> layers, int doublings, int usualWidth, Work work) {
        var plan = new SeamPlan(surface, layers, usualWidth, work);
        while (plan.levels.size() < doublings) {
            plan.addLevel();
        }
        return plan;
    }

    private void addLevel() {
        List<ViewLayer> finer = levels.getLast();
        levels.add(work.workers().map(finer.size(), i -> finer.get(i).halved()));
    }

    /// The mean of both sides of the median layer, at least 1.
    static int usualWidth(List<ViewLayer> layers) {
        int[] sides =
                layers.stream()
                        .filter(layer -> !layer.isEmpty())
                        .mapToInt(layer -> (layer.width() + layer.height()) / 2)
                        .sorted()
                        .toArray();
        return sides.length == 0 ? 1 : Math.max(1, sides[sides.length / 2]);
    }

    /// A photo per plan cell, −1 where none shows it or the surface is unknown.
    short[] solve() {
        int level = levels.size() - 1;
        short[] labels = new short[0];
        for (; level >= 0; level--) {
            work.cancellation().check();
            var energy = energy(level);
            short[] start = labels.length == 0 ? best(energy) : upsampled(labels, level, energy);
            improve(energy, start, level == levels.size() - 1, EVERYWHERE);
            labels = start;
            work.progress().fraction(1 - level / (double) levels.size());
        }
        return labels;
    }

    /// Fills `fine` from the coarser choice, with seams moved to where they show less.
    ///
    /// @param rim cells along the edges of `fine` that stay as the coarser choice has them
    void refine(LabelRaster coarse, LabelRaster fine, int rim) {
        short[] labels = new short[0];
        for (int level = levels.size() - 1; level >= 0; level--) {
            work.cancellation().check();
            var energy = energy(level);
            var open = new Inner(level, rim, fine.width(), fine.height());
            short[] start =
                    labels.length == 0
                            ? new short[energy.width() * energy.height()]
                            : upsampled(labels, level, energy);
            takeOver(coarse, fine, level, energy, open, labels.length == 0, start);
            improve(energy, start, false, open);
            labels = start;
        }
        System.arraycopy(labels, 0, fine.labels(), 0, labels.length);
    }

    private record Everywhere() implements LabelExpansion.Region {
        @Override
        public boolean contains(int column, int row) {
            return true;
        }
    }

    /// The cells of a level that lie a rim away from the edges, in cells of the finest level.
    private record Inner(int level, int rim, int width, int height)
            implements LabelExpansion.Region {
        @Override
        public boolean contains(int column, int row) {
            return column << level >= rim
                    && row << level >= rim
                    && column + 1 << level <= width - rim
                    && row + 1 << level <= height - rim;
        }
    }

    /// Writes the coarser choice into the rim or, to begin with, everywhere; inside, photos that do not see the ground give way
    /// to those that do.
    private void takeOver(
            LabelRaster coarse,
            LabelRaster fine,
            int level,
            SeamEnergy energy,
            Inner open,
            boolean everywhere,
            short[] labels) {
        int half = fine.factor() * (1 << level) / 2;
        work.workers()
                .forEach(
                        energy.height(),
                        row -> {
                            int y = fine.factor() * (fine.top() + (row << level)) + half;
                            for (int column = 0; column < energy.width(); column++) {
                                boolean inside = open.contains(column, row);
                                int at = row * energy.width() + column;
                                if (everywhere || !inside) {
                                    int x =
                                            fine.factor() * (fine.left() + (column << level))
                                                    + half;
                                    labels[at] = coarse.at(x, y);
                                }
                                if (inside || !energy.isShown(labels[at], column, row)) {
                                    labels[at] = energy.seeing(labels[at], column, row);
                                }
                            }
                        });
    }

    private SeamEnergy energy(int level) {
        int width = widthAt(level);
        int height = heightAt(level);
        byte[] elevation = new Elevation(surface, level).of(width, height);
        List<ViewLayer> layers = levels.get(level);
        int usual = partOfWidth == 0 ? usualWidth(layers) : Math.max(1, partOfWidth >> level);
        return new SeamEnergy(layers, width, height, elevation, usual, work.workers());
    }

    private int widthAt(int level) {
        return ((surface.frame().width() - 1) >> level) + 1;
    }

    private int heightAt(int level) {
        return ((surface.frame().height() - 1) >> level) + 1;
    }

    private short[] best(SeamEnergy energy) {
        var labels = new short[energy.width() * energy.height()];
        work.workers()
                .forEach(
                        energy.height(),
                        row -> {
                            for (int column = 0; column < energy.width(); column++) {
                                labels[row * energy.width() + column] =
                                        energy.cheapest(column, row);
                            }
                        });
        return labels;
    }

    /// The coarser choice, but a photo that turns out not to see the ground gives way to one that does: on coarser cells the
    /// narrow strip that a wall hides does not show, and seams move no farther than a few cells.
    private short[] upsampled(short[] coarse, int level, SeamEnergy energy) {
        int coarseWidth = widthAt(level + 1);
        var labels = new short[energy.width() * energy.height()];
        work.workers()
                .forEach(
                        energy.height(),
                        row -> {
                            for (int column = 0; column < energy.width(); column++) {
                                short label = coarse[(row >> 1) * coarseWidth + (column >> 1)];
                                labels[row * energy.width() + column] =
                                        energy.seeing(label, column, row);
                            }
                        });
        return labels;
    }

    private void improve(
            SeamEnergy energy, short[] labels, boolean everywhere, LabelExpansion.Region open) {
        var expansion = new LabelExpansion(energy, labels);
        int rounds = everywhere ? ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            int changed = 0;
            for (int label = 0; label < energy.labels(); label++) {
                work.cancellation().check();
                if (everywhere) {
                    changed += expansion.expand(label, open);
                } else {
                    changed += expandNear(expansion, energy, labels, label, open);
                }
            }
            if (changed == 0) {
                return;
            }
        }
    }

    /// Lets a photo's area grow, but only into a band along its rim.
    private static int expandNear(
            LabelExpansion expansion,
            SeamEnergy energy,
            short[] labels,
            int label,
            LabelExpansion.Region open) {
        Band band = Band.along(energy, labels, label, open);
        return band == null ? 0 : expansion.expand(label, band);
    }

    /// Cells near the rim of a photo's area.
    ///
    /// @param near whether a cell of the box from `(left, top)` to before `(right, bottom)` is
    /// @param open what else must hold of a cell
    private record Band(
            int left, int top, int right, int bottom, boolean[] near, LabelExpansion.Region open)
            implements LabelExpansion.Region {

        /// The band of a photo, null when nothing of the photo has a rim.
        static @Nullable Band along(
                SeamEnergy energy, short[] labels, int label, LabelExpansion.Region open) {
            ViewLayer layer = energy.layer(label);
            int width = energy.width();
            int right = Math.min(width, layer.right());
            int bottom = Math.min(energy.height(), layer.bottom());
            int[] box = {right, bottom, -1, -1};
            for (int row = layer.top(); row < bottom; row++) {
                for (int column = layer.left(); column < right; column++) {
                    if (labels[row * width + column] == label) {
                        box[0] = Math.min(box[0], column);
                        box[1] = Math.min(box[1], row);
                        box[2] = Math.max(box[2], column);
                        box[3] = Math.max(box[3], row);
                    }
                }
            }
            if (box[2] < 0) {
                return null;
            }
            var band =
                    Band.empty(
                            Math.max(layer.left(), box[0] - BAND),
                            Math.max(layer.top(), box[1] - BAND),
                            Math.min(right, box[2] + BAND + 1),
                            Math.min(bottom, box[3] + BAND + 1),
                            open);
            return band.mark(labels, width, energy.height(), label) ? band : null;
        }

        private static Band empty(
                int left, int top, int right, int bottom, LabelExpansion.Region open) {
            var near = new boolean[(right - left) * (bottom - top)];
            return new Band(left, top, right, bottom, near, open);
        }

        private boolean mark(short[] labels, int width, int height, int label) {
            boolean any = false;
            for (int row = top; row < bottom; row++) {
                for (int column = left; column < right; column++) {
                    if (labels[row * width + column] == label
                            && onRim(labels, width, height, column, row)) {
                        any = true;
                        around(column, row);
                    }
                }
            }
            return any;
        }

        private void around(int column, int row) {
            int from = Math.max(left, column - BAND) - left;
            int to = Math.min(right, column + BAND + 1) - left;
            for (int r = Math.max(top, row - BAND); r <= Math.min(bottom - 1, row + BAND); r++) {
                int line = (r - top) * (right - left);
                Arrays.fill(near, line + from, line + to, true);
            }
        }

        @Override
        public boolean contains(int column, int row) {
            return near[(row - top) * (right - left) + column - left] && open.contains(column, row);
        }
    }

    private static boolean onRim(short[] labels, int width, int height, int column, int row) {
        int at = row * width + column;
        short own = labels[at];
        return (column > 0 && labels[at - 1] != own)
                || (column + 1 < width && labels[at + 1] != own)
                || (row > 0 && labels[at - width] != own)
                || (row + 1 < height && labels[at + width] != own);
    }
}
