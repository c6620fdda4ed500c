package org.nadir.engine.sfm;

import java.util.Arrays;
import java.util.Locale;
import org.nadir.engine.work.Console;

/// Finds photos whose measured position in the plan contradicts the block, once it lies where most of them say: a receiver
/// that slipped, or tags of another photo. Their positions are named and no longer believed, since even a robust adjustment
/// follows a far one a little.
final class StrayStations {

    /// So many standard deviations are no noise.
    private static final double LEAST_SIGMAS = 6;

    /// Nor is so many times what half of the photos stay below.
    private static final double TIMES_MEDIAN = 6;

    private StrayStations() {}

    static void find(Reconstruction block, Console console) {
        double[] distance = distances(block);
        double[] known = Arrays.stream(distance).filter(d -> !Double.isNaN(d)).sorted().toArray();
        if (known.length < 5) {
            return;
        }
        double usual = TIMES_MEDIAN * known[known.length / 2];
        for (int p = 0; p < distance.length; p++) {
            var at = block.photos.get(p).position();
            if (at == null
                    || !(distance[p]
                            > Math.max(
                                    usual,
                                    LEAST_SIGMAS
                                            * Math.max(at.horizontalSd(), Alignment.LEAST_SD)))) {
                continue;
            }
            block.strayed[p] = true;
            console.warning(
                    String.format(
                            Locale.ROOT,
                            "The measured position of %s is %.0f m from where the other photos put it;"
                                    + " it is not used",
                            block.photos.get(p).name(),
                            distance[p]));
        }
    }

    /// In the plan, NaN where a photo has no place or no measured position.
    private static double[] distances(Reconstruction block) {
        var distance = new double[block.photos.size()];
        for (int p = 0; p < distance.length; p++) {
            double[] measured = block.measured(p);
            distance[p] =
                    measured == null || !block.placed[p]
                            ? Double.NaN
                            : Math.hypot(
                                    measured[0] - block.centre[3 * p],
                                    measured[1] - block.centre[3 * p + 1]);
        }
        return distance;
    }
}
