package org.nadir.engine.matching;

import java.util.Arrays;

/// The two highest scores seen so far for each of many features, and who scored them. Of equal scores the one offered
/// first wins.
final class TopTwo {

    /// Lowest possible score; also what an empty place holds.
    static final short NONE = Short.MIN_VALUE;

    final short[] best;
    final short[] second;
    final int[] bestIndex;
    final int[] secondIndex;

    TopTwo(int count) {
        best = new short[count];
        second = new short[count];
        bestIndex = new int[count];
        secondIndex = new int[count];
        Arrays.fill(best, NONE);
        Arrays.fill(second, NONE);
        Arrays.fill(bestIndex, -1);
        Arrays.fill(secondIndex, -1);
    }

    void offer(int feature, short score, int from) {
        if (score <= second[feature]) {
            return;
        }
        if (score > best[feature]) {
            second[feature] = best[feature];
            secondIndex[feature] = bestIndex[feature];
            best[feature] = score;
            bestIndex[feature] = from;
        } else {
            second[feature] = score;
            secondIndex[feature] = from;
        }
    }
}
