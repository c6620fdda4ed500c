package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.scene.Shot;

/// Collects places that several photos see, for [ColourBalance]. From reduced layers, so that a place is a patch of some
/// decimetres and small shifts between photos do not matter.
final class ColourSampling {

    private static final int LIMIT = 300_000;
    private static final float DARKEST = 16;
    private static final float BRIGHTEST = 242;

    private final List<Shot> shots;
    private final PlanSurface surface;
    private final List<ViewLayer> layers;
    private final int level;

    /// @param layers halved `level` times
    ColourSampling(List<Shot> shots, PlanSurface surface, List<ViewLayer> layers, int level) {
        this.shots = shots;
        this.surface = surface;
        this.layers = layers;
        this.level = level;
    }

    ColourSamples collect() {
        long cells = 0;
        for (ViewLayer layer : layers) {
            cells += (long) layer.width() * layer.height();
        }
        int stride = (int) Math.max(1, Math.ceil(Math.sqrt(cells / (double) LIMIT)));
        int width = surface.frame().width() >> level;
        int height = surface.frame().height() >> level;
        var projectors = new Projector[shots.size()];
        for (int i = 0; i < projectors.length; i++) {
            Shot shot = shots.get(i);
            projectors[i] = new Projector(shot, shot.camera().width(), shot.camera().height());
        }
        var samples = new ColourSamples();
        var cell = new Cell();
        var index = new LayerIndex(layers, width + 1, height + 1);
        for (int row = 0; row < height; row += stride) {
            for (int column = 0; column < width; column += stride) {
                collect(column, row, index.at(column, row), projectors, cell, samples);
            }
        }
        return samples;
    }

    /// The colours of one place in the photo before and in the present one.
    private static final class Cell {
        private final double[] pixel = new double[3];
        private float[] before = new float[3];
        private float[] now = new float[3];
    }

    /// Chains the photos that see a cell: each with the next one.
    private void collect(
            int column,
            int row,
            int[] candidates,
            Projector[] projectors,
            Cell cell,
            ColourSamples samples) {
        int planColumn =
                Math.min((column << level) + (1 << level >> 1), surface.frame().width() - 1);
        int planRow = Math.min((row << level) + (1 << level >> 1), surface.frame().height() - 1);
        float z = surface.at(planColumn, planRow);
        if (z != z) {
            return;
        }
        double x = surface.frame().centreX(planColumn);
        double y = surface.frame().centreY(planRow);
        int previous = -1;
        float previousRadius = 0;
        for (int i : candidates) {
            if (!colour(layers.get(i), column, row, cell.now)
                    || !projectors[i].project(x, y, z, cell.pixel)) {
                continue;
            }
            float radius =
                    PhotoTone.radius2(
                            cell.pixel[0],
                            cell.pixel[1],
                            projectors[i].width(),
                            projectors[i].height());
            if (previous >= 0) {
                samples.add(previous, cell.before, previousRadius, i, cell.now, radius);
            }
            previous = i;
            previousRadius = radius;
            float[] swap = cell.before;
            cell.before = cell.now;
            cell.now = swap;
        }
    }

    /// Reads the colour of a visible, well exposed cell.
    private static boolean colour(ViewLayer layer, int column, int row, float[] out) {
        int at = layer.indexOf(column, row);
        if (at < 0 || (layer.cost()[at] & 255) >= ViewLayer.HIDDEN) {
            return false;
        }
        for (int k = 0; k < 3; k++) {
            out[k] = layer.rgb()[3 * at + k] & 255;
            if (out[k] < DARKEST || out[k] > BRIGHTEST) {
                return false;
            }
        }
        return true;
    }
}
