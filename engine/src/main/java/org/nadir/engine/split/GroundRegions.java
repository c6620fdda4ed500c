package org.nadir.engine.split;

/// Which part of the ground belongs to which group, as a tree of straight cuts. Each cut has a zone of transition along it:
/// there the weight of one side falls smoothly as that of the other grows. The weights of all groups add up to one
/// everywhere.
public sealed interface GroundRegions {

    /// The ground of one group.
    record Region(int group) implements GroundRegions {}

    /// A cut along the line `nx·x + ny·y = offset`, with `(nx, ny)` of unit length pointing to the side `beyond`.
    record Cut(double nx, double ny, double offset, GroundRegions before, GroundRegions beyond)
            implements GroundRegions {

        double distance(double x, double y) {
            return nx * x + ny * y - offset;
        }
    }

    /// The weight of a group at a place, from 0 to 1.
    ///
    /// @param halfWidth how far the transition reaches on either side of a cut, metres; 0 for none
    default double weight(int group, double x, double y, double halfWidth) {
        return switch (this) {
            case Region region -> region.group == group ? 1 : 0;
            case Cut cut -> {
                double beyond = smoothStep(cut.distance(x, y), halfWidth);
                yield (beyond < 1 ? (1 - beyond) * cut.before.weight(group, x, y, halfWidth) : 0)
                        + (beyond > 0 ? beyond * cut.beyond.weight(group, x, y, halfWidth) : 0);
            }
        };
    }

    /// From 0 at `-halfWidth` to 1 at `halfWidth`, with level ends: Hermite's cubic.
    private static double smoothStep(double distance, double halfWidth) {
        if (distance >= halfWidth) {
            return 1;
        }
        if (distance <= -halfWidth) {
            return 0;
        }
        double t = (distance + halfWidth) / (2 * halfWidth);
        return t * t * (3 - 2 * t);
    }

    /// The part of a convex polygon (`x, y` pairs) where a group's ground lies, or that is nearer to it than `margin`; empty
    /// when there is none.
    default double[] reach(int group, double[] polygon, double margin) {
        return switch (this) {
            case Region region -> region.group == group ? polygon : new double[0];
            case Cut cut -> {
                double[] before = cut.before.reach(group, clip(polygon, cut, -1, margin), margin);
                yield before.length > 0
                        ? before
                        : cut.beyond.reach(group, clip(polygon, cut, 1, margin), margin);
            }
        };
    }

    /// The part of a convex polygon on one side of a cut, widened by the margin (Sutherland and Hodgman 1974).
    private static double[] clip(double[] polygon, Cut cut, int side, double margin) {
        int n = polygon.length / 2;
        var kept = new double[2 * (n + 2)];
        int count = 0;
        for (int i = 0; i < n; i++) {
            int k = (i + 1) % n;
            double here = side * cut.distance(polygon[2 * i], polygon[2 * i + 1]) + margin;
            double next = side * cut.distance(polygon[2 * k], polygon[2 * k + 1]) + margin;
            if (here >= 0) {
                kept[count++] = polygon[2 * i];
                kept[count++] = polygon[2 * i + 1];
            }
            if (here >= 0 != next >= 0) {
                double t = here / (here - next);
                kept[count++] = polygon[2 * i] + t * (polygon[2 * k] - polygon[2 * i]);
                kept[count++] = polygon[2 * i + 1] + t * (polygon[2 * k + 1] - polygon[2 * i + 1]);
            }
        }
        return java.util.Arrays.copyOf(kept, count);
    }
}
