package org.nadir.engine.bundle;

import java.util.Arrays;
import java.util.BitSet;

/// An order of the free shots in which shots with common points are near each other: reverse Cuthill-McKee (George and Liu
/// 1981, chapter 4). Keeps the envelope of the reduced system small.
final class ShotOrdering {

    private final int[] position;
    private final int[] first;
    private final int count;

    private ShotOrdering(int[] position, int[] first, int count) {
        this.position = position;
        this.first = first;
        this.count = count;
    }

    static ShotOrdering of(BundleProblem problem) {
        BitSet[] neighbours = neighbours(problem);
        int[] order = cuthillMcKee(problem, neighbours);
        var position = new int[problem.shots];
        Arrays.fill(position, -1);
        for (int k = 0; k < order.length; k++) {
            position[order[k]] = order.length - 1 - k;
        }
        var first = new int[order.length];
        for (int shot : order) {
            int at = position[shot];
            int least = at;
            for (int n = neighbours[shot].nextSetBit(0);
                    n >= 0;
                    n = neighbours[shot].nextSetBit(n + 1)) {
                least = Math.min(least, position[n]);
            }
            first[at] = least;
        }
        return new ShotOrdering(position, first, order.length);
    }

    /// Place of a shot in the order, −1 for fixed ones.
    int position(int shot) {
        return position[shot];
    }

    /// The first place that shares a point with the shot at `place`.
    int first(int place) {
        return first[place];
    }

    /// Number of free shots.
    int count() {
        return count;
    }

    private static BitSet[] neighbours(BundleProblem problem) {
        var neighbours = new BitSet[problem.shots];
        for (int s = 0; s < problem.shots; s++) {
            neighbours[s] = new BitSet(problem.shots);
        }
        var together = new BitSet(problem.shots);
        for (int p = 0; p < problem.points; p++) {
            int from = problem.observationStart[p];
            int to = problem.observationStart[p + 1];
            together.clear();
            for (int i = from; i < to; i++) {
                if (!problem.fixed[problem.observationShot[i]]) {
                    together.set(problem.observationShot[i]);
                }
            }
            for (int i = from; i < to; i++) {
                if (!problem.fixed[problem.observationShot[i]]) {
                    neighbours[problem.observationShot[i]].or(together);
                }
            }
        }
        return neighbours;
    }

    private static int[] cuthillMcKee(BundleProblem problem, BitSet[] neighbours) {
        int n = problem.shots;
        var degree = new int[n];
        for (int s = 0; s < n; s++) {
            degree[s] = neighbours[s].cardinality();
        }
        var seen = new BitSet(n);
        var order = new int[n];
        int count = 0;
        for (int s = 0; s < n; s++) {
            if (problem.fixed[s]) {
                seen.set(s);
            }
        }
        for (int s = seen.nextClearBit(0); s < n; s = seen.nextClearBit(0)) {
            int start = peripheral(s, neighbours, degree);
            count = breadthFirst(start, neighbours, degree, seen, order, count);
        }
        return Arrays.copyOf(order, count);
    }

    /// A shot far from all others: the last one of a breadth-first walk, repeated.
    private static int peripheral(int start, BitSet[] neighbours, int[] degree) {
        int shot = start;
        var order = new int[degree.length];
        for (int round = 0; round < 3; round++) {
            int reached =
                    breadthFirst(shot, neighbours, degree, new BitSet(degree.length), order, 0);
            shot = order[reached - 1];
        }
        return shot;
    }

    private static int breadthFirst(
            int start, BitSet[] neighbours, int[] degree, BitSet seen, int[] order, int filled) {
        int head = filled;
        int tail = filled;
        order[tail++] = start;
        seen.set(start);
        while (head < tail) {
            BitSet around = neighbours[order[head++]];
            int from = tail;
            for (int s = around.nextSetBit(0); s >= 0; s = around.nextSetBit(s + 1)) {
                if (!seen.get(s)) {
                    seen.set(s);
                    // Insertion by degree: few neighbours first.
                    int at = tail++;
                    while (at > from && degree[order[at - 1]] > degree[s]) {
                        order[at] = order[at - 1];
                        at--;
                    }
                    order[at] = s;
                }
            }
        }
        return tail;
    }
}
