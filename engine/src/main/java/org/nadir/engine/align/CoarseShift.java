package org.nadir.engine.align;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Workers;

/// Looks for the shift, in whole coarse cells, at which two surfaces differ by a plane most closely. Both grids have the same
/// cells with edges at the same multiples. Up to half of the area may have changed.
final class CoarseShift {

    /// A shift must leave this share of the ground that the best covered shift has in common.
    private static final double LEAST_COMMON = 2 / 3.0;

    /// Fewer cells in common say nothing.
    private static final int LEAST_CELLS = 50;

    /// The best of ten thousand shifts is by chance better than no shift by up to 4.4 standard deviations (one case in twenty,
    /// after Bonferroni).
    private static final double SIGNIFICANT = 5;

    private final CellSurface moving;
    private final CellSurface reference;
    private final int column0;
    private final int row0;
    private final int[] cells;

    private CoarseShift(CellSurface moving, CellSurface reference) {
        this.moving = moving;
        this.reference = reference;
        double cell = moving.frame().cell();
        column0 = (int) Math.rint((moving.frame().left() - reference.frame().left()) / cell);
        row0 = (int) Math.rint((reference.frame().top() - moving.frame().top()) / cell);
        var known = new int[moving.z().length];
        int n = 0;
        for (int i = 0; i < known.length; i++) {
            if (moving.z()[i] == moving.z()[i]) {
                known[n++] = i;
            }
        }
        cells = Arrays.copyOf(known, n);
    }

    /// The shift in metres east, north and up; null when the surfaces have too little ground in common. Zero in plan unless
    /// another shift is better beyond chance.
    ///
    /// @param radius largest shift east or north, metres
    static double @Nullable [] find(
            CellSurface moving, CellSurface reference, double radius, Workers workers) {
        var search = new CoarseShift(moving, reference);
        double cell = moving.frame().cell();
        int reach = (int) Math.ceil(radius / cell);
        int side = 2 * reach + 1;
        var common = new int[side * side];
        workers.forEach(
                side * side, i -> common[i] = search.common(i % side - reach, i / side - reach));
        int least =
                Math.max(
                        LEAST_CELLS, (int) (LEAST_COMMON * Arrays.stream(common).max().getAsInt()));
        var spread = new double[side * side];
        workers.forEach(
                side * side,
                i ->
                        spread[i] =
                                common[i] < least
                                        ? Double.POSITIVE_INFINITY
                                        : SurfacePair.figures(
                                                search.flattened(
                                                        i % side - reach, i / side - reach))[1]);
        int none = reach * side + reach;
        int best = none;
        for (int i = 0; i < spread.length; i++) {
            best = spread[i] < spread[best] ? i : best;
        }
        if (spread[best] == Double.POSITIVE_INFINITY) {
            return null;
        }
        if (best != none && spread[none] < Double.POSITIVE_INFINITY) {
            double[] there = search.flattened(best % side - reach, best / side - reach);
            best = search.isBetter(there, search.flattened(0, 0), spread[best]) ? best : none;
        }
        int dx = best % side - reach;
        int dy = best / side - reach;
        double[] differences = search.differences(dx, dy);
        return new double[] {dx * cell, dy * cell, SurfacePair.figures(differences)[0]};
    }

    /// Index of the reference's cell above a moving one, −1 outside; north is up, rows count down.
    private int above(int i, int dx, int dy) {
        int column = i % moving.frame().width() + column0 + dx;
        int row = i / moving.frame().width() + row0 - dy;
        GridFrame frame = reference.frame();
        return column < 0 || row < 0 || column >= frame.width() || row >= frame.height()
                ? -1
                : row * frame.width() + column;
    }

    private int common(int dx, int dy) {
        int n = 0;
        for (int i : cells) {
            int at = above(i, dx, dy);
            n += at >= 0 && reference.z()[at] == reference.z()[at] ? 1 : 0;
        }
        return n;
    }

    /// Reference minus moving, per cell; NaN where one is unknown.
    private double[] differences(int dx, int dy) {
        var differences = new double[cells.length];
        for (int k = 0; k < cells.length; k++) {
            int at = above(cells[k], dx, dy);
            differences[k] = at < 0 ? Double.NaN : reference.z()[at] - moving.z()[cells[k]];
        }
        return differences;
    }

    private double[] flattened(int dx, int dy) {
        double[] differences = differences(dx, dy);
        var places = new double[3 * cells.length];
        for (int k = 0; k < cells.length; k++) {
            places[3 * k] = moving.frame().centreX(cells[k] % moving.frame().width());
            places[3 * k + 1] = moving.frame().centreY(cells[k] / moving.frame().width());
        }
        Plane.remove(places, differences);
        return differences;
    }

    /// Whether the squares of the one are smaller than those of the other, cell by cell, beyond what the disagreement of parts
    /// of the area lets happen by chance. Differences count up to three deviations of the better one.
    private boolean isBetter(double[] one, double[] other, double deviation) {
        double cap = 9 * deviation * deviation;
        var gain = new double[SurfacePair.BLOCKS];
        var used = new boolean[SurfacePair.BLOCKS];
        for (int k = 0; k < cells.length; k++) {
            double difference = Math.min(cap, other[k] * other[k]) - Math.min(cap, one[k] * one[k]);
            if (difference == difference) {
                int block = block(cells[k]);
                gain[block] += difference;
                used[block] = true;
            }
        }
        double sum = 0;
        int n = 0;
        for (int b = 0; b < gain.length; b++) {
            sum += gain[b];
            n += used[b] ? 1 : 0;
        }
        double squares = 0;
        for (int b = 0; b < gain.length; b++) {
            squares += used[b] ? (gain[b] - sum / n) * (gain[b] - sum / n) : 0;
        }
        return n > 1 && sum > SIGNIFICANT * Math.sqrt(squares * n / (n - 1.0));
    }

    private int block(int i) {
        GridFrame frame = moving.frame();
        int column = i % frame.width() * SurfacePair.SIDE / frame.width();
        int row = i / frame.width() * SurfacePair.SIDE / frame.height();
        return row * SurfacePair.SIDE + column;
    }
}
