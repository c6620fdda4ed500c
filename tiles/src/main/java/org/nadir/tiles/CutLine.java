package org.nadir.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nadir.geo.Bounds;
import org.nadir.geo.Coordinate;
import org.nadir.geo.TileMatrix;

/// An area on the map; what lies outside is not shown and not counted. Inside is where a ray crosses the rings an odd number
/// of times, so holes and several polygons need no further marks.
public final class CutLine {
    private final List<double[]> rings;

    private CutLine(List<double[]> rings) {
        this.rings = rings;
    }

    /// @param rings outer and inner rings of all polygons, each a list of longitude, latitude pairs; closed or not
    public static CutLine of(double[][]... rings) {
        List<double[]> mercator = new ArrayList<>();
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
                Coordinate at = TileMatrix.mercator(ring[i][0], ring[i][1]);
                flat[2 * i] = at.x();
                flat[2 * i + 1] = at.y();
            }
            mercator.add(flat);
        }
        if (mercator.isEmpty()) {
            throw new IllegalArgumentException("An area without rings");
        }
        return new CutLine(List.copyOf(mercator));
    }

    /// Which pixel centres of a Web Mercator picture are inside, row by row.
    boolean[] mask(Bounds mercator, int columns, int rows) {
        boolean[] inside = new boolean[Math.multiplyExact(columns, rows)];
        for (int row = 0; row < rows; row++) {
            double y = mercator.maxY() - (row + 0.5) / rows * mercator.height();
            double[] crossings = crossings(y);
            for (int i = 0; i + 1 < crossings.length; i += 2) {
                int from = firstCentre(crossings[i], mercator, columns);
                int to = firstCentre(crossings[i + 1], mercator, columns);
                Arrays.fill(inside, row * columns + from, row * columns + Math.max(from, to), true);
            }
        }
        return inside;
    }

    /// The first column whose centre is not west of x.
    private static int firstCentre(double x, Bounds mercator, int columns) {
        double column = (x - mercator.minX()) / mercator.width() * columns - 0.5;
        return (int) Math.clamp(Math.ceil(column), 0, columns);
    }

    private double[] crossings(double y) {
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
