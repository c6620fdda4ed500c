package org.nadir.engine.ortho;

import org.nadir.engine.terrain.GridFrame;

/// A smooth field of colour added to one photo, on a coarse raster over the ground.
///
/// @param frame where the raster lies
/// @param rgb three numbers a cell
record LocalTone(GridFrame frame, float[] rgb) {

    /// Adds the field to a row of colours: `count` colours at `colours[3·at ..]` whose ground places are
    /// `(firstX + i·step, y)`. Bilinear, edges repeated.
    void addRow(double y, double firstX, double step, int count, float[] colours, int at) {
        double row = Math.clamp((frame.top() - y) / frame.cell() - 0.5, 0, frame.height() - 1);
        int r = Math.min((int) row, Math.max(0, frame.height() - 2));
        float fy = (float) (row - r);
        int above = 3 * r * frame.width();
        int below = 3 * Math.min(r + 1, frame.height() - 1) * frame.width();
        double column = (firstX - frame.left()) / frame.cell() - 0.5;
        double advance = step / frame.cell();
        for (int i = 0; i < count; i++, column += advance) {
            double c = Math.clamp(column, 0, frame.width() - 1);
            int left = Math.min((int) c, Math.max(0, frame.width() - 2));
            float fx = (float) (c - left);
            int a = 3 * left;
            int b = 3 * Math.min(left + 1, frame.width() - 1);
            for (int k = 0; k < 3; k++) {
                float upper = rgb[above + a + k] + fx * (rgb[above + b + k] - rgb[above + a + k]);
                float lower = rgb[below + a + k] + fx * (rgb[below + b + k] - rgb[below + a + k]);
                colours[3 * (at + i) + k] += upper + fy * (lower - upper);
            }
        }
    }
}
