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
    private static final int GRID_LIMIT = 200;

    /// Woods and water leave bays in a cloud that photos show all the same: bays up to half the extent wide are filled.
    private static final double BAY = 4;

    /// Segments per quarter circle of buffers.
    private static final int ROUND = 6;

    private CloudFootprint() {}

    /// @param shrink metres taken off all around; 0 keeps the whole hull
    /// @param boundary the user's own limit, or null
    /// @throws Problem `EMPTY_CLOUD` without usable points, `BAD_BOUNDARY` when nothing is left
    public static CropPolygon of(
            DenseCloud cloud, double shrink, @Nullable CropPolygon boundary) {
        Geometry hull = hull(cloud);
        if (shrink > 0) {
            // A block smaller than the crop distance would vanish: never take more than a fifth of its width.
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
        GridFrame frame = coarseFrame(cloud);
        int[] counts = counts(cloud, frame);
        Geometry occupied = UnaryUnionOp.union(occupiedRuns(frame, counts, enough(counts)));
        double extent = Math.max(frame.width(), frame.height()) * frame.cell();
        double reach = Math.max(3 * frame.cell(), extent / BAY);
        // Closing: bays narrower than twice the reach fill up, and scattered parts join.
        Geometry grown = CropPolygon.largestOf(occupied.buffer(reach, ROUND)).outline();
        Geometry closed = grown.buffer(-reach, ROUND);
        return CropPolygon.largestOf(closed).outline();
    }

    /// The rectangles of consecutive occupied cells in each row.
    private static List<Geometry> occupiedRuns(GridFrame frame, int[] counts, int enough) {
        var factory = new GeometryFactory();
        List<Geometry> runs = new ArrayList<>();
        for (int row = 0; row < frame.height(); row++) {
            double top = frame.top() - row * frame.cell();
            int column = 0;
            while (column < frame.width()) {
                int from = column;
                while (column < frame.width() && counts[row * frame.width() + column] >= enough) {
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
                                        top - frame.cell(),
                                        top)));
            }
        }
        return runs;
    }

    private static GridFrame coarseFrame(DenseCloud cloud) {
        var box = CloudBounds.of(cloud, i -> cloud.classification()[i] != GroundClassifier.NOISE);
        double extent = Math.max(box.maxX() - box.minX(), box.maxY() - box.minY());
        if (!(box.area() > 0)) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud has no area: the reconstruction failed.");
        }
        double cell = Math.max(extent / GRID_LIMIT, Math.min(extent / 20, 4 * box.spacing()));
        return box.frame(cell);
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

    /// A cell counts when it holds a tenth of the points of a usual cell.
    private static int enough(int[] counts) {
        int[] occupied = java.util.Arrays.stream(counts).filter(n -> n > 0).sorted().toArray();
        int median = occupied[occupied.length / 2];
        return Math.max(1, median / 10);
    }
}
