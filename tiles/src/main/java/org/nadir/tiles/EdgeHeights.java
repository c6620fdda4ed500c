package org.nadir.tiles;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.nadir.geo.tiff.GeoTiffReader;

/// Points along the edge of an area with the heights of a surface model there.
///
/// @param x relative to the first corner
/// @param y relative to the first corner
/// @param z metres
record EdgeHeights(double originX, double originY, double[] x, double[] y, double[] z) {

    /// Walks along a ring, a step of about a pixel at a time, or longer ones when these would be too many.
    ///
    /// @param ring x, y pairs in the layer's coordinate system, closed or not
    /// @param most points
    /// @return null when fewer than three points have a height
    static @Nullable EdgeHeights of(RasterLayer layer, double[] ring, int most) throws IOException {
        int corners = ring.length / 2;
        double length = 0;
        for (int i = 0; i < corners; i++) {
            length += side(ring, i, corners);
        }
        double step = Math.max(layer.layout().pixelWidth(), length / most);
        int count = 0;
        for (int i = 0; i < corners; i++) {
            count += parts(side(ring, i, corners), step);
        }
        double[] x = new double[count];
        double[] y = new double[count];
        double[] z = new double[count];
        int at = 0;
        for (int i = 0; i < corners; i++) {
            int next = (i + 1) % corners;
            int parts = parts(side(ring, i, corners), step);
            for (int part = 0; part < parts; part++) {
                double share = (double) part / parts;
                double placeX = ring[2 * i] + share * (ring[2 * next] - ring[2 * i]);
                double placeY = ring[2 * i + 1] + share * (ring[2 * next + 1] - ring[2 * i + 1]);
                x[at] = placeX - ring[0];
                y[at] = placeY - ring[1];
                z[at++] = height(layer, placeX, placeY);
            }
        }
        return fillGaps(z) ? new EdgeHeights(ring[0], ring[1], x, y, z) : null;
    }

    private static double side(double[] ring, int corner, int corners) {
        int next = (corner + 1) % corners;
        return Math.hypot(
                ring[2 * next] - ring[2 * corner], ring[2 * next + 1] - ring[2 * corner + 1]);
    }

    /// A side without length, as between the first and the last point of a closed ring, has none.
    private static int parts(double side, double step) {
        return side == 0 ? 0 : (int) Math.max(1, Math.round(side / step));
    }

    private static double height(RasterLayer layer, double x, double y) throws IOException {
        GeoTiffReader reader = layer.reader();
        double column = layer.layout().column(x);
        double row = layer.layout().row(y);
        if (!(column >= 0 && row >= 0 && column < reader.width() && row < reader.height())) {
            return Double.NaN;
        }
        int left = (int) Math.clamp(Math.floor(column - 0.5), 0, reader.width() - 1);
        int top = (int) Math.clamp(Math.floor(row - 0.5), 0, reader.height() - 1);
        int columns = Math.min(2, reader.width() - left);
        int rows = Math.min(2, reader.height() - top);
        float[] value = new float[reader.bands()];
        int opacity =
                SourceWindow.read(reader, 0, left, top, columns, rows)
                        .bilinear(column, row, value, 0);
        return opacity == 0 ? Double.NaN : value[0] * reader.unitMetres();
    }

    /// Gives points without a height one between those of their neighbours along the edge.
    private static boolean fillGaps(double[] z) {
        int known = 0;
        int first = -1;
        for (int i = 0; i < z.length; i++) {
            if (Double.isFinite(z[i])) {
                known++;
                first = first < 0 ? i : first;
            }
        }
        if (known < 3) {
            return false;
        }
        int last = first;
        for (int i = 1; i <= z.length; i++) {
            int at = (first + i) % z.length;
            if (!Double.isFinite(z[at])) {
                continue;
            }
            int gap = Math.floorMod(at - last - 1, z.length) + 1;
            for (int k = 1; k < gap; k++) {
                z[(last + k) % z.length] = z[last] + (z[at] - z[last]) * k / gap;
            }
            last = at;
        }
        return true;
    }

    int size() {
        return z.length;
    }

    double mean() {
        double sum = 0;
        for (double height : z) {
            sum += height;
        }
        return sum / z.length;
    }

    double lowest() {
        double lowest = z[0];
        for (double height : z) {
            lowest = Math.min(lowest, height);
        }
        return lowest;
    }

    double highest() {
        double highest = z[0];
        for (double height : z) {
            highest = Math.max(highest, height);
        }
        return highest;
    }

    /// The plane z = p[0] + p[1]·x + p[2]·y with the least squares of differences; level where the points lie in a line.
    double[] plane() {
        double meanX = 0;
        double meanY = 0;
        for (int i = 0; i < z.length; i++) {
            meanX += x[i] / z.length;
            meanY += y[i] / z.length;
        }
        double meanZ = mean();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double xz = 0;
        double yz = 0;
        for (int i = 0; i < z.length; i++) {
            double dx = x[i] - meanX;
            double dy = y[i] - meanY;
            double dz = z[i] - meanZ;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
            xz += dx * dz;
            yz += dy * dz;
        }
        double determinant = xx * yy - xy * xy;
        boolean flat = !(determinant > 1e-12 * (xx + yy) * (xx + yy));
        double slopeX = flat ? 0 : (xz * yy - yz * xy) / determinant;
        double slopeY = flat ? 0 : (yz * xx - xz * xy) / determinant;
        return new double[] {meanZ - slopeX * meanX - slopeY * meanY, slopeX, slopeY};
    }
}
