package org.nadir.engine.mesh;

import java.util.Arrays;

/// A growing list of numbers.
final class LongList {

    private long[] items = new long[1024];
    private int size;

    void add(long item) {
        if (size == items.length) {
            items = Arrays.copyOf(items, Math.multiplyExact(2, size));
        }
        items[size++] = item;
    }

    int size() {
        return size;
    }

    /// Sorts the list and drops repeated numbers.
    void keepDistinct() {
        long[] distinct = DistanceField.distinct(toArray());
        System.arraycopy(distinct, 0, items, 0, distinct.length);
        size = distinct.length;
    }

    long[] toArray() {
        return Arrays.copyOf(items, size);
    }
}
