package org.nadir.engine.report;

import java.awt.Color;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.nadir.engine.sfm.SfmStatistics;
import org.nadir.engine.sfm.SfmStatistics.ControlPointResult;
import org.nadir.engine.sfm.SfmStatistics.ControlState;

/// Errors of positions, ground control, check points and tie points.
final class AccuracySection {

    private final ReportContent content;
    private final ReportUnits units;

    AccuracySection(ReportContent content) {
        this.content = content;
        this.units = content.units();
    }

    void write(Sheet sheet) throws IOException {
        SfmStatistics statistics = content.statistics();
        if (!content.reference().isKnown()) {
            return;
        }
        sheet.heading("Accuracy", 120);
        summary(sheet);
        if (!content.alignment().isEmpty()) {
            sheet.caption(content.alignment());
        }
        errors(sheet, "GPS positions of the photos: computed minus measured", statistics.gps());
        errors(sheet, "Ground control points: computed minus given", statistics.control());
        errors(sheet, "Check points: computed minus given", statistics.check());
        errors(sheet, "Tie points relative to each other (3D)", content.tiePoints());
        if (content.tiePoints() != null) {
            sheet.caption(
                    "Points in four or more photos are intersected from every second of their photos and"
                            + " from the others; half the difference is shown. A bend or shift of the whole"
                            + " block does not show here.");
        }
        points(sheet, statistics.controlPoints());
    }

    /// The two figures that map standards ask for.
    private void summary(Sheet sheet) throws IOException {
        SfmStatistics statistics = content.statistics();
        Table table =
                Table.wide(5, -2, -2)
                        .head(
                                "90 % of the errors are smaller than",
                                "Horizontal CE90 (" + units.symbol() + ")",
                                "Vertical LE90 (" + units.symbol() + ")");
        accuracy(table, "Absolute, by check points", statistics.check());
        accuracy(table, "Absolute, by ground control points", statistics.control());
        accuracy(table, "Absolute, by the GPS of the photos", statistics.gps());
        accuracy(table, "Relative, by tie points", content.tiePoints());
        if (!table.isEmpty()) {
            table.draw(sheet);
        }
    }

    private void accuracy(Table table, String name, SfmStatistics.@Nullable AxisErrors errors) {
        if (errors != null) {
            table.row(name, units.number(errors.ce90()), units.number(errors.le90()));
        }
    }

    private void errors(Sheet sheet, String title, SfmStatistics.@Nullable AxisErrors errors)
            throws IOException {
        if (errors == null) {
            return;
        }
        String unit = " (" + units.symbol() + ")";
        Table table =
                Table.wide(3, -2, -2, -2)
                        .head("Axis", "Mean" + unit, "Standard deviation" + unit, "RMS" + unit);
        String[] names = {"X (east)", "Y (north)", "Z (up)"};
        for (int axis = 0; axis < 3; axis++) {
            table.row(
                    names[axis],
                    units.number(errors.mean().get(axis)),
                    units.number(errors.deviation().get(axis)),
                    units.number(errors.rms().get(axis)));
        }
        table.row(
                Ink.TEXT,
                3,
                "Mean length of the error in 3D",
                "",
                "",
                units.number(errors.average()));
        sheet.subheading(title, table.height());
        table.draw(sheet);
    }

    private void points(Sheet sheet, List<ControlPointResult> points) throws IOException {
        if (points.isEmpty()) {
            return;
        }
        String unit = " (" + units.symbol() + ")";
        sheet.subheading("Points one by one: computed minus given", 80);
        Table table =
                Table.wide(2.6, -1.5, -1.5, -1.5, -1.5, -1.3, -1, 2.6)
                        .head(
                                "Point",
                                "X" + unit,
                                "Y" + unit,
                                "Z" + unit,
                                "3D" + unit,
                                "Marks (px)",
                                "Marks",
                                "State");
        for (ControlPointResult point : points) {
            row(table, point);
        }
        table.draw(sheet);
        sheet.caption(
                "Marks (px): mean distance in the photos between the marks and the given place of the point."
                        + " Marks: those that were used, of all in placed photos.");
    }

    private void row(Table table, ControlPointResult point) {
        boolean known = !point.error().isEmpty();
        double[] e = new double[3];
        for (int axis = 0; axis < 3; axis++) {
            e[axis] = known ? point.error().get(axis) : Double.NaN;
        }
        double length =
                Math.sqrt(e[0] * e[0] + e[1] * e[1] + (Double.isNaN(e[2]) ? 0 : e[2] * e[2]));
        long good = point.marks().stream().filter(mark -> !mark.wrong()).count();
        table.row(
                colour(point.state()),
                7,
                point.name(),
                units.number(e[0]),
                units.number(e[1]),
                units.number(e[2]),
                units.number(length),
                Double.isNaN(point.meanPixels()) ? "–" : Numbers.decimals(point.meanPixels(), 2),
                good + "/" + point.marks().size(),
                words(point.state()));
    }

    private static Color colour(ControlState state) {
        return switch (state) {
            case USED -> Ink.GOOD;
            case CHECK -> Ink.ACCENT;
            case NOT_SEEN, NOT_USED -> Ink.FAIR;
            case WRONG_COORDINATES, MARKS_DISAGREE -> Ink.BAD;
        };
    }

    private static String words(ControlState state) {
        return switch (state) {
            case USED -> "used";
            case CHECK -> "check point";
            case NOT_SEEN -> "too few marks";
            case WRONG_COORDINATES -> "wrong coordinates";
            case MARKS_DISAGREE -> "marks disagree";
            case NOT_USED -> "not used";
        };
    }
}
