package org.nadir.engine.ortho;

import java.util.List;
import org.nadir.engine.terrain.GridFrame;
import org.nadir.engine.work.Workers;

/// Levels what one gain per photo cannot: ground looks brighter or darker with the direction of sight and the sun.
///
/// Each place has an agreed colour, the mean of the photos that see it weighted by their quality; the weights fall to
/// nothing towards a photo's rim, so the agreed colour has no steps. The [LocalTone] of a photo is its smoothed
/// difference from the agreed colour. Large differences are things that moved or stand, not light: they count little.
final class LocalLevelling {

    private static final float OUTLIER = 18;
    private static final float LARGEST = 40;

    private final List<ViewLayer> layers;
    private final GridFrame frame;
    private final int width;
    private final int height;
    private final int blur;
    private final float[] agreed;
    private final LayerIndex index;

    /// @param layers reduced layers, tones applied
    /// @param frame the raster of the reduced plan
    /// @param blur half the window of the three box filters that smooth, in cells
    LocalLevelling(List<ViewLayer> layers, GridFrame frame, int blur) {
        this.layers = layers;
        this.frame = frame;
        this.width = frame.width();
        this.height = frame.height();
        this.blur = blur;
        this.agreed = new float[3 * width * height];
        this.index = new LayerIndex(layers, width, height);
    }

    LocalTone[] solve(Workers workers) {
        workers.forEach(height, this::agreeOnRow);
        var tones = new LocalTone[layers.size()];
        workers.forEach(layers.size(), i -> tones[i] = tone(layers.get(i)));
        return tones;
    }

    private void agreeOnRow(int row) {
        for (int column = 0; column < width; column++) {
            int at = 3 * (row * width + column);
            if (mean(column, row, null, at)) {
                float[] first = {agreed[at], agreed[at + 1], agreed[at + 2]};
                mean(column, row, first, at);
            }
        }
    }

    /// Writes the mean over the photos that see a cell; those far from `centre`, if there is one, count less.
    private boolean mean(
            int column, int row, float @org.jspecify.annotations.Nullable [] centre, int to) {
        double red = 0;
        double green = 0;
        double blue = 0;
        double sum = 0;
        for (int photo : index.at(column, row)) {
            ViewLayer layer = layers.get(photo);
            int at = layer.indexOf(column, row);
            int cost = at < 0 ? ViewLayer.OUTSIDE : layer.cost()[at] & 255;
            if (cost >= ViewLayer.HIDDEN) {
                continue;
            }
            double quality = (ViewLayer.HIDDEN - cost) / (double) ViewLayer.HIDDEN;
            double weight = quality * quality * quality;
            int r = layer.rgb()[3 * at] & 255;
            int g = layer.rgb()[3 * at + 1] & 255;
            int b = layer.rgb()[3 * at + 2] & 255;
            if (centre != null) {
                double d =
                        (Math.abs(r - centre[0])
                                        + Math.abs(g - centre[1])
                                        + Math.abs(b - centre[2]))
                                / (3 * OUTLIER);
                weight /= 1 + d * d;
            }
            red += weight * r;
            green += weight * g;
            blue += weight * b;
            sum += weight;
        }
        if (sum == 0) {
            return false;
        }
        agreed[to] = (float) (red / sum);
        agreed[to + 1] = (float) (green / sum);
        agreed[to + 2] = (float) (blue / sum);
        return true;
    }

    private LocalTone tone(ViewLayer layer) {
        if (layer.isEmpty()) {
            return new LocalTone(
                    new GridFrame(frame.left(), frame.top(), frame.cell(), 1, 1), new float[3]);
        }
        int n = layer.width() * layer.height();
        var weight = new float[n];
        var sums = new float[3][n];
        for (int row = 0; row < layer.height(); row++) {
            for (int column = 0; column < layer.width(); column++) {
                difference(layer, column, row, weight, sums);
            }
        }
        smooth(weight, layer.width(), layer.height());
        var rgb = new float[3 * n];
        for (int k = 0; k < 3; k++) {
            smooth(sums[k], layer.width(), layer.height());
            for (int i = 0; i < n; i++) {
                // A little weight at zero: far from anything seen the field fades out.
                rgb[3 * i + k] = sums[k][i] / (weight[i] + 0.02f);
            }
        }
        var place =
                new GridFrame(
                        frame.left() + layer.left() * frame.cell(),
                        frame.top() - layer.top() * frame.cell(),
                        frame.cell(),
                        layer.width(),
                        layer.height());
        return new LocalTone(place, rgb);
    }

    private void difference(ViewLayer layer, int column, int row, float[] weight, float[][] sums) {
        int i = row * layer.width() + column;
        if ((layer.cost()[i] & 255) >= ViewLayer.HIDDEN) {
            return;
        }
        int c = Math.min(layer.left() + column, width - 1);
        int r = Math.min(layer.top() + row, height - 1);
        int at = 3 * (r * width + c);
        float red = agreed[at] - (layer.rgb()[3 * i] & 255);
        float green = agreed[at + 1] - (layer.rgb()[3 * i + 1] & 255);
        float blue = agreed[at + 2] - (layer.rgb()[3 * i + 2] & 255);
        float d = (Math.abs(red) + Math.abs(green) + Math.abs(blue)) / (3 * OUTLIER);
        float w = 1 / (1 + d * d);
        weight[i] = w;
        sums[0][i] = w * Math.clamp(red, -LARGEST, LARGEST);
        sums[1][i] = w * Math.clamp(green, -LARGEST, LARGEST);
        sums[2][i] = w * Math.clamp(blue, -LARGEST, LARGEST);
    }

    /// Three box filters, nearly a Gaussian; beyond the edges there is nothing.
    private void smooth(float[] values, int w, int h) {
        var line = new double[Math.max(w, h) + 1];
        for (int pass = 0; pass < 3; pass++) {
            for (int row = 0; row < h; row++) {
                box(values, row * w, 1, w, line);
            }
            for (int column = 0; column < w; column++) {
                box(values, column, w, h, line);
            }
        }
    }

    private void box(float[] values, int at, int stride, int count, double[] line) {
        for (int i = 0; i < count; i++) {
            line[i + 1] = line[i] + values[at + i * stride];
        }
        for (int i = 0; i < count; i++) {
            int first = Math.max(0, i - blur);
            int last = Math.min(count, i + blur + 1);
            values[at + i * stride] = (float) ((line[last] - line[first]) / (2 * blur + 1));
        }
    }
}
