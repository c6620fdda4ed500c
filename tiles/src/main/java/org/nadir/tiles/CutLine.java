package org.nadir.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.Crs;

/// An area on the map; what lies outside is not shown and not counted. Inside is where a ray crosses the rings an odd number
/// of times, so holes and several polygons need no further marks.
public final class CutLine {
    /// Longitude, latitude pairs.
    private final List<double[]> rings;

    private final List<double[]> mercator;

    private CutLine(List<double[]> rings) {
        this.rings = rings;
        this.mercator = in(Crs.WEB_MERCATOR);
    }

    /// @param rings outer and inner rings of all polygons, each a list of longitude, latitude pairs; closed or not
    public static CutLine of(double[][]... rings) {
        List<double[]> all = new ArrayList<>();
        for (double[][] ring : rings) {
            if (ring.length < 3) {
                throw new IllegalArgumentException("A ring of " + ring.length + " points");
            }
            double[] flat = new double[2 * ring.length];
            for (int i = 0; i < ring.length; i++) {
                if (ring[i].length < 2 || !Double.isFinite(ring[i][0] + ring[i][1])) {
                    throw new IllegalArgumentException(
                            "Not a position: " + Arrays.toString(ring[i]));
                }
                flat[2 * i] = ring[i][0];
                flat[2 * i + 1] = ring[i][1];
            }
            all.add(flat);
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("An area without rings");
        }
        return new CutLine(List.copyOf(all));
    }

    /// The rings in a coordinate system, as x, y pairs; sides stay straight.
    public List<double[]> in(Crs crs) {
        List<double[]> projected = new ArrayList<>();
        for (double[] ring : rings) {
            double[] flat = new double[ring.length];
            for (int i = 0; i < ring.length; i += 2) {
                Coordinate at = crs.fromLonLat(ring[i], ring[i + 1]);
                flat[i] = at.x();
                flat[i + 1] = at.y();
            }
            projected.add(flat);
        }
        return projected;
    }

    /// The box around the area in a coordinate system; null when a corner has no place in it.
    public @Nullable Bounds boundsIn(Crs crs) {
        double minX = Double.POSITIVE_INFINITY;
        double minY = Double.POSITIVE_INFINITY;
        double maxX = Double.NEGATIVE_INFINITY;
        double maxY = Double.NEGATIVE_INFINITY;
        for (double[] ring : in(crs)) {
            for (int i = 0; i < ring.length; i += 2) {
                minX = Math.min(minX, ring[i]);
                maxX = Math.max(maxX, ring[i]);
                minY = Math.min(minY, ring[i + 1]);
                maxY = Math.max(maxY, ring[i + 1]);
            }
        }
        return Double.isFinite(minX + minY + maxX + maxY)
                ? new Bounds(minX, minY, maxX, maxY)
                : null;
    }

    /// Whether a place in a coordinate system is inside.
    public Inside insideIn(Crs crs) {
        List<double[]> projected = in(crs);
        return (x, y) -> {
            double[] crossings = crossings(projected, y);
            int west = 0;
            while (west < crossings.length && crossings[west] <= x) {
                west++;
            }
            return west % 2 == 1;
        };
    }

    /// Tells places inside from places outside.
    @FunctionalInterface
    public interface Inside {
        boolean holds(double x, double y);
    }

    /// Which pixel centres of a Web Mercator picture are inside, row by row.
    boolean[] mask(Bounds bounds, int columns, int rows) {
        return mask(Crs.WEB_MERCATOR, bounds, columns, rows);
    }

    /// Which pixel centres of a picture are inside, row by row.
    public boolean[] mask(Crs crs, Bounds bounds, int columns, int rows) {
        List<double[]> projected = crs.equals(Crs.WEB_MERCATOR) ? mercator : in(crs);
        boolean[] inside = new boolean[Math.multiplyExact(columns, rows)];
        for (int row = 0; row < rows; row++) {
            double y = bounds.maxY() - (row + 0.5) / rows * bounds.height();
            double[] crossings = crossings(projected, y);
            for (int i = 0; i + 1 < crossings.length; i += 2) {
                int from = firstCentre(crossings[i], bounds, columns);
                int to = firstCentre(crossings[i + 1], bounds, columns);
                Arrays.fill(inside, row * columns + from, row * columns + Math.max(from, to), true);
            }
        }
        return inside;
    }

    /// The first column whose centre is not west of x.
    private static int firstCentre(double x, Bounds bounds, int columns) {
        double column = (x - bounds.minX()) / bounds.width() * columns - 0.5;
        return (int) Math.clamp(Math.ceil(column), 0, columns);
    }

    private static double[] crossings(List<double[]> rings, double y) {
        double[] found = new double[8];
        int count = 0;
        for (double[] ring : rings) {
            int points = ring.length / 2;
            for (int i = 0; i < points; i++) {
                int next = (i + 1) % points;
                double y0 = ring[2 * i + 1];
                double y1 = ring[2 * next + 1];
                if (y0 <= y == y1 <= y) {
                    continue;
                }
                if (count == found.length) {
                    found = Arrays.copyOf(found, 2 * count);
                }
                double share = (y - y0) / (y1 - y0);
                found[count++] = ring[2 * i] + share * (ring[2 * next] - ring[2 * i]);
            }
        }
        double[] sorted = Arrays.copyOf(found, count);
        Arrays.sort(sorted);
        return sorted;
    }
}
