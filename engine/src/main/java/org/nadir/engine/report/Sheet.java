package org.nadir.engine.report;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.graphics.image.JPEGFactory;
import org.apache.pdfbox.pdmodel.graphics.image.LosslessFactory;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;

/// A document in the making: pages of A4 filled from top to bottom. Lengths are points (1/72 inch), y grows upwards.
final class Sheet implements AutoCloseable {

    /// The margin on the left and on the right.
    static final double LEFT = 48;

    static final double WIDTH = PDRectangle.A4.getWidth() - 2 * LEFT;

    private static final double TOP = PDRectangle.A4.getHeight() - 62;
    private static final double BOTTOM = 56;
    private static final double BODY = 9;

    private final PDDocument document = new PDDocument();
    private final Lettering lettering;
    private final String title;
    private PDPageContentStream out;
    private double y;

    /// @param title stands at the head of each page
    Sheet(String title) throws IOException {
        this.title = title;
        this.lettering = new Lettering(document);
        this.out = newStream();
    }

    private PDPageContentStream newStream() throws IOException {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        y = TOP;
        return new PDPageContentStream(document, page);
    }

    void newPage() throws IOException {
        out.close();
        out = newStream();
    }

    /// Begins a new page unless `height` is left on this one.
    void need(double height) throws IOException {
        if (y - height < BOTTOM) {
            newPage();
        }
    }

    /// Where the next thing goes: its upper edge.
    double y() {
        return y;
    }

    void y(double newY) {
        y = newY;
    }

    void space(double height) {
        y -= height;
    }

    void title(String text) throws IOException {
        y += 14;
        text(lettering.fit(text, WIDTH, 22, true), LEFT, y - 18, 22, true, Ink.TEXT);
        y -= 34;
    }

    /// A chapter, which stays together with at least `following` points of what comes after it.
    void heading(String text, double following) throws IOException {
        need(34 + following);
        y -= y < TOP ? 16 : 0;
        fill(LEFT, y - 16, 3, 14, Ink.ACCENT);
        text(text, LEFT + 9, y - 13, 13.5, true, Ink.TEXT);
        y -= 27;
    }

    void subheading(String text, double following) throws IOException {
        need(22 + following);
        text(text, LEFT, y - 9, 10, true, Ink.TEXT);
        y -= 17;
    }

    /// Running text over the whole width.
    void paragraph(String text, Color colour) throws IOException {
        paragraph(text, LEFT, WIDTH, BODY, colour);
        y -= 4;
    }

    /// Running text in a column; returns with the cursor below it.
    void paragraph(String text, double left, double width, double size, Color colour)
            throws IOException {
        for (String line : lettering.wrap(text, width, size, false)) {
            need(size * 1.4);
            text(line, left, y - size, size, false, colour);
            y -= size * 1.4;
        }
    }

    /// Small text below a figure.
    void caption(String text) throws IOException {
        paragraph(text, LEFT, WIDTH, 7.5, Ink.FAINT);
        y -= 8;
    }

    List<String> wrap(String text, double width, double size) throws IOException {
        return lettering.wrap(text, width, size, false);
    }

    void text(String text, double x, double baseline, double size, boolean bold, Color colour)
            throws IOException {
        out.setNonStrokingColor(colour);
        lettering.show(out, text, x, baseline, size, bold);
    }

    /// A text that ends at `x`.
    void textBefore(String text, double x, double baseline, double size, boolean bold, Color colour)
            throws IOException {
        text(text, x - lettering.width(text, size, bold), baseline, size, bold, colour);
    }

    /// A text about `x`.
    void textAbout(String text, double x, double baseline, double size, Color colour)
            throws IOException {
        text(text, x - lettering.width(text, size, false) / 2, baseline, size, false, colour);
    }

    double width(String text, double size, boolean bold) throws IOException {
        return lettering.width(text, size, bold);
    }

    String fit(String text, double width, double size, boolean bold) throws IOException {
        return lettering.fit(text, width, size, bold);
    }

    void fill(double x, double bottom, double width, double height, Color colour)
            throws IOException {
        out.setNonStrokingColor(colour);
        out.addRect((float) x, (float) bottom, (float) width, (float) height);
        out.fill();
    }

    void frame(double x, double bottom, double width, double height, Color colour)
            throws IOException {
        out.setStrokingColor(colour);
        out.setLineWidth(0.5f);
        out.addRect((float) x, (float) bottom, (float) width, (float) height);
        out.stroke();
    }

    void line(double x0, double y0, double x1, double y1, double thickness, Color colour)
            throws IOException {
        out.setStrokingColor(colour);
        out.setLineWidth((float) thickness);
        out.moveTo((float) x0, (float) y0);
        out.lineTo((float) x1, (float) y1);
        out.stroke();
    }

    /// A line with a head at its end.
    void arrow(double x0, double y0, double x1, double y1, double thickness, Color colour)
            throws IOException {
        double length = Math.hypot(x1 - x0, y1 - y0);
        if (length < 0.3) {
            return;
        }
        line(x0, y0, x1, y1, thickness, colour);
        double head = Math.min(3.2, length / 2);
        double dx = (x1 - x0) / length * head;
        double dy = (y1 - y0) / length * head;
        out.setNonStrokingColor(colour);
        out.moveTo((float) x1, (float) y1);
        out.lineTo((float) (x1 - dx - dy / 2), (float) (y1 - dy + dx / 2));
        out.lineTo((float) (x1 - dx + dy / 2), (float) (y1 - dy - dx / 2));
        out.closePath();
        out.fill();
    }

    /// An ellipse of four Bézier curves; filled when `fill` says so, else its outline.
    void ellipse(
            double x,
            double centreY,
            double major,
            double minor,
            double angle,
            boolean fill,
            Color colour)
            throws IOException {
        double k = 0.5522847498;
        double[][] unit = {
            {1, 0, 1, k, k, 1, 0, 1},
            {0, 1, -k, 1, -1, k, -1, 0},
            {-1, 0, -1, -k, -k, -1, 0, -1},
            {0, -1, k, -1, 1, -k, 1, 0}
        };
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        for (int q = 0; q < 4; q++) {
            var at = new float[8];
            for (int i = 0; i < 8; i += 2) {
                double a = unit[q][i] * major;
                double b = unit[q][i + 1] * minor;
                at[i] = (float) (x + a * cos - b * sin);
                at[i + 1] = (float) (centreY + a * sin + b * cos);
            }
            if (q == 0) {
                out.moveTo(at[0], at[1]);
            }
            out.curveTo(at[2], at[3], at[4], at[5], at[6], at[7]);
        }
        out.closePath();
        if (fill) {
            out.setNonStrokingColor(colour);
            out.fill();
        } else {
            out.setStrokingColor(colour);
            out.setLineWidth(0.6f);
            out.stroke();
        }
    }

    void dot(double x, double centreY, double radius, Color colour) throws IOException {
        ellipse(x, centreY, radius, radius, 0, true, colour);
    }

    /// What is drawn until [#endClip] shows only inside the box.
    void beginClip(double x, double bottom, double width, double height) throws IOException {
        out.saveGraphicsState();
        out.addRect((float) x, (float) bottom, (float) width, (float) height);
        out.clip();
    }

    void endClip() throws IOException {
        out.restoreGraphicsState();
    }

    /// A picture of few colours.
    void drawing(BufferedImage image, double x, double bottom, double width, double height)
            throws IOException {
        draw(LosslessFactory.createFromImage(document, image), x, bottom, width, height);
    }

    /// A picture of many colours, as JPEG.
    void photo(BufferedImage image, double x, double bottom, double width, double height)
            throws IOException {
        draw(JPEGFactory.createFromImage(document, image, 0.85f), x, bottom, width, height);
    }

    private void draw(PDImageXObject image, double x, double bottom, double width, double height)
            throws IOException {
        out.drawImage(image, (float) x, (float) bottom, (float) width, (float) height);
    }

    /// Adds page heads and feet and writes the document. The same pages at the same date give the same bytes.
    void save(Path file, String footer, Instant date) throws IOException {
        out.close();
        int pages = document.getNumberOfPages();
        for (int p = 0; p < pages; p++) {
            try (var stream =
                    new PDPageContentStream(
                            document,
                            document.getPage(p),
                            PDPageContentStream.AppendMode.APPEND,
                            true,
                            true)) {
                out = stream;
                headAndFoot(footer, p + 1, pages);
            }
        }
        var calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(date.toEpochMilli());
        var information = new PDDocumentInformation();
        information.setTitle(title);
        information.setCreator(footer);
        information.setCreationDate(calendar);
        document.setDocumentInformation(information);
        document.setDocumentId(date.toEpochMilli());
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        document.save(partial.toFile());
        Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private void headAndFoot(String footer, int page, int pages) throws IOException {
        double right = LEFT + WIDTH;
        if (page > 1) {
            double head = PDRectangle.A4.getHeight() - 40;
            text(lettering.fit(title, WIDTH - 100, 8, false), LEFT, head, 8, false, Ink.FAINT);
            textBefore("Quality report", right, head, 8, false, Ink.FAINT);
            line(LEFT, head - 6, right, head - 6, 0.5, Ink.LINE);
        }
        line(LEFT, 42, right, 42, 0.5, Ink.LINE);
        text(footer, LEFT, 31, 7.5, false, Ink.FAINT);
        textBefore("Page " + page + " of " + pages, right, 31, 7.5, false, Ink.FAINT);
    }

    @Override
    public void close() throws IOException {
        document.close();
        lettering.close();
    }
}
