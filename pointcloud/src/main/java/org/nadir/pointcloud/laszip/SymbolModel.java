package org.nadir.pointcloud.laszip;

import java.util.Arrays;

/// An adaptive model of several symbols for the arithmetic coder (Said 2004).
final class SymbolModel {

    static final int SHIFT = 15;
    private static final int MAX_COUNT = 1 << SHIFT;

    /// Cumulative probability below each symbol, in units of 1/2¹⁵.
    final int[] distribution;

    private final int[] counts;
    private int total;
    private int cycle;
    private int untilUpdate;

    SymbolModel(int symbols) {
        distribution = new int[symbols];
        counts = new int[symbols];
        reset();
    }

    int lastSymbol() {
        return counts.length - 1;
    }

    void reset() {
        Arrays.fill(counts, 1);
        total = 0;
        cycle = counts.length;
        update();
        cycle = (counts.length + 6) >>> 1;
        untilUpdate = cycle;
    }

    /// Learns the symbol that was just coded.
    void learn(int symbol) {
        counts[symbol]++;
        if (--untilUpdate == 0) {
            update();
        }
    }

    /// The symbol whose interval holds `target`, which is in units of 1/2¹⁵.
    int find(long target) {
        int low = 0;
        int high = counts.length;
        while (high - low > 1) {
            int middle = (low + high) >>> 1;
            if (distribution[middle] <= target) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void update() {
        total += cycle;
        if (total > MAX_COUNT) {
            halve();
        }
        long scale = 0x80000000L / total;
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            distribution[i] = (int) ((scale * sum) >>> (31 - SHIFT));
            sum += counts[i];
        }
        cycle = Math.min((5 * cycle) >>> 2, (counts.length + 6) << 3);
        untilUpdate = cycle;
    }

    private void halve() {
        total = 0;
        for (int i = 0; i < counts.length; i++) {
            counts[i] = (counts[i] + 1) >>> 1;
            total += counts[i];
        }
    }
}
