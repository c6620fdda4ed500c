package org.nadir.app;

import java.util.Locale;
import org.nadir.engine.pipeline.RunSummary;

/// The table that ends a run.
final class ResultTable {

    private ResultTable() {}

    static String of(RunSummary run) {
        var table = new StringBuilder("\n");
        row(table, "Photos placed", run.placed() + " of " + run.photos());
        row(table, "Mean reprojection error", number("%.2f px", run.reprojectionPixels()));
        row(table, "Ground sampling distance", number("%.2f cm", run.gsdCentimetres()));
        row(table, "Covered area", number("%,.0f m²", run.areaSquareMetres()));
        row(table, "Tie points", String.format(Locale.ROOT, "%,d", run.tiePoints()));
        row(
                table,
                "Points in the dense cloud",
                String.format(Locale.ROOT, "%,d", run.densePoints()));
        row(table, "Time", ProgressLine.duration(Math.round(run.seconds())));
        row(
                table,
                "Peak memory",
                run.peakMegabytes() > 0 ? run.peakMegabytes() + " MB" : "unknown");
        table.append("\n  Stage                      seconds\n");
        run.stageSeconds()
                .forEach((stage, seconds) ->
                        table.append(
                                String.format(Locale.ROOT, "  %-24s %9.1f%n", stage, seconds)));
        table.append("\n  Results\n");
        run.products().forEach(product -> table.append("  ").append(product).append('\n'));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format(Locale.ROOT, "  %-26s %s%n", name, value));
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "unknown" : String.format(Locale.ROOT, format, value);
    }
}
