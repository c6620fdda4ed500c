package org.nadir.engine.matching;

import java.util.Comparator;

/// Two photos to be matched, by their places in the list of photos.
///
/// @param b larger than `a`
public record PhotoPair(int a, int b) implements Comparable<PhotoPair> {

    private static final Comparator<PhotoPair> ORDER =
            Comparator.comparingInt(PhotoPair::a).thenComparingInt(PhotoPair::b);

    public PhotoPair {
        if (a < 0 || a >= b) {
            throw new IllegalArgumentException("Pair " + a + "-" + b + " is not in order");
        }
    }

    /// The pair of two different photos in either order.
    static PhotoPair of(int one, int other) {
        return new PhotoPair(Math.min(one, other), Math.max(one, other));
    }

    @Override
    public int compareTo(PhotoPair other) {
        return ORDER.compare(this, other);
    }
}
