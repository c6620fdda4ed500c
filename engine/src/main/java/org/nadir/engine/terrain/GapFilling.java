package org.nadir.engine.terrain;

import java.util.Arrays;

/// Closes small holes of a height raster by inverse-distance weighting that does not mix storeys: where the known cells
/// around fall apart into two clean levels, only the level of the nearest one counts. Roof edges stay sharp, while the
/// scattered heights of a crown, which make no clean step, are averaged.
///
/// Only measured cells count, and only between them is anything filled: a cell that they do not surround stays open. So a
/// lone point stays a point, and a measured area does not grow into a gap.
final class GapFilling {

    /// Cells that each side of a step must have: fewer may be leaves.
    private static final int MEMBERS = 3;

    private final int width;
    private final int height;
    private final double cell;
    private final int[] known;

    /// The known cells of a disc, see [#entry].
    private long[] found = new long[0];

    private final Cone cone = new Cone();

    GapFilling(int width, int height, double cell) {
        this.width = width;
        this.height = height;
        this.cell = cell;
        this.known = new int[Math.multiplyExact(width + 1, height + 1)];
    }

    /// A copy of `z` in which every unknown cell is filled that the known ones surround within a radius: within the smallest
    /// one of those that suffice.
    ///
    /// @param radii in cells, growing
    float[] fill(float[] z, double... radii) {
        float[] out = z.clone();
        countKnown(z);
        for (double radius : radii) {
            double storey = Math.max(0.3, radius * cell);
            int[] halves = halves(radius);
            for (int row = 0; row < height; row++) {
                for (int column = 0; column < width; column++) {
                    if (Float.isNaN(out[row * width + column])) {
                        out[row * width + column] = value(z, column, row, halves, storey);
                    }
                }
            }
        }
        return out;
    }

    /// Fills in how many known cells there are above and to the left of each corner of a cell.
    private void countKnown(float[] z) {
        int across = width + 1;
        for (int row = 0; row < height; row++) {
            int inRow = 0;
            for (int column = 0; column < width; column++) {
                float value = z[row * width + column];
                inRow += value == value ? 1 : 0;
                int at = row * across + column + 1;
                known[at + across] = known[at] + inRow;
            }
        }
    }

    /// Known cells in a box; ends not included.
    private int known(int left, int top, int right, int bottom) {
        int across = width + 1;
        return known[bottom * across + right]
                - known[bottom * across + left]
                - known[top * across + right]
                + known[top * across + left];
    }

    /// Half the width of a disc at each distance from its middle row, in cells.
    private static int[] halves(double radius) {
        var halves = new int[(int) radius + 1];
        for (int d = 0; d < halves.length; d++) {
            halves[d] = (int) Math.sqrt(radius * radius - d * d);
        }
        return halves;
    }

    private float value(float[] z, int column, int row, int[] halves, double storey) {
        cone.clear();
        int count = gather(z, column, row, halves);
        if (!cone.isAround()) {
            return Float.NaN;
        }
        Arrays.sort(found, 0, count);
        int nearest = 0;
        for (int i = 1; i < count; i++) {
            nearest = square(found[i]) < square(found[nearest]) ? i : nearest;
        }
        int step = cleanStep(count, storey);
        int from = step >= 0 && nearest >= step ? step : 0;
        int to = step >= 0 && nearest < step ? step : count;
        double sum = 0;
        double weights = 0;
        for (int i = from; i < to; i++) {
            sum += height(found[i]) / square(found[i]);
            weights += 1.0 / square(found[i]);
        }
        return (float) (sum / weights);
    }

    /// The first entry above a clean step: the widest gap, if it is wider than a storey and than the spread on either side,
    /// with some cells on both; −1 when there is none.
    private int cleanStep(int count, double storey) {
        int widest = -1;
        float gap = (float) storey;
        for (int i = 1; i < count; i++) {
            float step = height(found[i]) - height(found[i - 1]);
            if (step > gap) {
                gap = step;
                widest = i;
            }
        }
        if (widest < MEMBERS || count - widest < MEMBERS) {
            return -1;
        }
        float below = height(found[widest - 1]) - height(found[0]);
        float above = height(found[count - 1]) - height(found[widest]);
        return gap > 1.5f * Math.max(below, above) ? widest : -1;
    }

    /// Collects the known cells within the disc; how many. Most discs beyond the
    /// cloud's edge hold none, and rows of the others neither.
    private int gather(float[] z, int column, int row, int[] halves) {
        int reach = halves.length - 1;
        int room = (2 * reach + 1) * (2 * reach + 1);
        if (found.length < room) {
            found = new long[room];
        }
        int left = Math.max(0, column - reach);
        int right = Math.min(width, column + reach + 1);
        int top = Math.max(0, row - reach);
        int bottom = Math.min(height, row + reach + 1);
        if (known(left, top, right, bottom) == 0) {
            return 0;
        }
        int count = 0;
        for (int r = top; r < bottom; r++) {
            int dy = r - row;
            int half = halves[Math.abs(dy)];
            int first = Math.max(0, column - half);
            int end = Math.min(width, column + half + 1);
            if (known(first, r, end, r + 1) == 0) {
                continue;
            }
            for (int c = first; c < end; c++) {
                float other = z[r * width + c];
                if (other == other) {
                    cone.add(c - column, dy);
                    found[count++] = entry(other, dy * dy + (c - column) * (c - column));
                }
            }
        }
        return count;
    }

    /// A known cell with its squared distance, as a number that is in the order of the heights.
    private static long entry(float value, int square) {
        int bits = Float.floatToRawIntBits(value);
        return (long) (bits ^ bits >> 31 & Integer.MAX_VALUE) << 32 | square;
    }

    private static float height(long entry) {
        int bits = (int) (entry >> 32);
        return Float.intBitsToFloat(bits ^ bits >> 31 & Integer.MAX_VALUE);
    }

    private static int square(long entry) {
        return (int) entry;
    }

    /// The directions towards some cells: whether all of them lie on one side of a straight line through the middle.
    private static final class Cone {

        // The outermost two while they are less than half a turn apart, counted from `a` to `b`.
        private int ax;
        private int ay;
        private int bx;
        private int by;
        private boolean empty;
        private boolean around;

        void clear() {
            empty = true;
            around = false;
        }

        /// True when they do not: the middle is inside their convex hull, or between two of them.
        boolean isAround() {
            return around;
        }

        void add(int x, int y) {
            if (around) {
                return;
            }
            if (empty) {
                ax = bx = x;
                ay = by = y;
                empty = false;
                return;
            }
            int fromA = ax * y - ay * x;
            int toB = x * by - y * bx;
            boolean beyondBoth = fromA < 0 && toB < 0;
            if (beyondBoth
                    || isOpposite(fromA, ax * x + ay * y)
                    || isOpposite(toB, bx * x + by * y)) {
                around = true;
            } else if (fromA < 0) {
                ax = x;
                ay = y;
            } else if (toB < 0) {
                bx = x;
                by = y;
            }
        }

        private static boolean isOpposite(int cross, int dot) {
            return cross == 0 && dot < 0;
        }
    }
}
