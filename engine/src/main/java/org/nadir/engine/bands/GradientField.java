package org.nadir.engine.bands;

import org.nadir.imaging.Plane;

/// How strongly and in which direction a picture changes at each pixel, without the sign of the change: the gradient with
/// its angle doubled, so that an edge from dark to bright equals one from bright to dark. Vegetation is dark in red and
/// bright in near infrared; edges are where they are in both.
final class GradientField {

    private final int width;
    private final int height;
    private final float[] along;
    private final float[] across;

    private GradientField(int width, int height) {
        this.width = width;
        this.height = height;
        this.along = new float[width * height];
        this.across = new float[width * height];
    }

    /// Differences of Scharr's kernel; the rim of one pixel is zero.
    static GradientField of(Plane plane) {
        var field = new GradientField(plane.width(), plane.height());
        int w = plane.width();
        float[] v = plane.values();
        for (int row = 1; row + 1 < plane.height(); row++) {
            for (int i = row * w + 1; i < row * w + w - 1; i++) {
                float gx =
                        3 * (v[i - w + 1] - v[i - w - 1] + v[i + w + 1] - v[i + w - 1])
                                + 10 * (v[i + 1] - v[i - 1]);
                float gy =
                        3 * (v[i + w - 1] - v[i - w - 1] + v[i + w + 1] - v[i - w + 1])
                                + 10 * (v[i + w] - v[i - w]);
                float strength = (float) Math.sqrt(gx * gx + gy * gy);
                if (strength > 0) {
                    field.along[i] = (gx * gx - gy * gy) / strength;
                    field.across[i] = 2 * gx * gy / strength;
                }
            }
        }
        return field;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /// Whether a square of pixels around a pixel lies inside.
    boolean holds(double column, double row, double radius) {
        return column - radius >= 1
                && row - radius >= 1
                && column + radius <= width - 2
                && row + radius <= height - 2;
    }

    /// Writes both numbers at a continuous place, bilinear; pixel centres at integer + 0.5.
    void sample(double u, double v, float[] out, int at) {
        double x = Math.clamp(u - 0.5, 0, width - 1.001);
        double y = Math.clamp(v - 0.5, 0, height - 1.001);
        int i = (int) y * width + (int) x;
        float fx = (float) (x - (int) x);
        float fy = (float) (y - (int) y);
        out[at] = mixed(along, i, fx, fy);
        out[at + 1] = mixed(across, i, fx, fy);
    }

    private float mixed(float[] f, int i, float fx, float fy) {
        float upper = f[i] + fx * (f[i + 1] - f[i]);
        float lower = f[i + width] + fx * (f[i + width + 1] - f[i + width]);
        return upper + fy * (lower - upper);
    }

    /// How alike a square of this field, centred on a pixel, and a template are: 1 for proportional ones, about 0 for
    /// unrelated ones.
    ///
    /// @param template two numbers a pixel, of length 1 as a whole
    float likeness(float[] template, int radius, int column, int row) {
        float product = 0;
        float square = 0;
        int k = 0;
        for (int dy = -radius; dy <= radius; dy++) {
            int i = (row + dy) * width + column - radius;
            for (int dx = -radius; dx <= radius; dx++, i++, k += 2) {
                float a = along[i];
                float b = across[i];
                product += template[k] * a + template[k + 1] * b;
                square += a * a + b * b;
            }
        }
        return square > 0 ? product / (float) Math.sqrt(square) : 0;
    }
}
