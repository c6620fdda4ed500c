package org.nadir.engine.report;

import java.io.IOException;
import java.util.Locale;
import org.nadir.engine.sfm.SfmStatistics;

/// Bars of counts over equal bins with a labelled axis.
final class HistogramFigure {

    private HistogramFigure() {}

    /// @param scale from the histogram's unit to that of the axis
    static void draw(
            Sheet sheet,
            SfmStatistics.Histogram histogram,
            String name,
            double scale,
            double left,
            double top,
            double width,
            double height)
            throws IOException {
        int most = histogram.counts().stream().mapToInt(Integer::intValue).max().orElse(0);
        int bins = histogram.counts().size();
        if (most == 0 || bins == 0) {
            return;
        }
        double base = top - height + 24;
        double tallest = height - 40;
        sheet.text(name, left, top - 8, 8, true, Ink.TEXT);
        for (int bin = 0; bin < bins; bin++) {
            double bar = tallest * histogram.counts().get(bin) / most;
            double x = left + bin * width / bins;
            sheet.fill(x, base, width / bins + 0.1, bar, Ink.ACCENT);
        }
        sheet.line(left, base, left + width, base, 0.6, Ink.TEXT);
        double end = histogram.edges().get(bins) * scale;
        double step = RoundNumbers.below(end / 2.5);
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step)));
        for (int tick = 0; tick * step <= end * 0.97; tick++) {
            double x = left + width * tick * step / end;
            sheet.line(x, base, x, base - 3, 0.6, Ink.TEXT);
            String label = String.format(Locale.ROOT, "%." + digits + "f", tick * step);
            sheet.textAbout(label, x, base - 11, 7, Ink.FAINT);
        }
    }
}
