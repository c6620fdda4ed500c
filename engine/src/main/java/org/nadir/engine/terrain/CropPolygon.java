package org.nadir.engine.terrain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.Polygon;
import org.nadir.engine.work.Problem;

/// The area, in world x and y, inside which rasters hold data. One polygon, possibly with holes. Immutable.
public final class CropPolygon {

    private static final GeometryFactory FACTORY = new GeometryFactory();

    private final Polygon polygon;
    private final double[] edges;

    private CropPolygon(Polygon polygon) {
        this.polygon = polygon;
        this.edges = edgesOf(polygon);
    }

    /// @throws Problem `BAD_BOUNDARY` when the polygon is empty
    public static CropPolygon of(Polygon polygon) {
        if (polygon.isEmpty()) {
            throw new Problem(
                    Problem.Code.BAD_BOUNDARY, "The area to reconstruct is empty after cropping.");
        }
        return new CropPolygon(polygon);
    }

    /// A polygon from its outer ring, `x, y` pairs; closing the ring is optional.
    public static CropPolygon ofRing(double... xy) {
        List<Coordinate> ring = new ArrayList<>();
        for (int i = 0; i + 1 < xy.length; i += 2) {
            ring.add(new Coordinate(xy[i], xy[i + 1]));
        }
        if (ring.size() < 3) {
            throw new Problem(Problem.Code.BAD_BOUNDARY, "The boundary needs three corners.");
        }
        if (!ring.getFirst().equals2D(ring.getLast())) {
            ring.add(ring.getFirst().copy());
        }
        return of(FACTORY.createPolygon(ring.toArray(new Coordinate[0])));
    }

    /// The whole of a raster's frame.
    public static CropPolygon ofFrame(GridFrame frame) {
        return ofRing(
                frame.left(),
                frame.bottom(),
                frame.right(),
                frame.bottom(),
                frame.right(),
                frame.top(),
                frame.left(),
                frame.top());
    }

    /// The largest polygon of a geometry.
    static CropPolygon largestOf(Geometry geometry) {
        Polygon best = FACTORY.createPolygon();
        for (int i = 0; i < geometry.getNumGeometries(); i++) {
            if (geometry.getGeometryN(i) instanceof Polygon part
                    && part.getArea() > best.getArea()) {
                best = part;
            }
        }
        return of(best);
    }

    /// The part that lies inside `boundary` as well; the same when there is none.
    public CropPolygon within(@Nullable CropPolygon boundary) {
        return boundary == null ? this : largestOf(polygon.intersection(boundary.polygon));
    }

    /// The part that lies in a raster's frame; the whole frame where the frame cuts the polygon into several parts, null
    /// where they do not meet.
    public @Nullable CropPolygon inside(GridFrame frame) {
        CropPolygon box = ofFrame(frame);
        Geometry common = polygon.intersection(box.polygon);
        if (common.isEmpty() || !(common.getArea() > 0)) {
            return null;
        }
        return common instanceof Polygon one ? of(one) : box;
    }

    /// The polygon without its holes.
    Polygon outline() {
        return FACTORY.createPolygon(polygon.getExteriorRing().getCoordinates());
    }

    public Polygon polygon() {
        return polygon;
    }

    public double area() {
        return polygon.getArea();
    }

    /// The smallest raster frame that covers the polygon.
    public GridFrame frame(double cell) {
        Envelope box = polygon.getEnvelopeInternal();
        return GridFrame.covering(box.getMinX(), box.getMinY(), box.getMaxX(), box.getMaxY(), cell);
    }

    /// Marks in `inside[0 ..< count]` the cells of one raster row whose centres lie in the polygon.
    ///
    /// @param y world y of the row of centres
    /// @param firstX world x of the first centre
    public void markRow(double y, double firstX, double cell, int count, boolean[] inside) {
        Arrays.fill(inside, 0, count, false);
        double[] crossings = crossings(y);
        for (int i = 0; i + 1 < crossings.length; i += 2) {
            double from = Math.ceil((crossings[i] - firstX) / cell);
            double to = Math.ceil((crossings[i + 1] - firstX) / cell);
            if (to > 0 && from < count) {
                Arrays.fill(inside, (int) Math.max(0, from), (int) Math.min(count, to), true);
            }
        }
    }

    public boolean contains(double x, double y) {
        boolean in = false;
        for (double crossing : crossings(y)) {
            in ^= crossing <= x;
        }
        return in;
    }

    /// Where the horizontal line at `y` crosses the rings, in growing order (even-odd rule).
    private double[] crossings(double y) {
        var found = new double[16];
        int n = 0;
        for (int e = 0; e < edges.length; e += 4) {
            double y0 = edges[e + 1];
            double y1 = edges[e + 3];
            if ((y0 <= y) == (y1 <= y)) {
                continue;
            }
            if (n == found.length) {
                found = Arrays.copyOf(found, 2 * n);
            }
            found[n++] = edges[e] + (y - y0) / (y1 - y0) * (edges[e + 2] - edges[e]);
        }
        Arrays.sort(found, 0, n);
        return Arrays.copyOf(found, n);
    }

    private static double[] edgesOf(Polygon polygon) {
        List<LineString> rings = new ArrayList<>();
        rings.add(polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            rings.add(polygon.getInteriorRingN(i));
        }
        int count = rings.stream().mapToInt(ring -> ring.getNumPoints() - 1).sum();
        var edges = new double[4 * count];
        int at = 0;
        for (LineString ring : rings) {
            for (int i = 0; i + 1 < ring.getNumPoints(); i++) {
                edges[at++] = ring.getCoordinateN(i).x;
                edges[at++] = ring.getCoordinateN(i).y;
                edges[at++] = ring.getCoordinateN(i + 1).x;
                edges[at++] = ring.getCoordinateN(i + 1).y;
            }
        }
        return edges;
    }
}
