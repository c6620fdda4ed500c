package org.nadir.engine.report;

import java.awt.Color;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A table: the first column left-aligned, the others as said; long words are cut to their column. Goes on over pages with its
/// head repeated.
final class Table {

    private static final double ROW = 14;
    private static final double SIZE = 8.5;
    private static final double PAD = 4;

    private final double left;
    private final double[] widths;
    private final boolean[] right;
    private final @Nullable String[] head;
    private final List<Row> rows = new ArrayList<>();

    private record Row(List<String> cells, Color colour, int coloured) {}

    /// @param widths shares of the columns, made to fill `width`; negative for columns that are aligned to the right
    Table(double left, double width, double... widths) {
        this.left = left;
        this.widths = new double[widths.length];
        this.right = new boolean[widths.length];
        this.head = new String[widths.length];
        double sum = 0;
        for (double share : widths) {
            sum += Math.abs(share);
        }
        for (int c = 0; c < widths.length; c++) {
            this.widths[c] = Math.abs(widths[c]) / sum * width;
            right[c] = widths[c] < 0;
        }
    }

    /// Over the whole width of the page.
    static Table wide(double... widths) {
        return new Table(Sheet.LEFT, Sheet.WIDTH, widths);
    }

    Table head(String... names) {
        System.arraycopy(names, 0, head, 0, names.length);
        return this;
    }

    Table row(String... cells) {
        return row(Ink.TEXT, -1, cells);
    }

    /// A row whose cell `coloured` is bold and has a colour.
    Table row(Color colour, int coloured, String... cells) {
        rows.add(new Row(List.of(cells), colour, coloured));
        return this;
    }

    boolean isEmpty() {
        return rows.isEmpty();
    }

    double height() {
        return ROW * (rows.size() + (head[0] == null ? 0 : 1));
    }

    /// Draws the table and leaves the cursor below it.
    void draw(Sheet sheet) throws IOException {
        drawHead(sheet);
        for (Row row : rows) {
            double before = sheet.y();
            sheet.need(ROW);
            if (sheet.y() > before) {
                drawHead(sheet);
            }
            drawRow(sheet, row);
        }
        sheet.space(9);
    }

    private void drawHead(Sheet sheet) throws IOException {
        if (head[0] == null) {
            return;
        }
        sheet.need(2 * ROW);
        double width = 0;
        for (double each : widths) {
            width += each;
        }
        sheet.fill(left, sheet.y() - ROW, width, ROW, Ink.BAND);
        double x = left;
        for (int c = 0; c < widths.length; c++) {
            String name = head[c];
            cell(sheet, name == null ? "" : name, c, x, true, Ink.FAINT);
            x += widths[c];
        }
        sheet.space(ROW);
    }

    private void drawRow(Sheet sheet, Row row) throws IOException {
        double x = left;
        for (int c = 0; c < row.cells.size(); c++) {
            boolean strong = c == row.coloured;
            cell(sheet, row.cells.get(c), c, x, strong, strong ? row.colour : Ink.TEXT);
            x += widths[c];
        }
        for (int c = row.cells.size(); c < widths.length; c++) {
            x += widths[c];
        }
        sheet.space(ROW);
        sheet.line(left, sheet.y(), x, sheet.y(), 0.4, Ink.LINE);
    }

    private void cell(Sheet sheet, String text, int c, double x, boolean bold, Color colour)
            throws IOException {
        double size = bold && colour.equals(Ink.FAINT) ? 7.5 : SIZE;
        String shown = sheet.fit(text, widths[c] - 2 * PAD, size, bold);
        double baseline = sheet.y() - 9.8;
        if (right[c]) {
            sheet.textBefore(shown, x + widths[c] - PAD, baseline, size, bold, colour);
        } else {
            sheet.text(shown, x + PAD, baseline, size, bold, colour);
        }
    }
}
