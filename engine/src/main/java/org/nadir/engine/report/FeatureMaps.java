package org.nadir.engine.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;

/// For each camera where in the frame its tie points lie, as a heat map.
final class FeatureMaps {

    private static final int COLUMNS = 32;
    private static final int BLOCK = 8;
    private static final double GAP = 20;
    private static final int MOST_CAMERAS = 6;

    private FeatureMaps() {}

    static void draw(Sheet sheet, ReportContent content) throws IOException {
        List<String> ids =
                content.statistics().cameras().keySet().stream()
                        .filter(id -> CameraSection.isUsed(content, id))
                        .sorted()
                        .limit(MOST_CAMERAS)
                        .toList();
        double width = (Sheet.WIDTH - GAP) / 2;
        for (int k = 0; k < ids.size(); k += 2) {
            FrameGrid left = FrameGrid.of(content.scene(), ids.get(k), COLUMNS);
            FrameGrid right =
                    k + 1 < ids.size()
                            ? FrameGrid.of(content.scene(), ids.get(k + 1), COLUMNS)
                            : null;
            double height = Math.max(height(left, width), right == null ? 0 : height(right, width));
            sheet.need(height + 40);
            double top = sheet.y();
            one(sheet, left, Sheet.LEFT, top, width);
            if (right != null) {
                one(sheet, right, Sheet.LEFT + width + GAP, top, width);
            }
            sheet.y(top - height - 34);
        }
    }

    private static double height(FrameGrid grid, double width) {
        return Math.min(190, width * grid.rows() / grid.columns());
    }

    private static void one(Sheet sheet, FrameGrid grid, double left, double top, double width)
            throws IOException {
        double height = height(grid, width);
        double shownWidth = height * grid.columns() / grid.rows();
        var image =
                new BufferedImage(
                        grid.columns() * BLOCK, grid.rows() * BLOCK, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int n = grid.count()[y / BLOCK * grid.columns() + x / BLOCK];
                image.setRGB(x, y, Ink.ramp(n / (double) Math.max(1, grid.most())));
            }
        }
        sheet.text(
                sheet.fit("Tie points in the frame: " + grid.camera().id(), width, 8, true),
                left,
                top - 8,
                8,
                true,
                Ink.TEXT);
        sheet.drawing(image, left, top - 14 - height, shownWidth, height);
        double y = top - 26 - height;
        for (int step = 0; step < 24; step++) {
            sheet.fill(
                    left + 12 + step * 3.0,
                    y,
                    3.2,
                    7,
                    new java.awt.Color(Ink.ramp((step + 0.5) / 24)));
        }
        sheet.text("0", left + 3, y + 0.5, 7, false, Ink.FAINT);
        sheet.text(
                Numbers.count(grid.most()) + " observations a cell",
                left + 89,
                y + 0.5,
                7,
                false,
                Ink.FAINT);
    }
}
