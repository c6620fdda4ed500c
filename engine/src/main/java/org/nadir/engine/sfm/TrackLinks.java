package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nadir.engine.matching.MatchedPair;

/// Links matched features to sets by union-find. Features are numbered photo by photo.
///
/// A set with two features of one photo holds at least one wrong match. Such sets are taken apart and linked again, matches
/// of the richest pairs first, and a match that would bring two features of one photo together is refused. What is still
/// wrong then is left to triangulation.
final class TrackLinks {

    private final int[] base;
    private final int[] parent;
    private final int[] photoOf;

    private TrackLinks(int[] base) {
        this.base = base;
        int n = base[base.length - 1];
        parent = new int[n];
        photoOf = new int[n];
        for (int p = 0; p + 1 < base.length; p++) {
            Arrays.fill(photoOf, base[p], base[p + 1], p);
        }
        for (int i = 0; i < n; i++) {
            parent[i] = i;
        }
    }

    /// For each feature the number that stands for its set.
    ///
    /// @param base first number of each photo's features, and the total at the end
    static int[] roots(int[] base, List<MatchedPair> pairs) {
        var links = new TrackLinks(base);
        links.linkAll(pairs);
        boolean[] bad = links.contradictory();
        links.relink(pairs, bad);
        for (int i = 0; i < links.parent.length; i++) {
            links.parent[i] = links.find(i);
        }
        return links.parent;
    }

    private int find(int of) {
        int i = of;
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }

    private void linkAll(List<MatchedPair> pairs) {
        for (MatchedPair pair : pairs) {
            for (int m = 0; m < pair.count(); m++) {
                int a = find(base[pair.photoA()] + pair.featureA()[m]);
                int b = find(base[pair.photoB()] + pair.featureB()[m]);
                // The smaller number leads, so that the order of pairs does not matter.
                parent[Math.max(a, b)] = Math.min(a, b);
            }
        }
    }

    /// The features of all sets that hold two features of one photo.
    private boolean[] contradictory() {
        var lastPhoto = new int[parent.length];
        var bad = new boolean[parent.length];
        Arrays.fill(lastPhoto, -1);
        for (int i = 0; i < parent.length; i++) {
            int root = find(i);
            bad[root] |= lastPhoto[root] == photoOf[i];
            lastPhoto[root] = photoOf[i];
        }
        for (int i = 0; i < parent.length; i++) {
            bad[i] = bad[find(i)];
        }
        return bad;
    }

    private void relink(List<MatchedPair> pairs, boolean[] bad) {
        var next = new int[parent.length];
        var last = new int[parent.length];
        for (int i = 0; i < parent.length; i++) {
            next[i] = -1;
            last[i] = i;
            parent[i] = bad[i] ? i : parent[i];
        }
        var seen = new int[base.length];
        int stamp = 0;
        List<MatchedPair> richestFirst =
                pairs.stream()
                        .sorted(
                                Comparator.comparingInt((MatchedPair pair) -> -pair.count())
                                        .thenComparingInt(MatchedPair::photoA)
                                        .thenComparingInt(MatchedPair::photoB))
                        .toList();
        for (MatchedPair pair : richestFirst) {
            for (int m = 0; m < pair.count(); m++) {
                int from = base[pair.photoA()] + pair.featureA()[m];
                if (!bad[from]) {
                    continue;
                }
                int a = find(from);
                int b = find(base[pair.photoB()] + pair.featureB()[m]);
                stamp++;
                if (a == b || meet(a, b, next, seen, stamp)) {
                    continue;
                }
                int lead = Math.min(a, b);
                int other = Math.max(a, b);
                parent[other] = lead;
                next[last[lead]] = other;
                last[lead] = last[other];
            }
        }
    }

    /// Whether two sets have a photo in common.
    private boolean meet(int a, int b, int[] next, int[] seen, int stamp) {
        for (int i = a; i >= 0; i = next[i]) {
            seen[photoOf[i]] = stamp;
        }
        for (int i = b; i >= 0; i = next[i]) {
            if (seen[photoOf[i]] == stamp) {
                return true;
            }
        }
        return false;
    }
}
