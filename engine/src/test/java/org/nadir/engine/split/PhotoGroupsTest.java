package org.nadir.engine.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Photos in groups, and the ground of each.
class PhotoGroupsTest {

    /// Photos on a grid, `columns` by `rows`, ten metres apart.
    private static double[] grid(int columns, int rows) {
        var xy = new double[2 * columns * rows];
        for (int i = 0; i < columns * rows; i++) {
            xy[2 * i] = 10 * (i % columns);
            xy[2 * i + 1] = 10 * (i / columns);
        }
        return xy;
    }

    @Test
    void groupsDifferByOnePhotoAtMost() {
        for (int n : new int[] {2, 7, 18, 100, 347}) {
            var random = new Random(n);
            double[] xy = random.doubles(2 * n, -200, 300).toArray();
            for (int size : new int[] {1, 3, 6, 40, 1000}) {
                PhotoGroups groups = PhotoGroups.bySize(xy, size);
                int[] sizes =
                        IntStream.range(0, groups.count()).map(groups::size).sorted().toArray();
                assertThat(Arrays.stream(sizes).sum()).isEqualTo(n);
                assertThat(groups.count())
                        .isEqualTo((int) Math.max(1, Math.round(n / (double) size)));
                // Halves of halves round twice.
                assertThat(sizes[sizes.length - 1] - sizes[0]).isLessThanOrEqualTo(2);
            }
        }
    }

    @Test
    void cutsALongStripAcross() {
        PhotoGroups groups = PhotoGroups.bySize(grid(12, 2), 6);
        assertThat(groups.count()).isEqualTo(4);
        for (int i = 0; i < 24; i++) {
            int same = i % 12 / 3 * 3;
            assertThat(groups.groupOf()[i]).isEqualTo(groups.groupOf()[same]);
        }
    }

    @Test
    void eachPhotoStandsOnTheGroundOfItsGroup() {
        double[] xy = new Random(5).doubles(400, -50, 90).toArray();
        PhotoGroups groups = PhotoGroups.bySize(xy, 17);
        for (int i = 0; i < 200; i++) {
            assertThat(groups.regions().weight(groups.groupOf()[i], xy[2 * i], xy[2 * i + 1], 0))
                    .isEqualTo(1);
        }
    }

    @Test
    void weightsAddUpToOneEverywhereAndChangeSmoothly() {
        PhotoGroups groups = PhotoGroups.bySize(new Random(6).doubles(120, 0, 100).toArray(), 8);
        var random = new Random(7);
        for (int trial = 0; trial < 500; trial++) {
            double x = 140 * random.nextDouble() - 20;
            double y = 140 * random.nextDouble() - 20;
            double sum = 0;
            for (int g = 0; g < groups.count(); g++) {
                double weight = groups.regions().weight(g, x, y, 6);
                double beside = groups.regions().weight(g, x + 0.01, y, 6);
                assertThat(weight).isBetween(0.0, 1.0);
                // The cubic climbs by 1.5 over the full width of 12 m; three cuts may meet.
                assertThat(Math.abs(weight - beside)).isLessThan(3 * 0.01 * 1.5 / 12 + 1e-9);
                sum += weight;
            }
            assertThat(sum).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void theReachHoldsAllGroundWithWeight() {
        PhotoGroups groups = PhotoGroups.bySize(new Random(8).doubles(120, 0, 100).toArray(), 8);
        double[] box = {-10, -10, 110, -10, 110, 110, -10, 110};
        var random = new Random(9);
        for (int trial = 0; trial < 500; trial++) {
            double x = 120 * random.nextDouble() - 10;
            double y = 120 * random.nextDouble() - 10;
            for (int g = 0; g < groups.count(); g++) {
                boolean weighs = groups.regions().weight(g, x, y, 5) > 0;
                double[] reach = groups.regions().reach(g, box, 5);
                assertThat(!weighs || contains(reach, x, y)).isTrue();
            }
        }
    }

    @Test
    void namedGroupsKeepTheirPhotosAndGetGroundAroundThem() {
        double[] xy = {0, 0, 10, 0, 100, 0, 110, 0, 200, 0, 210, 0};
        PhotoGroups groups = PhotoGroups.named(xy, new int[] {2, 2, 0, 0, 1, 1}, 3);
        assertThat(groups.groupOf()).containsExactly(2, 2, 0, 0, 1, 1);
        assertThat(groups.regions().weight(2, 5, 3, 10)).isEqualTo(1);
        assertThat(groups.regions().weight(0, 105, -3, 10)).isEqualTo(1);
        assertThat(groups.regions().weight(1, 205, 0, 10)).isEqualTo(1);
        // Halfway between two middles both count the same.
        assertThat(groups.regions().weight(2, 55, 0, 10)).isCloseTo(0.5, within(1e-9));
        assertThat(groups.regions().weight(0, 55, 0, 10)).isCloseTo(0.5, within(1e-9));
    }

    /// Whether a convex polygon holds a point: on the left of all its edges, or the right.
    private static boolean contains(double[] polygon, double x, double y) {
        int n = polygon.length / 2;
        for (int i = 0; i < n; i++) {
            int k = (i + 1) % n;
            double side =
                    (polygon[2 * k] - polygon[2 * i]) * (y - polygon[2 * i + 1])
                            - (polygon[2 * k + 1] - polygon[2 * i + 1]) * (x - polygon[2 * i]);
            if (side < -1e-9) {
                return false;
            }
        }
        return n > 0;
    }
}
