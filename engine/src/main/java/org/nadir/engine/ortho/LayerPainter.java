package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.scene.Shot;

/// Applies tones to the colours of view layers, in place.
final class LayerPainter {

    private final PlanSurface surface;
    private final List<Shot> shots;

    LayerPainter(PlanSurface surface, List<Shot> shots) {
        this.surface = surface;
        this.shots = shots;
    }

    void apply(int index, ViewLayer layer, PhotoTone tone) {
        Shot shot = shots.get(index);
        var projector = new Projector(shot, shot.camera().width(), shot.camera().height());
        var pixel = new double[3];
        var colour = new float[3];
        for (int row = 0; row < layer.height(); row++) {
            double y = surface.frame().centreY(layer.top() + row);
            for (int column = 0; column < layer.width(); column++) {
                int at = row * layer.width() + column;
                if ((layer.cost()[at] & 255) == ViewLayer.OUTSIDE) {
                    continue;
                }
                double x = surface.frame().centreX(layer.left() + column);
                float z = surface.at(layer.left() + column, layer.top() + row);
                projector.project(x, y, z, pixel);
                float r2 =
                        PhotoTone.radius2(
                                pixel[0], pixel[1], projector.width(), projector.height());
                read(layer, at, colour, 0);
                tone.apply(colour, 0, r2);
                write(layer, at, colour, 0);
            }
        }
    }

    void apply(ViewLayer layer, LocalTone tone) {
        var line = new float[3 * layer.width()];
        for (int row = 0; row < layer.height(); row++) {
            for (int column = 0; column < layer.width(); column++) {
                read(layer, row * layer.width() + column, line, 3 * column);
            }
            tone.addRow(
                    surface.frame().centreY(layer.top() + row),
                    surface.frame().centreX(layer.left()),
                    surface.frame().cell(),
                    layer.width(),
                    line,
                    0);
            for (int column = 0; column < layer.width(); column++) {
                write(layer, row * layer.width() + column, line, 3 * column);
            }
        }
    }

    private static void read(ViewLayer layer, int at, float[] colour, int to) {
        for (int k = 0; k < 3; k++) {
            colour[to + k] = layer.rgb()[3 * at + k] & 255;
        }
    }

    private static void write(ViewLayer layer, int at, float[] colour, int from) {
        for (int k = 0; k < 3; k++) {
            layer.rgb()[3 * at + k] = (byte) Math.clamp((int) (colour[from + k] + 0.5f), 0, 255);
        }
    }
}
