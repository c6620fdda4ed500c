package org.nadir.engine.fusion;

import java.util.Arrays;
import org.nadir.engine.work.Work;
import org.nadir.engine.work.Workers;

/// Drops points that lie apart: those whose mean distance to their nearest neighbours is larger than the average of that by a
/// number of standard deviations (Rusu et al. 2008, statistical outlier removal).
final class OutlierFilter {

    private static final int NEIGHBOURS = 16;

    private OutlierFilter() {}

    static DenseCloud filter(DenseCloud cloud, double deviations, Work work) {
        return deviations <= 0 ? cloud : CloudBuilder.select(cloud, keep(cloud, deviations, work));
    }

    /// For each point whether it stays.
    static boolean[] keep(DenseCloud cloud, double deviations, Work work) {
        if (deviations <= 0 || cloud.count() <= NEIGHBOURS) {
            var all = new boolean[cloud.count()];
            Arrays.fill(all, true);
            return all;
        }
        double[] distances = meanDistances(cloud, work);
        double sum = 0;
        double squares = 0;
        for (double d : distances) {
            sum += d;
            squares += d * d;
        }
        double mean = sum / distances.length;
        double deviation = Math.sqrt(Math.max(0, squares / distances.length - mean * mean));
        double limit = mean + deviations * deviation;
        var keep = new boolean[distances.length];
        for (int i = 0; i < keep.length; i++) {
            keep[i] = distances[i] <= limit;
        }
        return keep;
    }

    /// Mean distance of each point to its neighbours.
    private static double[] meanDistances(DenseCloud cloud, Work work) {
        var grid = new ColumnGrid(cloud.xyz(), 3);
        var result = new double[cloud.count()];
        Workers.forEach(
                work,
                grid.rows(),
                row -> {
                    var squared = new double[NEIGHBOURS];
                    for (int slot = grid.rowStart(row); slot < grid.rowStart(row + 1); slot++) {
                        grid.nearest(slot, squared);
                        double sum = 0;
                        for (double d : squared) {
                            sum += Math.sqrt(d);
                        }
                        result[grid.order[slot]] = sum / NEIGHBOURS;
                    }
                });
        return result;
    }

    /// The median distance from a point to its nearest neighbour, over at most some ten thousand points.
    static double spacing(DenseCloud cloud) {
        if (cloud.count() < 2) {
            return 0;
        }
        var grid = new ColumnGrid(cloud.xyz(), 3);
        int step = Math.max(1, cloud.count() / 20_000);
        var distances = new double[(cloud.count() + step - 1) / step];
        var squared = new double[1];
        for (int i = 0; i < distances.length; i++) {
            grid.nearest(i * step, squared);
            distances[i] = Math.sqrt(squared[0]);
        }
        Arrays.sort(distances);
        return distances[distances.length / 2];
    }
}
