package org.nadir.tiles;

import java.util.Arrays;

/// Leaves out points of a line that lie within a tolerance of the line without them (Douglas and Peucker 1973).
final class LineSimplifier {

    private LineSimplifier() {}

    /// @param line x, y pairs; a closed line, whose last point is its first, stays closed
    static double[] simplified(double[] line, double tolerance) {
        int count = line.length / 2;
        if (count <= 2 || !(tolerance > 0)) {
            return line;
        }
        boolean[] keep = new boolean[count];
        keep[0] = true;
        keep[count - 1] = true;
        int[] stack = new int[64];
        int depth = 0;
        boolean closed = line[0] == line[line.length - 2] && line[1] == line[line.length - 1];
        int middle = closed ? farthest(line, 0, count - 1) : -1;
        if (middle > 0) {
            keep[middle] = true;
            stack[depth++] = 0;
            stack[depth++] = middle;
            stack[depth++] = middle;
            stack[depth++] = count - 1;
        } else {
            stack[depth++] = 0;
            stack[depth++] = count - 1;
        }
        while (depth > 0) {
            int last = stack[--depth];
            int first = stack[--depth];
            int far = farthest(line, first, last);
            if (far < 0 || distance(line, far, first, last) <= tolerance) {
                continue;
            }
            keep[far] = true;
            if (depth + 4 > stack.length) {
                stack = Arrays.copyOf(stack, 2 * stack.length);
            }
            stack[depth++] = first;
            stack[depth++] = far;
            stack[depth++] = far;
            stack[depth++] = last;
        }
        return kept(line, keep);
    }

    private static int farthest(double[] line, int first, int last) {
        int far = -1;
        double most = -1;
        for (int i = first + 1; i < last; i++) {
            double distance = distance(line, i, first, last);
            if (distance > most) {
                most = distance;
                far = i;
            }
        }
        return far;
    }

    /// From a point to the stretch between two others.
    private static double distance(double[] line, int point, int first, int last) {
        double dx = line[2 * last] - line[2 * first];
        double dy = line[2 * last + 1] - line[2 * first + 1];
        double px = line[2 * point] - line[2 * first];
        double py = line[2 * point + 1] - line[2 * first + 1];
        double square = dx * dx + dy * dy;
        double share = square == 0 ? 0 : Math.clamp((px * dx + py * dy) / square, 0, 1);
        return Math.hypot(px - share * dx, py - share * dy);
    }

    private static double[] kept(double[] line, boolean[] keep) {
        double[] result = new double[line.length];
        int count = 0;
        for (int i = 0; i < keep.length; i++) {
            if (keep[i]) {
                result[count++] = line[2 * i];
                result[count++] = line[2 * i + 1];
            }
        }
        return Arrays.copyOf(result, count);
    }
}
