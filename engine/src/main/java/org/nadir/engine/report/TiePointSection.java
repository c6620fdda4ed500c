package org.nadir.engine.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nadir.engine.scene.Shot;
import org.nadir.engine.sfm.SfmStatistics;

/// Features, reprojection errors, and which photos the tie points connect.
final class TiePointSection {

    private static final double GAP = 20;
    private static final double GRAPH = 240;

    private final ReportContent content;

    TiePointSection(ReportContent content) {
        this.content = content;
    }

    void write(Sheet sheet) throws IOException {
        features(sheet);
        reconstruction(sheet);
        tracks(sheet);
    }

    private void features(Sheet sheet) throws IOException {
        sheet.heading("Features", 200);
        Table table =
                Table.wide(4, -2, -2, -2, -2).head("Per photo", "Least", "Most", "Mean", "Median");
        row(
                table,
                "Detected",
                Numbers.sorted(content.statistics(), SfmStatistics.ShotSummary::detected));
        row(
                table,
                "Matched (observations of tie points)",
                Numbers.sorted(content.statistics(), SfmStatistics.ShotSummary::observations));
        table.draw(sheet);
        FeatureMaps.draw(sheet, content);
    }

    private static void row(Table table, String name, int[] sorted) {
        double sum = 0;
        for (int n : sorted) {
            sum += n;
        }
        int n = sorted.length;
        table.row(
                name,
                Numbers.count(n == 0 ? 0 : sorted[0]),
                Numbers.count(n == 0 ? 0 : sorted[n - 1]),
                Numbers.decimals(n == 0 ? 0 : sum / n, 0),
                Numbers.count(n == 0 ? 0 : sorted[n / 2]));
    }

    private void reconstruction(Sheet sheet) throws IOException {
        SfmStatistics.Reprojection errors = content.statistics().reprojection();
        SfmStatistics.TrackSummary tracks = content.statistics().tracks();
        sheet.heading("Reconstruction", 150);
        Table table = Table.wide(5, -3);
        table.row(
                "Mean reprojection error (residuals up to 4 px)",
                Numbers.decimals(errors.meanPixels(), 3) + " px");
        table.row(
                "RMS reprojection error (all residuals)",
                Numbers.decimals(errors.rmsPixels(), 3) + " px");
        table.row(
                "Mean reprojection error, divided by the size of the feature",
                Numbers.decimals(errors.meanNormalised(), 3));
        table.row(
                "Mean reprojection error as an angle",
                Numbers.decimals(1e3 * errors.meanAngular(), 4) + " mrad");
        table.row("Tie points", Numbers.count(tracks.points()));
        table.row("Observations", Numbers.count(tracks.observations()));
        table.row(
                "Photos a tie point is seen in, mean", Numbers.decimals(tracks.averageLength(), 2));
        table.row(
                "The same over points in three photos or more",
                Numbers.decimals(tracks.averageLengthOverTwo(), 2));
        table.draw(sheet);
        histograms(sheet, errors);
    }

    private static void histograms(Sheet sheet, SfmStatistics.Reprojection errors)
            throws IOException {
        double width = (Sheet.WIDTH - 2 * GAP) / 3;
        double height = 112;
        sheet.need(height + 20);
        double top = sheet.y();
        SfmStatistics.Histogram[] all = {errors.pixels(), errors.normalised(), errors.angular()};
        String[] names = {"Residual (px)", "Residual / feature size", "Residual (mrad)"};
        double[] scale = {1, 1, 1e3};
        for (int k = 0; k < 3; k++) {
            double left = Sheet.LEFT + k * (width + GAP);
            HistogramFigure.draw(sheet, all[k], names[k], scale[k], left, top, width, height);
        }
        sheet.y(top - height - 12);
    }

    private void tracks(Sheet sheet) throws IOException {
        sheet.heading("Tracks", GRAPH);
        lengths(sheet);
        graph(sheet);
    }

    private void lengths(Sheet sheet) throws IOException {
        List<Integer> histogram = content.statistics().tracks().lengthHistogram();
        var widths = new double[11];
        var head = new ArrayList<String>(List.of("Seen in … photos"));
        var counts = new ArrayList<String>(List.of("Tie points"));
        widths[0] = 2.6;
        for (int n = 2; n <= 10; n++) {
            widths[n - 1] = -1.4;
            head.add(Integer.toString(n));
            counts.add(Numbers.count(n < histogram.size() ? histogram.get(n) : 0));
        }
        widths[10] = -1.4;
        head.add("more");
        long more = 0;
        for (int n = 11; n < histogram.size(); n++) {
            more += histogram.get(n);
        }
        counts.add(Numbers.count(more));
        Table.wide(widths)
                .head(head.toArray(String[]::new))
                .row(counts.toArray(String[]::new))
                .draw(sheet);
    }

    /// Lines between photos that share tie points, the strongest on top.
    private void graph(Sheet sheet) throws IOException {
        MatchGraph graph = MatchGraph.of(content.scene());
        if (graph.links().isEmpty()) {
            return;
        }
        List<Shot> shots = content.scene().shots();
        double[] world = box(shots);
        double height =
                Math.clamp(
                        Sheet.WIDTH * (world[3] - world[1]) / Math.max(world[2] - world[0], 1e-9),
                        130,
                        GRAPH);
        sheet.subheading("Photos connected by tie points", height + 30);
        var frame = new MapFrame(Sheet.LEFT, sheet.y() - height, Sheet.WIDTH, height, world);
        for (MatchGraph.Link link : graph.links()) {
            double[] a = shots.get(link.first()).pose().centreInWorld();
            double[] b = shots.get(link.second()).pose().centreInWorld();
            double strength = strength(link.points(), graph.most());
            sheet.line(
                    frame.pageX(a[0]),
                    frame.pageY(a[1]),
                    frame.pageX(b[0]),
                    frame.pageY(b[1]),
                    0.25 + 0.75 * strength,
                    colour(strength));
        }
        for (Shot shot : shots) {
            double[] c = shot.pose().centreInWorld();
            sheet.dot(frame.pageX(c[0]), frame.pageY(c[1]), 1.6, Ink.TEXT);
        }
        frame.outline(sheet);
        sheet.y(sheet.y() - height - 8);
        legend(sheet, graph.most());
    }

    private static double[] box(List<Shot> shots) {
        double[] box = {Double.MAX_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, -Double.MAX_VALUE};
        for (Shot shot : shots) {
            double[] c = shot.pose().centreInWorld();
            box[0] = Math.min(box[0], c[0]);
            box[1] = Math.min(box[1], c[1]);
            box[2] = Math.max(box[2], c[0]);
            box[3] = Math.max(box[3], c[1]);
        }
        double margin = 0.05 * Math.max(box[2] - box[0], box[3] - box[1]) + 1e-6;
        return new double[] {box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin};
    }

    /// By the logarithm: 0 for one point, 1 for the most.
    private static double strength(double points, int most) {
        return most <= 1 ? 1 : Math.log(points) / Math.log(most);
    }

    private static Color colour(double strength) {
        // From the light end, so that weak links stay faint on white.
        return new Color(Ink.ramp(1 - strength));
    }

    private static void legend(Sheet sheet, int most) throws IOException {
        double x = Sheet.LEFT;
        double y = sheet.y() - 7;
        for (double points = most; points >= 1; points = points <= 1 ? 0 : Math.floor(points / 6)) {
            double strength = strength(points, most);
            sheet.line(x, y + 2.5, x + 16, y + 2.5, 1.6, colour(strength));
            String label = String.format(Locale.ROOT, "%,.0f", points);
            sheet.text(label, x + 20, y, 7.5, false, Ink.FAINT);
            x += 34 + sheet.width(label, 7.5, false);
        }
        sheet.text("common tie points", x, y, 7.5, false, Ink.FAINT);
        sheet.space(20);
    }
}
