package org.nadir.engine.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Pictures of orthophoto, surface and terrain model.
final class PreviewSection {

    private static final double CAPTION = 22;

    private final ReportContent content;

    PreviewSection(ReportContent content) {
        this.content = content;
    }

    void write(Sheet sheet) throws IOException {
        ReportContent.Rasters rasters = content.rasters();
        if (rasters.orthophoto() == null && rasters.dsm() == null && rasters.dtm() == null) {
            return;
        }
        sheet.newPage();
        sheet.heading("Previews", 300);
        orthophoto(sheet, rasters.orthophoto());
        heights(sheet, "Digital surface model (DSM)", rasters.dsm());
        heights(sheet, "Digital terrain model (DTM)", rasters.dtm());
    }

    private void orthophoto(Sheet sheet, @Nullable Path file) throws IOException {
        if (file == null) {
            return;
        }
        RasterPreview preview = RasterPreview.ofColours(file);
        picture(sheet, "Orthophoto", preview, Sheet.WIDTH);
    }

    private void heights(Sheet sheet, String title, @Nullable Path file) throws IOException {
        if (file == null) {
            return;
        }
        RasterPreview preview = RasterPreview.ofHeights(file);
        double[] box = picture(sheet, title, preview, Sheet.WIDTH - 70);
        legend(sheet, preview, box[0] + box[2] + 12, box[1] + box[3]);
    }

    /// Three pictures and their titles share a page.
    private double[] picture(Sheet sheet, String title, RasterPreview preview, double width)
            throws IOException {
        BufferedImage image = preview.image();
        double height = Math.min(186, width * image.getHeight() / image.getWidth());
        sheet.subheading(title, height + CAPTION);
        double[] box = Pictures.fit(sheet, image, Sheet.LEFT, sheet.y(), width, height);
        double points = box[2] / image.getWidth() / preview.metresPerPixel();
        double unit = content.units().metres();
        double length = RoundNumbers.below(110 / points / unit);
        double y = box[1] - 9;
        double end = box[0] + length * unit * points;
        sheet.line(box[0], y, end, y, 1.2, Ink.TEXT);
        sheet.text(
                (length < 1 ? Numbers.decimals(length, 2) : Numbers.decimals(length, 0))
                        + " "
                        + content.units().symbol(),
                end + 5,
                y - 2.5,
                7,
                false,
                Ink.TEXT);
        sheet.y(box[1] - CAPTION);
        return box;
    }

    /// The colour ramp with heights in the report's unit.
    private void legend(Sheet sheet, RasterPreview preview, double x, double top)
            throws IOException {
        int steps = 60;
        double height = 150;
        for (int k = 0; k < steps; k++) {
            sheet.fill(
                    x,
                    top - height + k * height / steps,
                    11,
                    height / steps + 0.4,
                    new java.awt.Color(Ink.ramp((k + 0.5) / steps)));
        }
        for (int tick = 0; tick <= 4; tick++) {
            double share = tick / 4.0;
            double z = preview.low() + share * (preview.high() - preview.low());
            sheet.text(
                    Numbers.decimals(z / content.units().metres(), 1)
                            + " "
                            + content.units().symbol(),
                    x + 15,
                    top - height + share * height - 2.5,
                    7,
                    false,
                    Ink.TEXT);
        }
    }
}
