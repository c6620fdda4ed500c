package org.nadir.engine.report;

import java.util.Locale;
import java.util.function.ToIntFunction;
import org.nadir.engine.sfm.SfmStatistics;

/// Counts as text, and figures over all placed photos.
final class Numbers {

    private Numbers() {}

    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    static String decimals(double value, int digits) {
        String text = String.format(Locale.ROOT, "%,." + digits + "f", value);
        // What rounds to zero has no sign.
        return text.matches("-0(\\.0*)?") ? text.substring(1) : text;
    }

    static int[] sorted(SfmStatistics statistics, ToIntFunction<SfmStatistics.ShotSummary> figure) {
        return statistics.shots().stream().mapToInt(figure).sorted().toArray();
    }

    static int median(SfmStatistics statistics, ToIntFunction<SfmStatistics.ShotSummary> figure) {
        int[] values = sorted(statistics, figure);
        return values.length == 0 ? 0 : values[values.length / 2];
    }
}
