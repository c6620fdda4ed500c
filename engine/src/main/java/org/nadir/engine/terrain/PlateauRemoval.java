package org.nadir.engine.terrain;

import java.util.Arrays;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Work;

/// Takes the class of ground from things that [GroundClassifier] took for it because they are wider than its window, such as
/// the roofs of halls: parts of the ground that stand above what lies around them on nearly all sides, behind a step.
///
/// The ground's heights are put on a raster whose cells fall into regions without steps between neighbours. Each region grows
/// over the gaps around it, and where two meet, the one that stands higher is noted. A hill has no steps, a terrace or the land
/// above a cliff goes on without one somewhere: both stay.
public final class PlateauRemoval {

    /// Rise over run between neighbouring cells that is still the same region.
    private static final double STEEPEST = 1;

    /// Metres that a plateau stands above its surroundings at least.
    private static final double LEAST_STEP = 2;

    /// Share of a plateau's border that lies above its surroundings, at least.
    private static final double BORDER_SHARE = 0.8;

    /// Larger parts are land.
    private static final double LARGEST_AREA = 20_000;

    private static final double LEAST_CELL = 1;
    private static final int CELL_LIMIT = 1 << 24;

    /// Metres that regions grow over gaps.
    private static final double GAP = 8;

    private static final int NONE = -1;

    private final DenseCloud cloud;
    private final GridFrame frame;
    private final CloudBins bins;
    private final float[] z;
    private final int[] region;
    private int regions;

    private PlateauRemoval(DenseCloud cloud) {
        this.cloud = cloud;
        var box = CloudBounds.of(cloud, this::isGround);
        double cell = Math.max(LEAST_CELL, 4 * box.spacing());
        this.frame = box.frame(Math.max(cell, Math.sqrt(box.area() / CELL_LIMIT)));
        this.bins = CloudBins.of(cloud, frame, this::isGround);
        this.z = new float[bins.cells()];
        this.region = new int[bins.cells()];
    }

    /// Gives plateaus the class of what is not ground.
    ///
    /// @return number of points that were taken for ground
    public static int remove(DenseCloud cloud, Work work) {
        work.progress().title("Looking for roofs among the ground");
        boolean any = false;
        for (byte code : cloud.classification()) {
            any |= code == GroundClassifier.GROUND;
        }
        return any ? new PlateauRemoval(cloud).run(work) : 0;
    }

    private boolean isGround(int point) {
        return cloud.classification()[point] == GroundClassifier.GROUND;
    }

    private int run(Work work) {
        work.workers().forEach(frame.height(), this::medians);
        findRegions();
        work.cancellation().check();
        boolean[] plateau = plateaus(grown());
        int removed = 0;
        for (int cell = 0; cell < z.length; cell++) {
            if (region[cell] == NONE || !plateau[region[cell]]) {
                continue;
            }
            for (int entry = bins.start(cell); entry < bins.end(cell); entry++) {
                cloud.classification()[bins.point(entry)] = GroundClassifier.UNCLASSIFIED;
                removed++;
            }
        }
        return removed;
    }

    private void medians(int row) {
        for (int column = 0; column < frame.width(); column++) {
            int cell = row * frame.width() + column;
            int count = bins.end(cell) - bins.start(cell);
            var heights = new float[count];
            for (int k = 0; k < count; k++) {
                heights[k] = (float) cloud.xyz()[3 * bins.point(bins.start(cell) + k) + 2];
            }
            Arrays.sort(heights);
            z[cell] = count == 0 ? Float.NaN : heights[count / 2];
        }
    }

    /// Numbers the regions in the order of their first cells.
    private void findRegions() {
        Arrays.fill(region, NONE);
        var open = new int[z.length];
        for (int cell = 0; cell < z.length; cell++) {
            if (region[cell] == NONE && !Float.isNaN(z[cell])) {
                flood(cell, open);
                regions++;
            }
        }
    }

    private void flood(int first, int[] open) {
        int waiting = 0;
        region[first] = regions;
        open[waiting++] = first;
        while (waiting > 0) {
            int here = open[--waiting];
            for (int side = 0; side < 4; side++) {
                int next = neighbour(here, side);
                if (next != NONE
                        && region[next] == NONE
                        && Math.abs(z[next] - z[here]) <= STEEPEST * frame.cell()) {
                    region[next] = regions;
                    open[waiting++] = next;
                }
            }
        }
    }

    private int neighbour(int cell, int side) {
        int column = cell % frame.width();
        int row = cell / frame.width();
        return switch (side) {
            case 0 -> column > 0 ? cell - 1 : NONE;
            case 1 -> column + 1 < frame.width() ? cell + 1 : NONE;
            case 2 -> row > 0 ? cell - frame.width() : NONE;
            default -> row + 1 < frame.height() ? cell + frame.width() : NONE;
        };
    }

    /// For each cell the nearest cell with a height, by steps along rows and columns; none farther than the gap.
    private int[] grown() {
        var nearest = new int[z.length];
        var order = new int[z.length];
        var steps = new int[z.length];
        int end = 0;
        for (int cell = 0; cell < z.length; cell++) {
            nearest[cell] = region[cell] == NONE ? NONE : cell;
            if (nearest[cell] != NONE) {
                order[end++] = cell;
            }
        }
        int farthest = (int) Math.ceil(GAP / frame.cell());
        for (int at = 0; at < end; at++) {
            int here = order[at];
            for (int side = 0; side < 4 && steps[here] < farthest; side++) {
                int next = neighbour(here, side);
                if (next != NONE && nearest[next] == NONE) {
                    nearest[next] = nearest[here];
                    steps[next] = steps[here] + 1;
                    order[end++] = next;
                }
            }
        }
        return nearest;
    }

    private boolean[] plateaus(int[] nearest) {
        var area = new int[regions];
        for (int each : region) {
            if (each != NONE) {
                area[each]++;
            }
        }
        var border = new int[regions];
        var above = new int[regions];
        for (int cell = 0; cell < z.length; cell++) {
            for (int side = 0; side < 4 && nearest[cell] != NONE; side++) {
                int own = region[nearest[cell]];
                int next = neighbour(cell, side);
                // The edge of the cloud says nothing for a plateau.
                int other = next == NONE || nearest[next] == NONE ? NONE : nearest[next];
                if (other == NONE || region[other] != own) {
                    border[own]++;
                    above[own] +=
                            other != NONE && z[nearest[cell]] - z[other] >= LEAST_STEP ? 1 : 0;
                }
            }
        }
        var plateau = new boolean[regions];
        double largest = LARGEST_AREA / (frame.cell() * frame.cell());
        for (int i = 0; i < regions; i++) {
            plateau[i] = area[i] <= largest && above[i] >= BORDER_SHARE * border[i] && above[i] > 0;
        }
        return plateau;
    }
}
