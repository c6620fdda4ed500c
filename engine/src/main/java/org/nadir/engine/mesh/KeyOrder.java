package org.nadir.engine.mesh;

/// Orders items by 64-bit keys, ties by number: a radix sort, in time and memory linear in the number of items.
public final class KeyOrder {

    private static final int BITS = 16;
    private static final int DIGITS = 1 << BITS;

    private KeyOrder() {}

    /// The numbers `0 ..< keys.length` in ascending order of their keys, taken as unsigned.
    public static int[] of(long[] keys) {
        int n = keys.length;
        var order = new int[n];
        var other = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int shift = 0; shift < Long.SIZE; shift += BITS) {
            var counts = new int[DIGITS + 1];
            for (int i = 0; i < n; i++) {
                counts[digit(keys[i], shift) + 1]++;
            }
            if (counts[n == 0 ? 1 : digit(keys[0], shift) + 1] == n) {
                continue;
            }
            for (int i = 0; i < DIGITS; i++) {
                counts[i + 1] += counts[i];
            }
            for (int i = 0; i < n; i++) {
                int item = order[i];
                other[counts[digit(keys[item], shift)]++] = item;
            }
            int[] swap = order;
            order = other;
            other = swap;
        }
        return order;
    }

    private static int digit(long key, int shift) {
        return (int) (key >>> shift) & (DIGITS - 1);
    }
}
