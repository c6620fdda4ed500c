package org.nadir.engine.terrain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.operation.union.UnaryUnionOp;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Problem;

/// The outline of a cloud seen from above, as the crop polygon of all rasters.
///
/// The outline is that of the occupied cells of a coarse grid (cells with too few points do not count, so that stray
/// points do not stretch it) with narrow bays closed, shrunk by the crop distance, its corners rounded.
public final class CloudFootprint {

    private static final double SMOOTHING_METRES = 3;

    /// Cells along the longer side.
    private static final int GRID = 800;

    /// Woods and water leave bays in a cloud that photos show all the same: those up to twice this
    /// share of the extent wide are filled.
    private static final double BAY = 0.25;

    private CloudFootprint() {}

    /// @param shrink metres taken off all around; 0 keeps the whole hull
    /// @param boundary the user's own limit, or null
    /// @throws Problem `EMPTY_CLOUD` without usable points, `BAD_BOUNDARY` when nothing is left
    public static CropPolygon of(DenseCloud cloud, double shrink, @Nullable CropPolygon boundary) {
        Geometry hull = hull(cloud);
        if (shrink > 0) {
            // A block smaller than the crop distance would vanish: never take more than a fifth of
            // its width.
            double width = 2 * hull.getArea() / Math.max(1e-9, hull.getLength());
            hull = smooth(hull, Math.min(shrink, 0.2 * width));
        }
        return CropPolygon.largestOf(hull).within(boundary);
    }

    private static Geometry smooth(Geometry hull, double shrink) {
        double radius = Math.min(SMOOTHING_METRES, 2 * shrink);
        Geometry inner = hull.buffer(-shrink - radius);
        Geometry rounded = inner.isEmpty() ? hull.buffer(-shrink) : inner.buffer(radius);
        // Closing notches narrower than the smoothing distance.
        Geometry closed = rounded.buffer(radius).buffer(-radius);
        return TopologyPreservingSimplifier.simplify(closed, 0.02 * radius);
    }

    private static Geometry hull(DenseCloud cloud) {
        Coarse coarse = coarse(cloud);
        GridFrame frame = coarse.frame();
        int[] counts = counts(cloud, frame);
        int enough = enough(counts);
        var occupied = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            occupied[i] = counts[i] >= enough;
        }
        // Closing: bays narrower than twice the reach fill up, and scattered parts join.
        boolean[] closed =
                new MaskClosing(frame.width(), frame.height()).close(occupied, coarse.reach());
        Geometry cells = UnaryUnionOp.union(runs(frame, closed));
        Geometry outline = CropPolygon.largestOf(cells).outline();
        return TopologyPreservingSimplifier.simplify(outline, 1.5 * frame.cell());
    }

    /// The rectangles of consecutive occupied cells in each row.
    private static List<Geometry> runs(GridFrame frame, boolean[] occupied) {
        var factory = new GeometryFactory();
        List<Geometry> runs = new ArrayList<>();
        for (int row = 0; row < frame.height(); row++) {
            // Computed alike for both rows that share an edge, or slivers would part them.
            double top = frame.top() - row * frame.cell();
            double bottom = frame.top() - (row + 1) * frame.cell();
            int column = 0;
            while (column < frame.width()) {
                int from = column;
                while (column < frame.width() && occupied[row * frame.width() + column]) {
                    column++;
                }
                if (column == from) {
                    column++;
                    continue;
                }
                runs.add(
                        factory.toGeometry(
                                new Envelope(
                                        frame.left() + from * frame.cell(),
                                        frame.left() + column * frame.cell(),
                                        bottom,
                                        top)));
            }
        }
        return runs;
    }

    /// A coarse raster around the cloud with a rim as wide as the closing reaches, in cells.
    private record Coarse(GridFrame frame, int reach) {}

    private static Coarse coarse(DenseCloud cloud) {
        var box = CloudBounds.of(cloud, i -> cloud.classification()[i] != GroundClassifier.NOISE);
        double extent = Math.max(box.maxX() - box.minX(), box.maxY() - box.minY());
        if (!(box.area() > 0)) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud has no area: the reconstruction failed.");
        }
        double cell = Math.max(extent / GRID, Math.min(extent / 20, 3 * box.spacing()));
        GridFrame tight = box.frame(cell);
        int reach = (int) Math.ceil(BAY * extent / cell);
        return new Coarse(
                new GridFrame(
                        tight.left() - (reach + 1) * cell,
                        tight.top() + (reach + 1) * cell,
                        cell,
                        tight.width() + 2 * reach + 2,
                        tight.height() + 2 * reach + 2),
                reach);
    }

    private static int[] counts(DenseCloud cloud, GridFrame frame) {
        var counts = new int[frame.width() * frame.height()];
        for (int i = 0; i < cloud.count(); i++) {
            if (cloud.classification()[i] != GroundClassifier.NOISE) {
                int column = frame.columnOf(cloud.xyz()[3 * i]);
                int row = frame.rowOf(cloud.xyz()[3 * i + 1]);
                counts[row * frame.width() + column]++;
            }
        }
        return counts;
    }

    /// A cell counts when it holds a tenth of the points of a usual cell, and not for a single stray one.
    private static int enough(int[] counts) {
        int[] occupied = java.util.Arrays.stream(counts).filter(n -> n > 0).sorted().toArray();
        int median = occupied[occupied.length / 2];
        return Math.max(2, median / 10);
    }
}
