package org.nadir.engine.terrain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.algorithm.hull.ConcaveHull;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.simplify.TopologyPreservingSimplifier;
import org.nadir.engine.fusion.DenseCloud;
import org.nadir.engine.work.Problem;

/// The outline of a cloud seen from above, as the crop polygon of all rasters.
///
/// The outline is the concave hull of the occupied cells of a coarse grid (cells with too few points do not count, so
/// that stray points do not stretch it), shrunk by the crop distance, its corners rounded.
public final class CloudFootprint {

    private static final double SMOOTHING_METRES = 3;
    private static final int GRID_LIMIT = 400;

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
        int enough = enough(counts);
        List<Coordinate> corners = new ArrayList<>();
        for (int row = 0; row < frame.height(); row++) {
            for (int column = 0; column < frame.width(); column++) {
                if (counts[row * frame.width() + column] >= enough) {
                    addCorners(frame, column, row, corners);
                }
            }
        }
        if (corners.size() < 3) {
            throw new Problem(
                    Problem.Code.EMPTY_CLOUD,
                    "The dense cloud is empty: reconstruction failed or the boundary excludes it.");
        }
        var points = new GeometryFactory().createMultiPointFromCoords(corners.toArray(new Coordinate[0]));
        double extent = Math.max(frame.width(), frame.height()) * frame.cell();
        return ConcaveHull.concaveHullByLength(points, Math.max(4 * frame.cell(), extent / 6));
    }

    private static void addCorners(GridFrame frame, int column, int row, List<Coordinate> corners) {
        double x = frame.left() + column * frame.cell();
        double y = frame.top() - row * frame.cell();
        corners.add(new Coordinate(x, y));
        corners.add(new Coordinate(x + frame.cell(), y));
        corners.add(new Coordinate(x, y - frame.cell()));
        corners.add(new Coordinate(x + frame.cell(), y - frame.cell()));
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
