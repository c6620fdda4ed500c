package org.nadir.engine.ortho;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.nadir.engine.terrain.DistanceToUnknown;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.terrain.HeightGrid;
import org.nadir.engine.work.Workers;

/// A line around an orthophoto, not far from its edge, that keeps to edges in the picture: where two orthophotos are joined along
/// such lines, the join shows least.
///
/// The line is the cheapest closed path, by Dijkstra's algorithm, through a band of cells along the edge; a cell is the cheaper
/// the more its brightness changes. That the path goes around the middle is made sure of by a barrier from the middle to the edge,
/// which it crosses once. Parts of the picture that hang on by a neck narrower than the band may be cut off.
public final class Cutline {

    /// Width of the band as a share of the distance from the edge to the middle.
    private static final double BAND = 0.15;

    /// Cells of the band at least; a smaller picture has no room for a line.
    private static final int LEAST_BAND = 3;

    /// Cost of a cell without any change of brightness, relative to one with the mean change, is one over this and a bit.
    private static final double FLAT = 0.1;

    private static final GeometryFactory FACTORY = new GeometryFactory();

    private final GridFrame frame;
    private final float[] distance;
    private final float[] cost;
    private final float band;
    private final int middle;
    private final int barrierEnd;

    private Cutline(HeightGrid brightness, Workers workers) {
        HeightGrid rimmed = withRim(brightness);
        this.frame = GridFrame.of(rimmed);
        this.distance = DistanceToUnknown.of(rimmed, workers).z();
        this.cost = costs(rimmed);
        int deepest = 0;
        for (int i = 0; i < distance.length; i++) {
            deepest = distance[i] > distance[deepest] ? i : deepest;
        }
        this.middle = deepest;
        this.band = (float) (BAND * distance[deepest]);
        int end = deepest;
        while (distance[end] > 0) {
            end++;
        }
        this.barrierEnd = end;
    }

    /// @param brightness of the picture in any unit; NaN where it shows nothing
    /// @return in the frame of the grid; empty when the picture is too small
    public static Optional<Polygon> of(HeightGrid brightness, Workers workers) {
        var cutline = new Cutline(brightness, workers);
        if (cutline.band < LEAST_BAND) {
            return Optional.empty();
        }
        int[] path = cutline.path();
        return path == null ? Optional.empty() : cutline.polygon(path);
    }

    /// With a row or column of unknown cells on each side, so that every path ends somewhere.
    private static HeightGrid withRim(HeightGrid grid) {
        int width = grid.width() + 2;
        float[] z = new float[Math.multiplyExact(width, grid.height() + 2)];
        Arrays.fill(z, Float.NaN);
        for (int row = 0; row < grid.height(); row++) {
            System.arraycopy(grid.z(), row * grid.width(), z, (row + 1) * width + 1, grid.width());
        }
        return new HeightGrid(
                grid.left() - grid.cell(),
                grid.top() + grid.cell(),
                grid.cell(),
                width,
                grid.height() + 2,
                z);
    }

    private static float[] costs(HeightGrid grid) {
        float[] change = new float[grid.z().length];
        double sum = 0;
        int known = 0;
        for (int row = 1; row + 1 < grid.height(); row++) {
            for (int column = 1; column + 1 < grid.width(); column++) {
                float dx = grid.at(column + 1, row) - grid.at(column - 1, row);
                float dy = grid.at(column, row + 1) - grid.at(column, row - 1);
                float size = (float) Math.sqrt(dx * dx + dy * dy);
                if (!Float.isNaN(size)) {
                    change[row * grid.width() + column] = size;
                    sum += size;
                    known++;
                }
            }
        }
        double mean = sum == 0 ? 1 : sum / known;
        for (int i = 0; i < change.length; i++) {
            change[i] = (float) (1 / (FLAT + change[i] / mean));
        }
        return change;
    }

    private boolean isInBand(int cell) {
        return distance[cell] >= 1 && distance[cell] <= band;
    }

    /// The cells of the cheapest way round, from one side of the barrier to the other; null when there is none.
    private int @Nullable [] path() {
        int start = -1;
        for (int cell = middle; cell < barrierEnd; cell++) {
            boolean free = isInBand(cell) && isInBand(cell + frame.width());
            if (free && (start < 0 || cost[cell] < cost[start])) {
                start = cell;
            }
        }
        return start < 0 ? null : search(start, start + frame.width());
    }

    private record Reached(int cell, double cost) implements Comparable<Reached> {
        @Override
        public int compareTo(Reached other) {
            int byCost = Double.compare(cost, other.cost);
            return byCost != 0 ? byCost : Integer.compare(cell, other.cell);
        }
    }

    private int @Nullable [] search(int start, int goal) {
        double[] best = new double[cost.length];
        int[] before = new int[cost.length];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        Arrays.fill(before, -1);
        var open = new PriorityQueue<Reached>();
        best[start] = 0;
        open.add(new Reached(start, 0));
        while (!open.isEmpty()) {
            Reached here = open.poll();
            if (here.cell() == goal) {
                return trace(before, start, goal);
            }
            if (here.cost() > best[here.cell()]) {
                continue;
            }
            for (int k = 0; k < 9; k++) {
                int dx = k % 3 - 1;
                int dy = k / 3 - 1;
                int next = here.cell() + dy * frame.width() + dx;
                if (next == here.cell() || !isInBand(next) || crossesBarrier(here.cell(), next)) {
                    continue;
                }
                double step = (cost[here.cell()] + cost[next]) / 2 * Math.hypot(dx, dy);
                if (here.cost() + step < best[next]) {
                    best[next] = here.cost() + step;
                    before[next] = here.cell();
                    open.add(new Reached(next, best[next]));
                }
            }
        }
        return null;
    }

    /// The barrier lies between the row of the middle and the one below, from the middle to the first unknown cell.
    private boolean crossesBarrier(int from, int to) {
        int upper = Math.min(from, to);
        int lower = Math.max(from, to);
        return upper / frame.width() == middle / frame.width()
                && lower / frame.width() == middle / frame.width() + 1
                && (isOnBarrier(upper) || isOnBarrier(lower - frame.width()));
    }

    private boolean isOnBarrier(int cell) {
        return cell >= middle && cell <= barrierEnd;
    }

    private static int[] trace(int[] before, int start, int goal) {
        var reversed = new ArrayList<Integer>();
        for (int cell = goal; cell != start; cell = before[cell]) {
            reversed.add(cell);
        }
        reversed.add(start);
        return reversed.stream().mapToInt(Integer::intValue).toArray();
    }

    private Optional<Polygon> polygon(int[] path) {
        List<Coordinate> ring = new ArrayList<>();
        for (int cell : path) {
            ring.add(
                    new Coordinate(
                            frame.centreX(cell % frame.width()),
                            frame.centreY(cell / frame.width())));
        }
        ring.add(ring.getFirst().copy());
        Geometry line = FACTORY.createPolygon(ring.toArray(new Coordinate[0]));
        // Steps that cross each other diagonally make a loop of a cell.
        Geometry valid = TopologyPreservingSimplifier.simplify(line.buffer(0), 0.7 * frame.cell());
        Polygon largest = FACTORY.createPolygon();
        for (int i = 0; i < valid.getNumGeometries(); i++) {
            if (valid.getGeometryN(i) instanceof Polygon part
                    && part.getArea() > largest.getArea()) {
                largest = part;
            }
        }
        return largest.isEmpty() ? Optional.empty() : Optional.of(largest);
    }
}
