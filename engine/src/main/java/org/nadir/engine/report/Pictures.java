package org.nadir.engine.report;

import java.awt.image.BufferedImage;
import java.io.IOException;

/// Puts pictures into boxes of the page without changing their shape.
final class Pictures {

    private Pictures() {}

    /// Draws a picture at the top of a box, in its middle across. Returns where it lies: left, bottom, width, height.
    static double[] fit(
            Sheet sheet, BufferedImage image, double left, double top, double width, double height)
            throws IOException {
        double scale = Math.min(width / image.getWidth(), height / image.getHeight());
        double w = image.getWidth() * scale;
        double h = image.getHeight() * scale;
        double x = left + (width - w) / 2;
        sheet.photo(image, x, top - h, w, h);
        return new double[] {x, top - h, w, h};
    }
}
