package org.nadir.engine.report;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.sfm.SfmStatistics;

/// The first page: verdicts with advice, the data set, what was made of it, and a view from above.
final class SummarySection {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    private static final double GAP = 16;

    private final ReportContent content;

    SummarySection(ReportContent content) {
        this.content = content;
    }

    void write(Sheet sheet) throws IOException {
        sheet.title(content.summary().title());
        sheet.paragraph(
                "Quality report · Nadir "
                        + content.summary().version()
                        + " · "
                        + TIME.format(content.summary().date())
                        + " UTC",
                Ink.FAINT);
        sheet.space(4);
        verdicts(sheet);
        sheet.heading("Dataset summary", 190);
        double top = sheet.y();
        double half = (Sheet.WIDTH - GAP) / 2;
        dataset(half).draw(sheet);
        sheet.space(4);
        sheet.subheading("Processing summary", 120);
        processing(half).draw(sheet);
        double below = sheet.y();
        // A page break inside the tables would leave the view without its place beside them.
        if (below < top) {
            topView(sheet, Sheet.LEFT + half + GAP, top, half, top - below - 9);
        }
        sheet.y(below);
    }

    private void verdicts(Sheet sheet) throws IOException {
        List<QualityRules.Finding> findings = QualityRules.judge(content);
        sheet.heading("Quality at a glance", 60);
        Table table = Table.wide(6, 4, 1.6).head("Measure", "Value", "Verdict");
        for (QualityRules.Finding finding : findings) {
            table.row(
                    Ink.of(finding.grade()),
                    2,
                    finding.measure(),
                    finding.value(),
                    finding.grade().word);
        }
        table.draw(sheet);
        for (QualityRules.Finding finding : findings) {
            if (!finding.advice().isEmpty()) {
                advice(sheet, finding);
            }
        }
    }

    private void advice(Sheet sheet, QualityRules.Finding finding) throws IOException {
        double size = 8.5;
        double indent = 9;
        int lines = sheet.wrap(finding.advice(), Sheet.WIDTH - indent, size).size();
        double height = (lines + 1) * size * 1.4;
        sheet.need(height + 6);
        sheet.fill(Sheet.LEFT, sheet.y() - height, 2, height, Ink.of(finding.grade()));
        sheet.text(
                finding.measure(),
                Sheet.LEFT + indent,
                sheet.y() - size,
                size,
                true,
                Ink.of(finding.grade()));
        sheet.space(size * 1.4);
        sheet.paragraph(
                finding.advice(), Sheet.LEFT + indent, Sheet.WIDTH - indent, size, Ink.TEXT);
        sheet.space(6);
    }

    private Table dataset(double width) {
        ReportContent.Summary summary = content.summary();
        var table = new Table(Sheet.LEFT, width, 2, 3.2);
        table.row("Processed", TIME.format(summary.date()) + " UTC");
        if (!Double.isNaN(summary.areaSquareMetres())) {
            table.row("Area", content.units().area(summary.areaSquareMetres()));
        }
        table.row("Processing time", Durations.text(summary.seconds()));
        table.row("First photo", time(summary.firstPhoto()));
        table.row("Last photo", time(summary.lastPhoto()));
        return table;
    }

    private static String time(@Nullable Instant instant) {
        return instant == null ? "unknown" : TIME.format(instant);
    }

    private Table processing(double width) {
        SfmStatistics statistics = content.statistics();
        SfmStatistics.TrackSummary tracks = statistics.tracks();
        var table = new Table(Sheet.LEFT, width, 2, 3.2);
        table.row(
                "Photos",
                Numbers.count(statistics.shots().size())
                        + " of "
                        + Numbers.count(tracks.initialPhotos())
                        + " placed");
        table.row(
                "Tie points",
                Numbers.count(tracks.points())
                        + " of "
                        + Numbers.count(tracks.initialTracks())
                        + " tracks");
        if (content.summary().densePoints() >= 0) {
            table.row("Dense points", Numbers.count(content.summary().densePoints()));
        }
        if (!Double.isNaN(content.summary().gsdMetres())) {
            table.row(
                    "Ground sampling",
                    content.units().groundSampling(content.summary().gsdMetres()));
        }
        table.row(
                "Detected features",
                Numbers.count(Numbers.median(statistics, SfmStatistics.ShotSummary::detected))
                        + " a photo (median)");
        table.row(
                "Matched features",
                Numbers.count(Numbers.median(statistics, SfmStatistics.ShotSummary::observations))
                        + " a photo (median)");
        table.row("Reference", reference());
        if (content.reference().isKnown()) {
            table.row("Coordinate system", content.summary().crs());
        }
        error(table, "GPS error", statistics.gps());
        error(table, "Ground control error", statistics.control());
        error(table, "Check point error", statistics.check());
        return table;
    }

    private String reference() {
        if (!content.reference().isKnown()) {
            return "none";
        }
        SfmStatistics statistics = content.statistics();
        if (statistics.hasControl()) {
            return statistics.hasGps() ? "ground control and GPS" : "ground control";
        }
        return "GPS";
    }

    private void error(Table table, String name, SfmStatistics.@Nullable AxisErrors errors) {
        if (errors != null) {
            table.row(
                    name,
                    content.units().number(errors.average())
                            + " "
                            + content.units().symbol()
                            + " (mean)");
        }
    }

    /// The orthophoto; without one the tie points in their colours.
    private void topView(Sheet sheet, double left, double top, double width, double height)
            throws IOException {
        Path orthophoto = content.rasters().orthophoto();
        double boxHeight = Math.min(height, 300);
        if (orthophoto != null) {
            RasterPreview preview = RasterPreview.ofColours(orthophoto);
            Pictures.fit(sheet, preview.image(), left, top, width, boxHeight);
        } else {
            TiePointView.draw(sheet, content.scene(), left, top - boxHeight, width, boxHeight);
        }
    }
}
