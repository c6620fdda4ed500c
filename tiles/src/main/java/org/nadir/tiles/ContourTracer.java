package org.nadir.tiles;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Follows lines of equal height through a grid of heights (marching squares). Heights belong to the centres of cells; between
/// four centres a line enters and leaves where heights on a side, taken as linear, pass the level. Squares with an unknown
/// corner are left out, so lines end there. Higher ground is to the right of a line. For one thread.
final class ContourTracer {

    private static final int BLOCK = 64;

    /// The four sides of a square: of its upper, right, lower and left edge.
    private static final int TOP = 0;

    private static final int RIGHT = 1;
    private static final int BOTTOM = 2;
    private static final int LEFT = 3;

    private final float[] heights;
    private final int columns;
    private final int squaresAcross;
    private final int squaresDown;
    private final int blocksAcross;
    private final float[] blockMin;
    private final float[] blockMax;

    /// Bit s: the line that enters by side s has been followed.
    private final byte[] done;

    private int[] touched = new int[1024];
    private int touchedCount;
    private double[] points = new double[256];
    private int pointCount;

    /// @param heights row by row, NaN where not known
    ContourTracer(float[] heights, int columns, int rows) {
        this.heights = heights;
        this.columns = columns;
        this.squaresAcross = Math.max(0, columns - 1);
        this.squaresDown = Math.max(0, rows - 1);
        this.done = new byte[Math.multiplyExact(squaresAcross, squaresDown)];
        this.blocksAcross = (squaresAcross + BLOCK - 1) / BLOCK;
        int blocksDown = (squaresDown + BLOCK - 1) / BLOCK;
        this.blockMin = new float[blocksAcross * blocksDown];
        this.blockMax = new float[blocksAcross * blocksDown];
        for (int block = 0; block < blockMin.length; block++) {
            measure(block);
        }
    }

    private void measure(int block) {
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        int left = block % blocksAcross * BLOCK;
        int top = block / blocksAcross * BLOCK;
        for (int row = top; row <= Math.min(top + BLOCK, squaresDown); row++) {
            for (int column = left; column <= Math.min(left + BLOCK, squaresAcross); column++) {
                float height = heights[row * columns + column];
                if (height < min) {
                    min = height;
                }
                if (height > max) {
                    max = height;
                }
            }
        }
        blockMin[block] = min;
        blockMax[block] = max;
    }

    /// The lines of a level as x, y pairs in columns and rows, centres of cells at integer + 0.5. A closed line ends with its
    /// first point.
    List<double[]> lines(double level) {
        List<double[]> lines = new ArrayList<>();
        for (int i = 0; i < touchedCount; i++) {
            done[touched[i]] = 0;
        }
        touchedCount = 0;
        for (int block = 0; block < blockMin.length; block++) {
            if (blockMin[block] < level && blockMax[block] >= level) {
                search(block, level, lines);
            }
        }
        return lines;
    }

    private void search(int block, double level, List<double[]> lines) {
        int left = block % blocksAcross * BLOCK;
        int top = block / blocksAcross * BLOCK;
        for (int row = top; row < Math.min(top + BLOCK, squaresDown); row++) {
            for (int column = left; column < Math.min(left + BLOCK, squaresAcross); column++) {
                int square = row * squaresAcross + column;
                for (int side = 0; side < 4; side++) {
                    if ((done[square] & 1 << side) == 0 && enters(column, row, side, level)) {
                        double[] line = follow(column, row, side, level);
                        // Around a single height that is the level itself a line is but a point.
                        if (line.length >= 4) {
                            lines.add(line);
                        }
                    }
                }
            }
        }
    }

    /// Goes back to where the line begins (or once around), then along it.
    private double[] follow(int column, int row, int side, double level) {
        int x = column;
        int y = row;
        int entry = side;
        while (true) {
            int beforeX = x + (entry == LEFT ? -1 : entry == RIGHT ? 1 : 0);
            int beforeY = y + (entry == TOP ? -1 : entry == BOTTOM ? 1 : 0);
            int exit = (entry + 2) % 4;
            int before = isSquare(beforeX, beforeY) ? entryOf(beforeX, beforeY, exit, level) : -1;
            if (before < 0) {
                break;
            }
            x = beforeX;
            y = beforeY;
            entry = before;
            if (x == column && y == row && entry == side) {
                break;
            }
        }
        pointCount = 0;
        add(x, y, entry, level);
        while (true) {
            int square = y * squaresAcross + x;
            if ((done[square] & 1 << entry) != 0) {
                break;
            }
            mark(square, entry);
            int exit = exitOf(x, y, entry, level);
            add(x, y, exit, level);
            x += exit == LEFT ? -1 : exit == RIGHT ? 1 : 0;
            y += exit == TOP ? -1 : exit == BOTTOM ? 1 : 0;
            entry = (exit + 2) % 4;
            if (!isSquare(x, y)) {
                break;
            }
        }
        return Arrays.copyOf(points, pointCount);
    }

    private void mark(int square, int side) {
        if (done[square] == 0) {
            if (touchedCount == touched.length) {
                touched = Arrays.copyOf(touched, 2 * touchedCount);
            }
            touched[touchedCount++] = square;
        }
        done[square] |= (byte) (1 << side);
    }

    private boolean isSquare(int x, int y) {
        if (x < 0 || y < 0 || x >= squaresAcross || y >= squaresDown) {
            return false;
        }
        int at = y * columns + x;
        return !Float.isNaN(
                heights[at] + heights[at + 1] + heights[at + columns] + heights[at + columns + 1]);
    }

    /// Corner c of a square, clockwise from the upper left one.
    private float corner(int x, int y, int c) {
        int right = c == 1 || c == 2 ? 1 : 0;
        int down = c == 2 || c == 3 ? 1 : 0;
        return heights[(y + down) * columns + x + right];
    }

    private boolean isHigh(int x, int y, int corner, double level) {
        return corner(x, y, corner % 4) >= level;
    }

    /// A line enters where, going clockwise, a side rises from below the level: so high ground is on its right.
    private boolean enters(int x, int y, int side, double level) {
        return isSquare(x, y) && !isHigh(x, y, side, level) && isHigh(x, y, side + 1, level);
    }

    private boolean leaves(int x, int y, int side, double level) {
        return isHigh(x, y, side, level) && !isHigh(x, y, side + 1, level);
    }

    /// Where a line that enters leaves again. With two lines in a square the middle's height says which corners belong together.
    private int exitOf(int x, int y, int entry, double level) {
        boolean middleHigh = isMiddleHigh(x, y, level);
        for (int step = 1; step < 4; step++) {
            // A high middle joins high corners: the line then cuts off the low corner, at its
            // start.
            int side = (entry + (middleHigh ? 4 - step : step)) % 4;
            if (leaves(x, y, side, level)) {
                return side;
            }
        }
        throw new IllegalStateException("A line that does not leave its square");
    }

    /// Where a line that leaves by a side has entered; −1 when none leaves there.
    private int entryOf(int x, int y, int exit, double level) {
        if (!leaves(x, y, exit, level)) {
            return -1;
        }
        for (int side = 0; side < 4; side++) {
            if (enters(x, y, side, level) && exitOf(x, y, side, level) == exit) {
                return side;
            }
        }
        return -1;
    }

    private boolean isMiddleHigh(int x, int y, double level) {
        double sum = (double) corner(x, y, 0) + corner(x, y, 1) + corner(x, y, 2) + corner(x, y, 3);
        return sum / 4 >= level;
    }

    private void add(int x, int y, int side, double level) {
        // Always from the same end, so that two squares agree about the side between them.
        int first = side == TOP || side == LEFT ? 0 : side == RIGHT ? 1 : 3;
        int second = side == TOP ? 1 : side == LEFT ? 3 : 2;
        double a = corner(x, y, first);
        double b = corner(x, y, second);
        double share = (level - a) / (b - a);
        double px = x + 0.5 + (side == RIGHT ? 1 : side == LEFT ? 0 : share);
        double py = y + 0.5 + (side == BOTTOM ? 1 : side == TOP ? 0 : share);
        if (pointCount >= 2 && points[pointCount - 2] == px && points[pointCount - 1] == py) {
            return;
        }
        if (pointCount + 2 > points.length) {
            points = Arrays.copyOf(points, 2 * points.length);
        }
        points[pointCount++] = px;
        points[pointCount++] = py;
    }
}
