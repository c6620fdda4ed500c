package org.nadir.engine.report;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import org.nadir.engine.scene.SparseScene;

/// The tie points from above in their colours; the highest of a pixel is seen.
final class TiePointView {

    private static final int LONGEST = 420;
    private static final int SHORTEST = 90;

    private TiePointView() {}

    static void draw(
            Sheet sheet, SparseScene scene, double x, double bottom, double width, double height)
            throws IOException {
        double[] xyz = scene.pointXyz();
        if (xyz.length == 0) {
            return;
        }
        double[] box = ScatterBox.of(xyz);
        double extentX = Math.max(box[2] - box[0], 1e-9);
        double extentY = Math.max(box[3] - box[1], 1e-9);
        // About a point a pixel, or there would be more white than points.
        double longest =
                Math.clamp(
                        Math.sqrt(
                                scene.pointCount()
                                        * Math.max(extentX / extentY, extentY / extentX)),
                        SHORTEST,
                        LONGEST);
        double scale = longest / Math.max(extentX, extentY);
        int columns = Math.max(1, (int) Math.ceil(extentX * scale));
        int rows = Math.max(1, (int) Math.ceil(extentY * scale));
        var image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                image.setRGB(column, row, 0xffffff);
            }
        }
        var highest = new double[columns * rows];
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
        byte[] rgb = scene.pointRgb();
        for (int p = 0; p < scene.pointCount(); p++) {
            int column = (int) Math.floor((xyz[3 * p] - box[0]) * scale);
            int row = (int) Math.floor((box[3] - xyz[3 * p + 1]) * scale);
            if (column >= 0
                    && row >= 0
                    && column < columns
                    && row < rows
                    && xyz[3 * p + 2] > highest[row * columns + column]) {
                highest[row * columns + column] = xyz[3 * p + 2];
                image.setRGB(
                        column,
                        row,
                        (rgb[3 * p] & 255) << 16
                                | (rgb[3 * p + 1] & 255) << 8
                                | rgb[3 * p + 2] & 255);
            }
        }
        Pictures.fit(sheet, image, x, bottom + height, width, height);
    }
}
