package org.nadir.engine.align;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.math.Median;
import org.nadir.engine.math.SmallInverse;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Workers;

/// The surface that is moved and the one that stays, in cells of one size, and the steps that bring the one to the other:
/// least squares of distances along the normals, without what is farther off than three times the usual. Where a surface is not
/// flat, as at the edge of a roof, distances count as much as its unevenness allows: little beside slopes, but all there is
/// between flat roofs on flat ground.
///
/// Slopes of both surfaces are known with noise only, and where there is no relief they are nothing but noise, which plain
/// least squares takes for structure. Therefore the equations are multiplied from the left by the slopes of one surface and
/// from the right by those of the other, whose noise is independent: the method of instrumental variables. Noise then
/// cancels, and flat ground shows as what it is. Standard deviations come from how [#BLOCKS] parts of the area disagree
/// (the sandwich formula for clusters, Liang and Zeger 1986), since errors of neighbouring cells are alike.
final class SurfacePair {

    static final int SIDE = 8;
    static final int BLOCKS = SIDE * SIDE;

    /// Three of normally distributed deviations hold 99.7 %.
    private static final double TRIM = 3;

    private static final int MOST_STEPS = 40;
    private static final int N = Placement.UNKNOWNS;

    private final Workers workers;
    private final GridFrame referenceFrame;
    private final float[] referenceZ;
    private final float[] referenceSlopes;
    private final double cell;
    private final double[] xyz;
    private final float[] slope;
    private final int[] blockStart = new int[BLOCKS + 1];

    /// @param moving the surface to be moved
    /// @param reference the surface that stays
    SurfacePair(CellSurface moving, CellSurface reference, Workers workers) {
        this.workers = workers;
        this.cell = moving.frame().cell();
        referenceFrame = reference.frame();
        referenceSlopes = reference.slopes(workers);
        referenceZ = reference.centreHeights(referenceSlopes);
        float[] slopes = moving.slopes(workers);
        int usable = 0;
        for (int i = 0; i < moving.z().length; i++) {
            usable += isUsable(moving, slopes, i) ? 1 : 0;
        }
        xyz = new double[3 * usable];
        slope = new float[3 * usable];
        collect(moving, slopes);
    }

    private static boolean isUsable(CellSurface surface, float[] slopes, int i) {
        return surface.z()[i] == surface.z()[i] && slopes[3 * i] == slopes[3 * i];
    }

    /// Block by block, so that sums are made in the same order whatever the threads.
    private void collect(CellSurface moving, float[] slopes) {
        GridFrame frame = moving.frame();
        int n = 0;
        for (int block = 0; block < BLOCKS; block++) {
            blockStart[block] = n;
            int row0 = block / SIDE * frame.height() / SIDE;
            int row1 = (block / SIDE + 1) * frame.height() / SIDE;
            int column0 = block % SIDE * frame.width() / SIDE;
            int column1 = (block % SIDE + 1) * frame.width() / SIDE;
            for (int row = row0; row < row1; row++) {
                for (int column = column0; column < column1; column++) {
                    int i = row * frame.width() + column;
                    if (isUsable(moving, slopes, i)) {
                        xyz[3 * n] = frame.centreX(column) + moving.dx()[i];
                        xyz[3 * n + 1] = frame.centreY(row) + moving.dy()[i];
                        xyz[3 * n + 2] = moving.z()[i];
                        System.arraycopy(slopes, 3 * i, slope, 3 * n, 3);
                        n++;
                    }
                }
            }
        }
        blockStart[BLOCKS] = n;
    }

    /// Number of cells of the moving surface.
    int count() {
        return slope.length / 3;
    }

    double cell() {
        return cell;
    }

    /// Middle of the moving surface.
    double[] middle() {
        var sum = new double[3];
        for (int i = 0; i < xyz.length; i++) {
            sum[i % 3] += xyz[i];
        }
        for (int axis = 0; axis < 3; axis++) {
            sum[axis] /= Math.max(1, count());
        }
        return sum;
    }

    /// Half the diagonal of the ground that both surfaces know, and the share of the moving one's width and height that it
    /// spans, whichever is smaller.
    double[] reach(Placement at) {
        var common = new Extent();
        var all = new Extent();
        double[] height = heights(at);
        for (int i = 0; i < height.length; i++) {
            all.add(xyz[3 * i], xyz[3 * i + 1]);
            if (height[i] == height[i]) {
                common.add(xyz[3 * i], xyz[3 * i + 1]);
            }
        }
        return new double[] {
            Math.hypot(common.width(), common.height()) / 2,
            Math.min(common.width() / all.width(), common.height() / all.height())
        };
    }

    private static final class Extent {
        private double minX = Double.MAX_VALUE;
        private double minY = Double.MAX_VALUE;
        private double maxX = -Double.MAX_VALUE;
        private double maxY = -Double.MAX_VALUE;

        void add(double x, double y) {
            minX = Math.min(minX, x);
            minY = Math.min(minY, y);
            maxX = Math.max(maxX, x);
            maxY = Math.max(maxY, y);
        }

        double width() {
            return Math.max(0, maxX - minX);
        }

        double height() {
            return Math.max(0, maxY - minY);
        }
    }

    /// How high the moved surface lies above the reference, per cell; NaN where the reference is unknown.
    double[] heights(Placement at) {
        var heights = new double[count()];
        workers.forEach(
                BLOCKS,
                block -> {
                    var look = new Look(at);
                    for (int i = blockStart[block]; i < blockStart[block + 1]; i++) {
                        heights[i] = look.at(i) ? look.z - look.referenceHeight : Double.NaN;
                    }
                });
        return heights;
    }

    /// Heights of the unmoved surface above its own plane where `above` is known: its relief.
    double[] relief(double[] above) {
        var relief = new double[above.length];
        for (int i = 0; i < relief.length; i++) {
            relief[i] = above[i] == above[i] ? xyz[3 * i + 2] : Double.NaN;
        }
        Plane.remove(xyz, relief);
        return relief;
    }

    /// Median and spread of the numbers that are known.
    static double[] figures(double[] values) {
        var known = new double[values.length];
        int n = 0;
        for (double value : values) {
            if (value == value) {
                known[n++] = value;
            }
        }
        double median = Median.of(known, n);
        return new double[] {median, Median.deviation(known, n, median), n};
    }

    /// Distances of the moved cells from the reference, and what they count.
    ///
    /// @param distances along the normals; NaN where the reference is unknown
    /// @param weights the variance of all distances over that to be expected of this one: less than one where it is uneven
    /// @param deviation spread of the distances, metres
    private record Distances(
            double[] distances, double[] weights, double middle, double limit, double deviation) {

        boolean count(int i) {
            // Unknown ones compare as false.
            return Math.abs(distances[i] - middle) * Math.sqrt(weights[i]) <= limit;
        }
    }

    private Distances distances(Placement at) {
        var distances = new double[count()];
        var uneven = new double[count()];
        workers.forEach(
                BLOCKS,
                block -> {
                    var look = new Look(at);
                    for (int i = blockStart[block]; i < blockStart[block + 1]; i++) {
                        boolean known = look.at(i) && look.hasSlope();
                        distances[i] =
                                known ? normal(i) * (look.referenceHeight - look.z) : Double.NaN;
                        uneven[i] = look.uneven + slope[3 * i + 2];
                    }
                });
        double[] figures = figures(distances);
        double deviation = figures[1];
        double square = Math.max(deviation * deviation, Double.MIN_NORMAL);
        for (int i = 0; i < distances.length; i++) {
            uneven[i] = 1 / (1 + uneven[i] / square);
        }
        return new Distances(distances, uneven, figures[0], TRIM * deviation, deviation);
    }

    /// How much of a height difference is distance along the normal.
    private double normal(int i) {
        double gx = slope[3 * i];
        double gy = slope[3 * i + 1];
        return 1 / Math.sqrt(1 + gx * gx + gy * gy);
    }

    /// What was found.
    ///
    /// @param deviation spread of the distances, metres
    /// @param sd standard deviation of each unknown, metres at the arm's end; 0 for those not solved for
    record Fit(Placement placement, double deviation, double[] sd) {}

    /// Moves on from a placement until it stays; null when it does not, or when nothing fixes an unknown.
    ///
    /// @param active the unknowns to solve for
    /// @param arm distance from the pivot at which rotation and scale are told as metres
    @Nullable Fit fit(Placement start, boolean[] active, double arm) {
        Placement at = start;
        int[] unknowns = indices(active);
        for (int step = 0; step < MOST_STEPS; step++) {
            Distances distances = distances(at);
            Equations equations = equations(at, distances, arm);
            double[] inverse = equations.inverse(unknowns);
            if (inverse == null) {
                return null;
            }
            double[] move = equations.solve(inverse, unknowns);
            double largest = 0;
            for (double value : move) {
                largest = Math.max(largest, Math.abs(value));
            }
            if (!(largest < 4 * arm)) {
                return null;
            }
            at = at.stepped(move, arm);
            if (largest < 1e-3 * cell) {
                return new Fit(at, distances.deviation, equations.deviations(inverse, unknowns));
            }
        }
        // Cells that come and go may keep the last tenths of a millimetre moving.
        Distances distances = distances(at);
        Equations equations = equations(at, distances, arm);
        double[] inverse = equations.inverse(unknowns);
        return inverse == null
                ? null
                : new Fit(at, distances.deviation, equations.deviations(inverse, unknowns));
    }

    private static int[] indices(boolean[] active) {
        return java.util.stream.IntStream.range(0, N).filter(i -> active[i]).toArray();
    }

    private Equations equations(Placement at, Distances distances, double arm) {
        var equations = new Equations();
        workers.forEach(
                BLOCKS,
                block -> {
                    var look = new Look(at);
                    for (int i = blockStart[block]; i < blockStart[block + 1]; i++) {
                        if (distances.count(i) && look.at(i)) {
                            look.rows(i, arm);
                            equations.add(
                                    block,
                                    look,
                                    normal(i),
                                    distances.weights[i],
                                    distances.distances[i]);
                        }
                    }
                });
        return equations;
    }

    /// How sure it is that both surfaces slope alike in every direction, and not all over in the same way: the mean product of
    /// their slopes in the direction where it is least, over its standard deviation. Flat ground, and a ridge without ends,
    /// have nothing in some direction that a shift could be told by.
    double structure(Placement at) {
        Distances distances = distances(at);
        var sums = new double[BLOCKS][8];
        workers.forEach(
                BLOCKS,
                block -> {
                    var look = new Look(at);
                    for (int i = blockStart[block]; i < blockStart[block + 1]; i++) {
                        if (distances.count(i) && look.at(i)) {
                            double w = normal(i) * normal(i) * distances.weights[i];
                            double[] s = sums[block];
                            s[0] += w;
                            s[1] += w * slope[3 * i];
                            s[2] += w * slope[3 * i + 1];
                            s[3] += w * look.slopeX;
                            s[4] += w * look.slopeY;
                            s[5] += w * slope[3 * i] * look.slopeX;
                            s[6] +=
                                    w
                                            * (slope[3 * i] * look.slopeY
                                                    + slope[3 * i + 1] * look.slopeX)
                                            / 2;
                            s[7] += w * slope[3 * i + 1] * look.slopeY;
                        }
                    }
                });
        return Structure.significance(sums);
    }

    /// Looks up the reference under moved cells. For one thread.
    private final class Look {

        private final double[] r;
        private final double scale;
        private final double[] from;
        private final double[] to;
        private final double[] byReference = new double[N];
        private final double[] byMoving = new double[N];
        private double qx;
        private double qy;
        private double qz;
        private double z;
        private double referenceHeight;
        private double slopeX;
        private double slopeY;
        private double uneven;

        Look(Placement at) {
            r = at.rotation();
            scale = at.scale();
            from = at.pivot();
            to =
                    new double[] {
                        from[0] + at.shift()[0], from[1] + at.shift()[1], from[2] + at.shift()[2]
                    };
        }

        /// False where the reference is not known.
        boolean at(int i) {
            double px = xyz[3 * i] - from[0];
            double py = xyz[3 * i + 1] - from[1];
            double pz = xyz[3 * i + 2] - from[2];
            qx = scale * (r[0] * px + r[1] * py + r[2] * pz);
            qy = scale * (r[3] * px + r[4] * py + r[5] * pz);
            qz = scale * (r[6] * px + r[7] * py + r[8] * pz);
            z = to[2] + qz;
            double column = (to[0] + qx - referenceFrame.left()) / cell - 0.5;
            double row = (referenceFrame.top() - to[1] - qy) / cell - 0.5;
            int c = (int) Math.floor(column);
            int w = referenceFrame.width();
            int rw = (int) Math.floor(row);
            if (c < 0 || rw < 0 || c + 1 >= w || rw + 1 >= referenceFrame.height()) {
                return false;
            }
            double fx = column - c;
            double fy = row - rw;
            int at = rw * w + c;
            referenceHeight =
                    (1 - fy) * ((1 - fx) * referenceZ[at] + fx * referenceZ[at + 1])
                            + fy * ((1 - fx) * referenceZ[at + w] + fx * referenceZ[at + w + 1]);
            int nearest = (fy < 0.5 ? at : at + w) + (fx < 0.5 ? 0 : 1);
            slopeX = referenceSlopes[3 * nearest];
            slopeY = referenceSlopes[3 * nearest + 1];
            uneven = referenceSlopes[3 * nearest + 2];
            return referenceHeight == referenceHeight;
        }

        boolean hasSlope() {
            return slopeX == slopeX;
        }

        /// By how much each unknown raises the reference above the moved cell, by the slopes of either surface.
        void rows(int i, double arm) {
            row(byReference, slopeX, slopeY, arm);
            row(byMoving, slope[3 * i], slope[3 * i + 1], arm);
        }

        private void row(double[] row, double gx, double gy, double arm) {
            row[0] = gx;
            row[1] = gy;
            row[2] = -1;
            row[3] = (-gy * qz - qy) / arm;
            row[4] = (gx * qz + qx) / arm;
            row[5] = (-gx * qy + gy * qx) / arm;
            row[6] = (gx * qx + gy * qy - qz) / arm;
        }
    }

    /// Sums over the cells of each block: `left · rightᵀ`, and `left · distance`.
    private static final class Equations {

        private final double[][] matrix = new double[BLOCKS][N * N];
        private final double[][] vector = new double[BLOCKS][N];

        void add(int block, Look look, double normal, double weight, double distance) {
            double[] a = matrix[block];
            double[] b = vector[block];
            double square = weight * normal * normal;
            for (int i = 0; i < N; i++) {
                double left = square * look.byMoving[i];
                for (int j = 0; j < N; j++) {
                    a[i * N + j] += left * look.byReference[j];
                }
                b[i] -= weight * normal * look.byMoving[i] * distance;
            }
        }

        /// Of the system of the unknowns; null when it has none.
        double @Nullable [] inverse(int[] unknowns) {
            int n = unknowns.length;
            var a = new double[n * n];
            for (double[] part : matrix) {
                for (int i = 0; i < n; i++) {
                    for (int j = 0; j < n; j++) {
                        a[i * n + j] += part[unknowns[i] * N + unknowns[j]];
                    }
                }
            }
            return SmallInverse.invert(a, n) ? a : null;
        }

        double[] solve(double[] inverse, int[] unknowns) {
            var sum = new double[N];
            for (double[] part : vector) {
                for (int i = 0; i < N; i++) {
                    sum[i] += part[i];
                }
            }
            return times(inverse, sum, unknowns);
        }

        private static double[] times(double[] inverse, double[] vector, int[] unknowns) {
            int n = unknowns.length;
            var result = new double[N];
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    result[unknowns[i]] += inverse[i * n + j] * vector[unknowns[j]];
                }
            }
            return result;
        }

        /// Square roots of the sandwich's diagonal: what each block alone would move the solution by.
        double[] deviations(double[] inverse, int[] unknowns) {
            var variance = new double[N];
            int used = 0;
            for (double[] part : vector) {
                if (Arrays.stream(part).allMatch(value -> value == 0)) {
                    continue;
                }
                used++;
                double[] pull = times(inverse, part, unknowns);
                for (int i = 0; i < N; i++) {
                    variance[i] += pull[i] * pull[i];
                }
            }
            double correction = used / (double) Math.max(1, used - 1);
            for (int i = 0; i < N; i++) {
                variance[i] = Math.sqrt(variance[i] * correction);
            }
            return variance;
        }
    }
}
