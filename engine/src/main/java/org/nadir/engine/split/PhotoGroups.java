package org.nadir.engine.split;

import java.util.Arrays;
import java.util.stream.IntStream;

/// Photos put into compact groups of about equal size, and the ground that belongs to each.
///
/// The set of photos is cut in two across its longer axis so that both sides get their share, and each side again until
/// groups have the wanted size. That is balanced to one photo, as k-means is not, needs no starting values, and leaves
/// straight borders.
///
/// @param count number of groups
/// @param groupOf the group of each photo
/// @param regions the ground of each group
public record PhotoGroups(int count, int[] groupOf, GroundRegions regions) {

    /// Groups of about `size` photos.
    ///
    /// @param xy two numbers per photo, in the world frame
    public static PhotoGroups bySize(double[] xy, int size) {
        int n = xy.length / 2;
        int count = Math.clamp(Math.round(n / (double) size), 1, Math.max(1, n));
        var maker = new Maker(xy, n);
        GroundRegions regions = maker.cut(IntStream.range(0, n).toArray(), 0, count);
        return new PhotoGroups(count, maker.groupOf, regions);
    }

    /// Groups that somebody named. The ground is cut between the groups' middles.
    ///
    /// @param groupOf the group of each photo, from 0 to `count - 1`, none of them empty
    public static PhotoGroups named(double[] xy, int[] groupOf, int count) {
        var middles = new double[2 * count];
        var members = new int[count];
        for (int i = 0; i < groupOf.length; i++) {
            middles[2 * groupOf[i]] += xy[2 * i];
            middles[2 * groupOf[i] + 1] += xy[2 * i + 1];
            members[groupOf[i]]++;
        }
        for (int g = 0; g < count; g++) {
            middles[2 * g] /= members[g];
            middles[2 * g + 1] /= members[g];
        }
        var maker = new Maker(middles, count);
        GroundRegions regions = maker.cut(IntStream.range(0, count).toArray(), 0, count);
        // The cuts number their leaves from left to right: back to the names' numbers.
        var nameOf = new int[count];
        for (int g = 0; g < count; g++) {
            nameOf[maker.groupOf[g]] = g;
        }
        return new PhotoGroups(count, groupOf.clone(), renamed(regions, nameOf));
    }

    private static GroundRegions renamed(GroundRegions regions, int[] nameOf) {
        return switch (regions) {
            case GroundRegions.Region region -> new GroundRegions.Region(nameOf[region.group()]);
            case GroundRegions.Cut cut ->
                    new GroundRegions.Cut(
                            cut.nx(),
                            cut.ny(),
                            cut.offset(),
                            renamed(cut.before(), nameOf),
                            renamed(cut.beyond(), nameOf));
        };
    }

    /// How many photos a group has.
    public int size(int group) {
        return (int) Arrays.stream(groupOf).filter(g -> g == group).count();
    }

    private static final class Maker {

        private final double[] xy;
        final int[] groupOf;

        Maker(double[] xy, int n) {
            this.xy = xy;
            this.groupOf = new int[n];
        }

        /// Cuts `members` into `count` groups numbered from `first`.
        GroundRegions cut(int[] members, int first, int count) {
            if (count == 1) {
                for (int member : members) {
                    groupOf[member] = first;
                }
                return new GroundRegions.Region(first);
            }
            double[] axis = longerAxis(members);
            int[] sorted =
                    Arrays.stream(members)
                            .boxed()
                            .sorted((a, b) -> {
                                int order = Double.compare(along(axis, a), along(axis, b));
                                return order != 0 ? order : Integer.compare(a, b);
                            })
                            .mapToInt(Integer::intValue)
                            .toArray();
            int countBefore = count / 2;
            int before = (int) Math.round(sorted.length * (double) countBefore / count);
            double offset = (along(axis, sorted[before - 1]) + along(axis, sorted[before])) / 2;
            return new GroundRegions.Cut(
                    axis[0],
                    axis[1],
                    offset,
                    cut(Arrays.copyOf(sorted, before), first, countBefore),
                    cut(
                            Arrays.copyOfRange(sorted, before, sorted.length),
                            first + countBefore,
                            count - countBefore));
        }

        private double along(double[] axis, int member) {
            return axis[0] * xy[2 * member] + axis[1] * xy[2 * member + 1];
        }

        /// Unit vector along which the members spread most: the first principal axis.
        private double[] longerAxis(int[] members) {
            double x = 0;
            double y = 0;
            for (int m : members) {
                x += xy[2 * m] / members.length;
                y += xy[2 * m + 1] / members.length;
            }
            double xx = 0;
            double xySum = 0;
            double yy = 0;
            for (int m : members) {
                double dx = xy[2 * m] - x;
                double dy = xy[2 * m + 1] - y;
                xx += dx * dx;
                xySum += dx * dy;
                yy += dy * dy;
            }
            double angle = 0.5 * Math.atan2(2 * xySum, xx - yy);
            return new double[] {Math.cos(angle), Math.sin(angle)};
        }
    }
}
