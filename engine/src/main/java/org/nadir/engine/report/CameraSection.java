package org.nadir.engine.report;

import java.awt.Color;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.nadir.engine.camera.Camera;
import org.nadir.engine.sfm.SfmStatistics;

/// For each camera the lens before and after, and what the lens model leaves over.
final class CameraSection {

    private static final int COLUMNS = 16;

    private final ReportContent content;

    CameraSection(ReportContent content) {
        this.content = content;
    }

    /// Whether a placed photo has this camera.
    static boolean isUsed(ReportContent content, String id) {
        return content.scene().shots().stream().anyMatch(shot -> shot.camera().id().equals(id));
    }

    void write(Sheet sheet) throws IOException {
        sheet.heading("Camera models", 300);
        for (Map.Entry<String, SfmStatistics.CameraChange> entry :
                new TreeMap<>(content.statistics().cameras()).entrySet()) {
            if (isUsed(content, entry.getKey())) {
                camera(sheet, entry.getKey(), entry.getValue());
            }
        }
        sheet.caption(
                "Focal length and principal point are relative to the longer side of the photos, the principal"
                        + " point to their middle; k1, k2, k3 radial and p1, p2 tangential distortion after"
                        + " Brown. The values of cameras.json.");
    }

    private void camera(Sheet sheet, String id, SfmStatistics.CameraChange change)
            throws IOException {
        FrameGrid grid = FrameGrid.of(content.scene(), id, COLUMNS);
        double width = Sheet.WIDTH * 0.56;
        double gridWidth = Sheet.WIDTH - width - 18;
        double gridHeight = gridWidth * grid.rows() / grid.columns();
        Table table = table(change, width);
        sheet.subheading(
                id + " · " + change.initial().width() + " × " + change.initial().height() + " px",
                Math.max(table.height(), Math.min(gridHeight, 260) + 30));
        double top = sheet.y();
        table.draw(sheet);
        double below = sheet.y();
        double bottom = residuals(sheet, grid, Sheet.LEFT + width + 18, top, gridWidth);
        sheet.y(Math.min(below, bottom) - 10);
    }

    private static Table table(SfmStatistics.CameraChange change, double width) {
        Camera a = change.initial();
        Camera b = change.optimised();
        var table =
                new Table(Sheet.LEFT, width, 2.2, -1.6, -1.6, -1.6)
                        .head("Parameter", "Initial", "Optimised", "Change");
        double focal = b.focalPixels() / a.focalPixels() - 1;
        QualityRules.Grade grade =
                QualityRules.atMost(
                        Math.abs(focal), QualityRules.FOCAL_GOOD, QualityRules.FOCAL_FAIR);
        table.row(
                Ink.of(grade),
                3,
                "Focal length (px)",
                Numbers.decimals(a.focalPixels(), 1),
                Numbers.decimals(b.focalPixels(), 1),
                (focal < 0 ? "−" : "+") + Numbers.decimals(100 * Math.abs(focal), 2) + " %");
        row(table, "focal_x", a.focalX(), b.focalX());
        row(table, "focal_y", a.focalY(), b.focalY());
        row(table, "c_x", a.cX(), b.cX());
        row(table, "c_y", a.cY(), b.cY());
        row(table, "k1", a.k1(), b.k1());
        row(table, "k2", a.k2(), b.k2());
        row(table, "k3", a.k3(), b.k3());
        row(table, "p1", a.p1(), b.p1());
        row(table, "p2", a.p2(), b.p2());
        return table;
    }

    private static void row(Table table, String name, double from, double to) {
        table.row(
                name,
                Numbers.decimals(from, 6),
                Numbers.decimals(to, 6),
                Numbers.decimals(to - from, 6));
    }

    /// Mean residuals of cells of the frame as arrows; returns the lower edge.
    private static double residuals(
            Sheet sheet, FrameGrid grid, double left, double top, double fullWidth)
            throws IOException {
        double height = Math.min(230, fullWidth * grid.rows() / grid.columns());
        double width = height * grid.columns() / grid.rows();
        sheet.text("Mean residuals over the frame", left, top - 8, 8, true, Ink.TEXT);
        double upper = top - 14;
        double cell = width / grid.columns();
        double longest = grid.longest();
        double scale = longest <= 0 ? 0 : 1.4 * cell / longest;
        sheet.beginClip(left, upper - height, width, height);
        for (int k = 0; k < grid.count().length; k++) {
            double x = left + (k % grid.columns() + 0.5) * cell;
            double y = upper - (k / grid.columns() + 0.5) * height / grid.rows();
            if (grid.isKnown(k)) {
                double dx = grid.meanU()[k] * scale;
                double dy = -grid.meanV()[k] * scale;
                sheet.arrow(x - dx / 2, y - dy / 2, x + dx / 2, y + dy / 2, 0.6, colour(grid, k));
            } else {
                sheet.dot(x, y, 0.4, Ink.LINE);
            }
        }
        sheet.endClip();
        sheet.frame(left, upper - height, width, height, Ink.LINE);
        double y = upper - height - 10;
        sheet.text(
                "Longest arrow "
                        + Numbers.decimals(longest, 2)
                        + " px; RMS of single residuals "
                        + Numbers.decimals(grid.rms(), 2)
                        + " px",
                left,
                y,
                7,
                false,
                Ink.FAINT);
        return y - 4;
    }

    private static Color colour(FrameGrid grid, int k) {
        double share =
                Math.hypot(grid.meanU()[k], grid.meanV()[k]) / Math.max(grid.longest(), 1e-12);
        return new Color(Ink.ramp(0.75 * (1 - share)));
    }
}
