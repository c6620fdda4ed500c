package org.nadir.engine.geometry;

import java.util.Arrays;

/// The point seen by several cameras, robust against wrong observations. One instance holds scratch memory: use it from one
/// thread at a time.
///
/// Fill it with [#clear] and [#add], then call [#solve]. All rays are tried together first; when some of them disagree, the
/// pair of rays that most others agree with decides. The result is refined by Gauss-Newton on the image residuals.
public final class Triangulation {

    private static final int MAX_PAIRS = 60;
    private static final int REFINEMENTS = 4;

    private final double minAngleCosine;
    private int count;
    private double[] rotation = new double[9 * 16];
    private double[] centre = new double[3 * 16];
    private double[] direction = new double[3 * 16];
    private double[] xy = new double[2 * 16];
    private double[] tolerance = new double[16];
    private boolean[] inlier = new boolean[16];
    private boolean[] bestInlier = new boolean[16];
    private final double[] point = new double[3];
    private final double[] normal = new double[9];
    private final double[] right = new double[3];
    private int inliers;

    /// @param minAngle smallest accepted angle between the two most different rays, in radians
    public Triangulation(double minAngle) {
        this.minAngleCosine = Math.cos(minAngle);
    }

    public void clear() {
        count = 0;
        inliers = 0;
    }

    /// Adds an observation.
    ///
    /// @param cameraFromWorld rotation (row-major) in `[rotationAt ..< rotationAt + 9]`
    /// @param centreInWorld camera centre in `[centreAt ..< centreAt + 3]`
    /// @param x undistorted normalised image coordinate X/Z
    /// @param y undistorted normalised image coordinate Y/Z
    /// @param allowed largest residual of an inlier in normalised coordinates
    public void add(
            double[] cameraFromWorld,
            int rotationAt,
            double[] centreInWorld,
            int centreAt,
            double x,
            double y,
            double allowed) {
        if (count == tolerance.length) {
            grow();
        }
        int i = count++;
        System.arraycopy(cameraFromWorld, rotationAt, rotation, 9 * i, 9);
        System.arraycopy(centreInWorld, centreAt, centre, 3 * i, 3);
        xy[2 * i] = x;
        xy[2 * i + 1] = y;
        tolerance[i] = allowed;
        double scale = 1 / Math.sqrt(x * x + y * y + 1);
        for (int c = 0; c < 3; c++) {
            direction[3 * i + c] =
                    scale
                            * (x * rotation[9 * i + c]
                                    + y * rotation[9 * i + 3 + c]
                                    + rotation[9 * i + 6 + c]);
        }
    }

    private void grow() {
        int n = 2 * tolerance.length;
        rotation = Arrays.copyOf(rotation, 9 * n);
        centre = Arrays.copyOf(centre, 3 * n);
        direction = Arrays.copyOf(direction, 3 * n);
        xy = Arrays.copyOf(xy, 2 * n);
        tolerance = Arrays.copyOf(tolerance, n);
        inlier = new boolean[n];
        bestInlier = new boolean[n];
    }

    /// Finds the point. False when no two observations agree on one in front of them at a sufficient angle.
    public boolean solve() {
        if (count < 2) {
            return false;
        }
        Arrays.fill(inlier, 0, count, true);
        if (fit() && markInliers() == count) {
            return widestAngleCosine() <= minAngleCosine;
        }
        return count > 2 && solveByPairs();
    }

    /// The point found, three numbers, owned by this object.
    public double[] point() {
        return point;
    }

    /// Whether observation `i`, in the order of adding, agrees with the point.
    public boolean isInlier(int i) {
        return inlier[i];
    }

    public int inlierCount() {
        return inliers;
    }

    private boolean solveByPairs() {
        int pairs = count * (count - 1) / 2;
        // Long tracks: look at every n-th pair only, a fixed choice.
        int stride = Math.max(1, pairs / MAX_PAIRS);
        int best = 1;
        int seen = 0;
        for (int i = 0; i < count - 1; i++) {
            for (int j = i + 1; j < count; j++) {
                if (seen++ % stride != 0) {
                    continue;
                }
                if (cosineBetween(i, j) > minAngleCosine) {
                    continue;
                }
                Arrays.fill(inlier, 0, count, false);
                inlier[i] = true;
                inlier[j] = true;
                if (fit() && markInliers() > best) {
                    best = inliers;
                    System.arraycopy(inlier, 0, bestInlier, 0, count);
                }
            }
        }
        if (best < 2) {
            return false;
        }
        System.arraycopy(bestInlier, 0, inlier, 0, count);
        return fit() && markInliers() >= 2 && widestAngleCosine() <= minAngleCosine;
    }

    /// The point nearest to all inlier rays, then refined.
    private boolean fit() {
        Arrays.fill(normal, 0);
        Arrays.fill(right, 0);
        for (int i = 0; i < count; i++) {
            if (inlier[i]) {
                addRay(i);
            }
        }
        if (!solveNormal()) {
            return false;
        }
        System.arraycopy(right, 0, point, 0, 3);
        for (int step = 0; step < REFINEMENTS; step++) {
            if (!refine()) {
                return false;
            }
        }
        return true;
    }

    private void addRay(int i) {
        double dx = direction[3 * i];
        double dy = direction[3 * i + 1];
        double dz = direction[3 * i + 2];
        double cx = centre[3 * i];
        double cy = centre[3 * i + 1];
        double cz = centre[3 * i + 2];
        double along = dx * cx + dy * cy + dz * cz;
        addNormal(1 - dx * dx, -dx * dy, -dx * dz, 1 - dy * dy, -dy * dz, 1 - dz * dz);
        right[0] += cx - dx * along;
        right[1] += cy - dy * along;
        right[2] += cz - dz * along;
    }

    private void addNormal(double a, double b, double c, double d, double e, double f) {
        normal[0] += a;
        normal[3] += b;
        normal[4] += d;
        normal[6] += c;
        normal[7] += e;
        normal[8] += f;
    }

    /// Solves `normal · x = right` for the symmetric 3x3 `normal` (lower triangle); `right` becomes x.
    private boolean solveNormal() {
        return org.nadir.engine.math.SmallSolver.solve(normal, right, 3);
    }

    private boolean refine() {
        Arrays.fill(normal, 0);
        Arrays.fill(right, 0);
        for (int i = 0; i < count; i++) {
            if (!inlier[i]) {
                continue;
            }
            int r = 9 * i;
            double dx = point[0] - centre[3 * i];
            double dy = point[1] - centre[3 * i + 1];
            double dz = point[2] - centre[3 * i + 2];
            double z = rotation[r + 6] * dx + rotation[r + 7] * dy + rotation[r + 8] * dz;
            if (z <= 0) {
                return false;
            }
            double x = (rotation[r] * dx + rotation[r + 1] * dy + rotation[r + 2] * dz) / z;
            double y = (rotation[r + 3] * dx + rotation[r + 4] * dy + rotation[r + 5] * dz) / z;
            double w = 1 / (tolerance[i] * tolerance[i]);
            addResidual(r, r + 6, x, xy[2 * i] - x, 1 / z, w);
            addResidual(r + 3, r + 6, y, xy[2 * i + 1] - y, 1 / z, w);
        }
        if (!solveNormal()) {
            return false;
        }
        point[0] += right[0];
        point[1] += right[1];
        point[2] += right[2];
        return true;
    }

    private void addResidual(
            int row, int depthRow, double value, double e, double inverse, double w) {
        double a = (rotation[row] - value * rotation[depthRow]) * inverse;
        double b = (rotation[row + 1] - value * rotation[depthRow + 1]) * inverse;
        double c = (rotation[row + 2] - value * rotation[depthRow + 2]) * inverse;
        addNormal(w * a * a, w * a * b, w * a * c, w * b * b, w * b * c, w * c * c);
        right[0] += w * a * e;
        right[1] += w * b * e;
        right[2] += w * c * e;
    }

    private int markInliers() {
        inliers = 0;
        for (int i = 0; i < count; i++) {
            inlier[i] = squaredResidual(i) <= tolerance[i] * tolerance[i];
            inliers += inlier[i] ? 1 : 0;
        }
        return inliers;
    }

    private double squaredResidual(int i) {
        int r = 9 * i;
        double dx = point[0] - centre[3 * i];
        double dy = point[1] - centre[3 * i + 1];
        double dz = point[2] - centre[3 * i + 2];
        double z = rotation[r + 6] * dx + rotation[r + 7] * dy + rotation[r + 8] * dz;
        if (!(z > 0)) {
            return Double.POSITIVE_INFINITY;
        }
        double ex = (rotation[r] * dx + rotation[r + 1] * dy + rotation[r + 2] * dz) / z;
        double ey = (rotation[r + 3] * dx + rotation[r + 4] * dy + rotation[r + 5] * dz) / z;
        ex -= xy[2 * i];
        ey -= xy[2 * i + 1];
        return ex * ex + ey * ey;
    }

    private double widestAngleCosine() {
        double least = 1;
        for (int i = 0; i < count - 1; i++) {
            for (int j = i + 1; j < count && inlier[i]; j++) {
                if (inlier[j]) {
                    least = Math.min(least, cosineBetween(i, j));
                }
            }
        }
        return least;
    }

    private double cosineBetween(int i, int j) {
        return direction[3 * i] * direction[3 * j]
                + direction[3 * i + 1] * direction[3 * j + 1]
                + direction[3 * i + 2] * direction[3 * j + 2];
    }
}
