package org.nadir.engine.matching;

/// [ScoreKernel] in plain Java.
final class ScalarScoreKernel implements ScoreKernel {

    /// Features of B scored together, so that they stay in the cache.
    private static final int BLOCK = 96;

    @Override
    public void score(ShortDescriptors a, ShortDescriptors b, TopTwo forA, TopTwo forB) {
        for (int from = 0; from < b.count(); from += BLOCK) {
            int to = Math.min(b.count(), from + BLOCK);
            for (int i = 0; i < a.count(); i++) {
                for (int j = from; j < to; j++) {
                    short score = score(a.values(), i, b.values(), j);
                    forA.offer(i, score, j);
                    forB.offer(j, score, i);
                }
            }
        }
    }

    /// Of feature `i` of A and `j` of B.
    static short score(short[] a, int i, short[] b, int j) {
        int sum = TopTwo.NONE;
        int atA = i * ShortDescriptors.LENGTH;
        int atB = j * ShortDescriptors.LENGTH;
        for (int k = 0; k < ShortDescriptors.LENGTH; k++) {
            sum += a[atA + k] * b[atB + k];
        }
        return (short) sum;
    }
}
