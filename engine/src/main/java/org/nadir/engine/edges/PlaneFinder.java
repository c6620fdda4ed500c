package org.nadir.engine.edges;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.terrain.HeightGrid;

/// Finds the two surfaces that meet at a step near a place: the cells around it fall apart into high and low ones, and each sort
/// lies on a plane. One per thread.
final class PlaneFinder {

    /// Samples across the window in which surfaces are looked for.
    private static final int ACROSS = 27;

    /// Each surface must show on so many of the samples.
    private static final int LEAST = 12;

    /// Lower steps are left as they are, metres. Seen at the 20° from the vertical at which neighbouring photos differ, the
    /// two surfaces of such a step lie seven cells of 5 cm apart, more than a window.
    private static final double LEAST_STEP = 1;

    /// A plane's samples deviate from it by so much, metres, or by two cells' worth, at most (RMS): roofs and ground do, crowns
    /// do not.
    private static final double MOST_DEVIATION = 0.12;

    /// Steeper surfaces are no roofs, metres per metre: 45°.
    private static final double MOST_SLOPE = 1;

    /// Cells along the edge within which samples count fully: half a block and a little more.
    private static final double ALONG = 5;

    private final HeightGrid grid;
    private final boolean[] doubtful;
    private final int radius;
    private final int stride;
    private final double[] sorted = new double[ACROSS * ACROSS];
    private final double[] x = new double[ACROSS * ACROSS];
    private final double[] y = new double[ACROSS * ACROSS];
    private final double[] z = new double[ACROSS * ACROSS];
    private final double[] plane = new double[3];
    private double deviation;
    private int count;
    private double outRight;
    private double outDown;

    /// @param doubtful cells that are not to be relied on
    /// @param radius of the window, cells
    PlaneFinder(HeightGrid grid, boolean[] doubtful, int radius) {
        this.grid = grid;
        this.doubtful = doubtful;
        this.stride = Math.max(1, (2 * radius + ACROSS - 2) / (ACROSS - 1));
        this.radius = ACROSS / 2 * stride;
    }

    /// By how much cells may deviate from the plane of their surface, metres.
    static double mostDeviation(HeightGrid grid) {
        return Math.max(MOST_DEVIATION, 2 * grid.cell());
    }

    /// The surfaces around a place given in cells; null where there are not two smooth ones.
    @Nullable TwoPlanes at(double column, double row) {
        gather(column, row);
        double between = widestGap();
        if (Double.isNaN(between)) {
            return null;
        }
        findDirection(between);
        if (!fit(between, true)) {
            return null;
        }
        double upper = plane[0];
        double upperRight = plane[1];
        double upperDown = plane[2];
        double upperDeviation = deviation;
        if (!fit(between, false) || upper - plane[0] < LEAST_STEP) {
            return null;
        }
        return new TwoPlanes(
                upper,
                upperRight,
                upperDown,
                plane[0],
                plane[1],
                plane[2],
                upperDeviation,
                deviation,
                outRight,
                outDown);
    }

    private void gather(double column, double row) {
        count = 0;
        int firstRow = (int) Math.floor(row) - radius;
        int firstColumn = (int) Math.floor(column) - radius;
        for (int r = firstRow; r <= firstRow + 2 * radius; r += stride) {
            for (int c = firstColumn; c <= firstColumn + 2 * radius; c += stride) {
                if (r < 0 || c < 0 || r >= grid.height() || c >= grid.width()) {
                    continue;
                }
                int i = r * grid.width() + c;
                if (!doubtful[i] && !Float.isNaN(grid.z()[i])) {
                    x[count] = c + 0.5 - column;
                    y[count] = r + 0.5 - row;
                    z[count] = grid.z()[i];
                    sorted[count] = z[count];
                    count++;
                }
            }
        }
    }

    /// The middle of the widest gap between heights that leaves enough of them on both sides; NaN without a step.
    private double widestGap() {
        Arrays.sort(sorted, 0, count);
        double widest = 0.5 * LEAST_STEP;
        double middle = Double.NaN;
        for (int i = LEAST; i <= count - LEAST; i++) {
            double gap = sorted[i] - sorted[i - 1];
            if (gap > widest) {
                widest = gap;
                middle = 0.5 * (sorted[i] + sorted[i - 1]);
            }
        }
        return middle;
    }

    /// The direction from the middle of the samples above a height to that of those below.
    private void findDirection(double between) {
        double highX = 0;
        double highY = 0;
        double lowX = 0;
        double lowY = 0;
        int high = 0;
        for (int i = 0; i < count; i++) {
            if (z[i] > between) {
                high++;
                highX += x[i];
                highY += y[i];
            } else {
                lowX += x[i];
                lowY += y[i];
            }
        }
        outRight = lowX / (count - high) - highX / high;
        outDown = lowY / (count - high) - highY / high;
        double length = Math.max(1e-6, Math.hypot(outRight, outDown));
        outRight /= length;
        outDown /= length;
    }

    /// Fits a plane to the samples on one side of a height and writes its height and slopes at the centre, and the samples'
    /// deviation from it. Along the edge only
    /// samples near the place count, so that under a gable each half of the roof is itself. False when the samples do not
    /// lie on a plane or do not tell its slope.
    private boolean fit(double between, boolean above) {
        double near = ALONG * ALONG;
        double w = 0;
        double wx = 0;
        double wy = 0;
        double wz = 0;
        double wxx = 0;
        double wxy = 0;
        double wyy = 0;
        double wxz = 0;
        double wyz = 0;
        double wzz = 0;
        for (int i = 0; i < count; i++) {
            if (z[i] > between != above) {
                continue;
            }
            double along = outRight * y[i] - outDown * x[i];
            double weight = 1 / ((near + along * along) * (near + along * along));
            double dz = z[i] - between;
            w += weight;
            wx += weight * x[i];
            wy += weight * y[i];
            wz += weight * dz;
            wxx += weight * x[i] * x[i];
            wxy += weight * x[i] * y[i];
            wyy += weight * y[i] * y[i];
            wxz += weight * x[i] * dz;
            wyz += weight * y[i] * dz;
            wzz += weight * dz * dz;
        }
        double mx = wx / w;
        double my = wy / w;
        double mz = wz / w;
        double xx = wxx / w - mx * mx;
        double xy = wxy / w - mx * my;
        double yy = wyy / w - my * my;
        double xz = wxz / w - mx * mz;
        double yz = wyz / w - my * mz;
        double zz = wzz / w - mz * mz;
        double determinant = xx * yy - xy * xy;
        // Samples nearly on a line.
        if (!(determinant > 0.01 * xx * yy) || !(xx + yy > 1)) {
            return false;
        }
        double right = (xz * yy - yz * xy) / determinant;
        double down = (yz * xx - xz * xy) / determinant;
        if (Math.hypot(right, down) > MOST_SLOPE * grid.cell()) {
            return false;
        }
        plane[0] = between + mz - right * mx - down * my;
        plane[1] = right;
        plane[2] = down;
        deviation = Math.sqrt(Math.max(0, zz - right * xz - down * yz));
        return deviation <= mostDeviation(grid);
    }
}
