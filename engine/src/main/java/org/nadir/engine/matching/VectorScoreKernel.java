package org.nadir.engine.matching;

import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [ScoreKernel] with the Vector API: a matrix product in 16-bit lanes, four features of A times three vectors of features
/// of B at a time, twelve sums in registers. Loaded only when the module is there.
///
/// Sums may wrap around on the way; since the final score fits, it is right all the same.
final class VectorScoreKernel implements ScoreKernel {

    private static final VectorSpecies<Short> S = ShortVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final int ROWS = 4;
    private static final int VECTORS = 3;
    private static final int PANEL = VECTORS * LANES;
    private static final int LENGTH = ShortDescriptors.LENGTH;

    /// Features of A that are scored against all of B before the next; they stay in the second-level cache.
    private static final int CHUNK = 1024;

    private VectorScoreKernel() {}

    static ScoreKernel create() {
        return new VectorScoreKernel();
    }

    @Override
    public void score(ShortDescriptors a, ShortDescriptors b, TopTwo forA, TopTwo forB) {
        int panels = (b.count() + PANEL - 1) / PANEL;
        short[] packed = pack(b, panels);
        short[] rows = padded(a);
        var thresholds = new short[PANEL];
        var scores = new short[ROWS * PANEL];
        for (int from = 0; from < a.count(); from += CHUNK) {
            int to = Math.min(a.count(), from + CHUNK);
            for (int p = 0; p < panels; p++) {
                for (int i = from; i < to; i += ROWS) {
                    multiply(rows, i * LENGTH, packed, p * PANEL * LENGTH, scores);
                    offer(
                            scores,
                            i,
                            Math.min(ROWS, to - i),
                            p * PANEL,
                            b.count(),
                            forA,
                            forB,
                            thresholds);
                }
            }
        }
    }

    /// Panels of features, within each all first numbers, then all second numbers and so on; zeros fill the last panel.
    private static short[] pack(ShortDescriptors b, int panels) {
        var packed = new short[Math.multiplyExact(panels * PANEL, LENGTH)];
        for (int j = 0; j < b.count(); j++) {
            int to = j / PANEL * PANEL * LENGTH + j % PANEL;
            int from = j * LENGTH;
            for (int k = 0; k < LENGTH; k++) {
                packed[to + k * PANEL] = b.values()[from + k];
            }
        }
        return packed;
    }

    private static short[] padded(ShortDescriptors a) {
        int rows = (a.count() + ROWS - 1) / ROWS * ROWS;
        return java.util.Arrays.copyOf(a.values(), rows * LENGTH);
    }

    private static void multiply(short[] a, int offsetA, short[] b, int offsetB, short[] scores) {
        ShortVector s00 = ShortVector.broadcast(S, TopTwo.NONE);
        ShortVector s01 = s00;
        ShortVector s02 = s00;
        ShortVector s10 = s00;
        ShortVector s11 = s00;
        ShortVector s12 = s00;
        ShortVector s20 = s00;
        ShortVector s21 = s00;
        ShortVector s22 = s00;
        ShortVector s30 = s00;
        ShortVector s31 = s00;
        ShortVector s32 = s00;
        for (int k = 0; k < LENGTH; k++) {
            int at = offsetB + k * PANEL;
            ShortVector b0 = ShortVector.fromArray(S, b, at);
            ShortVector b1 = ShortVector.fromArray(S, b, at + LANES);
            ShortVector b2 = ShortVector.fromArray(S, b, at + 2 * LANES);
            ShortVector a0 = ShortVector.broadcast(S, a[offsetA + k]);
            s00 = s00.add(a0.mul(b0));
            s01 = s01.add(a0.mul(b1));
            s02 = s02.add(a0.mul(b2));
            ShortVector a1 = ShortVector.broadcast(S, a[offsetA + LENGTH + k]);
            s10 = s10.add(a1.mul(b0));
            s11 = s11.add(a1.mul(b1));
            s12 = s12.add(a1.mul(b2));
            ShortVector a2 = ShortVector.broadcast(S, a[offsetA + 2 * LENGTH + k]);
            s20 = s20.add(a2.mul(b0));
            s21 = s21.add(a2.mul(b1));
            s22 = s22.add(a2.mul(b2));
            ShortVector a3 = ShortVector.broadcast(S, a[offsetA + 3 * LENGTH + k]);
            s30 = s30.add(a3.mul(b0));
            s31 = s31.add(a3.mul(b1));
            s32 = s32.add(a3.mul(b2));
        }
        s00.intoArray(scores, 0);
        s01.intoArray(scores, LANES);
        s02.intoArray(scores, 2 * LANES);
        s10.intoArray(scores, PANEL);
        s11.intoArray(scores, PANEL + LANES);
        s12.intoArray(scores, PANEL + 2 * LANES);
        s20.intoArray(scores, 2 * PANEL);
        s21.intoArray(scores, 2 * PANEL + LANES);
        s22.intoArray(scores, 2 * PANEL + 2 * LANES);
        s30.intoArray(scores, 3 * PANEL);
        s31.intoArray(scores, 3 * PANEL + LANES);
        s32.intoArray(scores, 3 * PANEL + 2 * LANES);
    }

    /// Passes on the few scores that beat a second place; most vectors hold none.
    private static void offer(
            short[] scores,
            int firstRow,
            int rows,
            int firstColumn,
            int columns,
            TopTwo forA,
            TopTwo forB,
            short[] thresholds) {
        int width = Math.min(PANEL, columns - firstColumn);
        System.arraycopy(forB.second, firstColumn, thresholds, 0, width);
        for (int r = 0; r < rows; r++) {
            for (int x = 0; x < width; x += LANES) {
                ShortVector score = ShortVector.fromArray(S, scores, r * PANEL + x);
                VectorMask<Short> good =
                        score.compare(VectorOperators.GT, forA.second[firstRow + r])
                                .or(
                                        score.compare(
                                                VectorOperators.GT,
                                                ShortVector.fromArray(S, thresholds, x)));
                if (good.anyTrue()) {
                    offerLanes(
                            good.toLong(),
                            scores,
                            r * PANEL + x,
                            firstRow + r,
                            firstColumn + x,
                            width - x,
                            forA,
                            forB);
                }
            }
        }
    }

    private static void offerLanes(
            long lanes,
            short[] scores,
            int at,
            int row,
            int column,
            int width,
            TopTwo forA,
            TopTwo forB) {
        for (long rest = lanes; rest != 0; rest &= rest - 1) {
            int lane = Long.numberOfTrailingZeros(rest);
            if (lane < width) {
                forA.offer(row, scores[at + lane], column + lane);
                forB.offer(column + lane, scores[at + lane], row);
            }
        }
    }
}
