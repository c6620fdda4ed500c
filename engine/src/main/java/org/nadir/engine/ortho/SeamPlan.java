package org.nadir.engine.ortho;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.engine.work.Work;

/// Decides which photo each cell of the plan comes from: coarse to fine, all cells at the coarsest level, then only the
/// surroundings of the seams.
final class SeamPlan {

    private static final int COARSEST_LAYER = 90;
    private static final int ROUNDS = 4;
    private static final int BAND = 3;

    private final PlanSurface surface;
    private final Work work;
    private final List<List<ViewLayer>> levels = new ArrayList<>();

    SeamPlan(PlanSurface surface, List<ViewLayer> layers, Work work) {
        this.surface = surface;
        this.work = work;
        levels.add(layers);
        while (usualWidth(levels.getLast()) > 2 * COARSEST_LAYER) {
            List<ViewLayer> finer = levels.getLast();
            levels.add(work.workers().map(finer.size(), i -> finer.get(i).halved()));
        }
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
            improve(energy, start, level == levels.size() - 1);
            labels = start;
            work.progress().fraction(1 - level / (double) levels.size());
        }
        return labels;
    }

    private SeamEnergy energy(int level) {
        int width = widthAt(level);
        int height = heightAt(level);
        byte[] elevation = new Elevation(surface, level).of(width, height);
        List<ViewLayer> layers = levels.get(level);
        return new SeamEnergy(layers, width, height, elevation, usualWidth(layers), work.workers());
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
                                        cheapest(energy, column, row);
                            }
                        });
        return labels;
    }

    private static short cheapest(SeamEnergy energy, int column, int row) {
        int least = Integer.MAX_VALUE;
        int best = -1;
        for (int label = 0; label < energy.labels(); label++) {
            int cost = energy.data(label, column, row);
            if (cost < least) {
                least = cost;
                best = label;
            }
        }
        return (short) best;
    }

    private short[] upsampled(short[] coarse, int level, SeamEnergy energy) {
        int coarseWidth = widthAt(level + 1);
        var labels = new short[energy.width() * energy.height()];
        work.workers()
                .forEach(
                        energy.height(),
                        row -> {
                            for (int column = 0; column < energy.width(); column++) {
                                short label = coarse[(row >> 1) * coarseWidth + (column >> 1)];
                                boolean seen =
                                        label >= 0
                                                && energy.data(label, column, row)
                                                        != Integer.MAX_VALUE;
                                labels[row * energy.width() + column] =
                                        seen ? label : cheapest(energy, column, row);
                            }
                        });
        return labels;
    }

    private void improve(SeamEnergy energy, short[] labels, boolean everywhere) {
        var expansion = new LabelExpansion(energy, labels);
        int rounds = everywhere ? ROUNDS : 1;
        for (int round = 0; round < rounds; round++) {
            int changed = 0;
            for (int label = 0; label < energy.labels(); label++) {
                work.cancellation().check();
                if (everywhere) {
                    changed += expansion.expand(label, (column, row) -> true);
                } else {
                    changed += expandNear(expansion, energy, labels, label);
                }
            }
            if (changed == 0) {
                return;
            }
        }
    }

    /// Lets a photo's area grow, but only into a band along its rim.
    private static int expandNear(
            LabelExpansion expansion, SeamEnergy energy, short[] labels, int label) {
        ViewLayer layer = energy.layer(label);
        if (layer.isEmpty()) {
            return 0;
        }
        var near = new boolean[layer.width() * layer.height()];
        boolean any = markBand(layer, energy, labels, label, near);
        return any ? expansion.expand(label, (column, row) -> near[layer.indexOf(column, row)]) : 0;
    }

    private static boolean markBand(
            ViewLayer layer, SeamEnergy energy, short[] labels, int label, boolean[] near) {
        int width = energy.width();
        int right = Math.min(width, layer.right());
        int bottom = Math.min(energy.height(), layer.bottom());
        boolean any = false;
        for (int row = layer.top(); row < bottom; row++) {
            for (int column = layer.left(); column < right; column++) {
                if (labels[row * width + column] != label
                        || !onRim(labels, width, energy.height(), column, row)) {
                    continue;
                }
                any = true;
                int from = Math.max(layer.left(), column - BAND) - layer.left();
                int to = Math.min(right, column + BAND + 1) - layer.left();
                for (int r = Math.max(layer.top(), row - BAND);
                        r <= Math.min(bottom - 1, row + BAND);
                        r++) {
                    int line = (r - layer.top()) * layer.width();
                    Arrays.fill(near, line + from, line + to, true);
                }
            }
        }
        return any;
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
