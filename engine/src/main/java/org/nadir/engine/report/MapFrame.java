package org.nadir.engine.report;

import java.io.IOException;
import java.util.Locale;

/// A piece of the world inside a box of the page, north up, with a scale bar.
final class MapFrame {

    final double x;
    final double bottom;
    final double width;
    final double height;
    private final double centreX;
    private final double centreY;
    private final double scale;

    /// Fits the world box into the page box, about its middle.
    ///
    /// @param world least x, least y, greatest x, greatest y
    MapFrame(double x, double bottom, double width, double height, double[] world) {
        this.x = x;
        this.bottom = bottom;
        this.width = width;
        this.height = height;
        this.centreX = (world[0] + world[2]) / 2;
        this.centreY = (world[1] + world[3]) / 2;
        this.scale =
                Math.min(
                        width / Math.max(world[2] - world[0], 1e-9),
                        height / Math.max(world[3] - world[1], 1e-9));
    }

    double pageX(double worldX) {
        return x + width / 2 + (worldX - centreX) * scale;
    }

    double pageY(double worldY) {
        return bottom + height / 2 + (worldY - centreY) * scale;
    }

    /// Points of the page for a length of the world.
    double points(double metres) {
        return metres * scale;
    }

    void outline(Sheet sheet) throws IOException {
        sheet.frame(x, bottom, width, height, Ink.LINE);
    }

    /// A bar of a round length in the lower left corner. Without a scale in the world its unit is left out.
    void scaleBar(Sheet sheet, ReportUnits units, boolean scaled) throws IOException {
        double unit = scaled ? units.metres() : 1;
        double length = RoundNumbers.below(0.25 * width / (scale * unit));
        double points = length * unit * scale;
        double left = x + 8;
        double y = bottom + 9;
        String label =
                String.format(Locale.ROOT, length < 1 ? "%.2f" : "%,.0f", length)
                        + (scaled ? " " + units.symbol() : " units");
        double textWidth = sheet.width(label, 7, false);
        sheet.fill(left - 4, y - 5, points + textWidth + 13, 14, java.awt.Color.WHITE);
        sheet.line(left, y, left + points, y, 1.2, Ink.TEXT);
        sheet.line(left, y - 2.5, left, y + 2.5, 1, Ink.TEXT);
        sheet.line(left + points, y - 2.5, left + points, y + 2.5, 1, Ink.TEXT);
        sheet.text(label, left + points + 5, y - 2.5, 7, false, Ink.TEXT);
    }
}
