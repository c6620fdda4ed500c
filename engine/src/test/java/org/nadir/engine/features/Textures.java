package org.nadir.engine.features;

import java.util.SplittableRandom;

/// Synthetic images with detail at many scales, given by a formula so that they can be seen from anywhere.
public final class Textures {

    private Textures() {}

    /// A random field as a sum of Gaussian blobs: `at(x, y)` in continuous coordinates.
    public static final class Field {
        private static final int CELL = 64;

        private final int columns;
        private final int rows;
        private final float[][] blobs;

        /// Blobs with radii from about 1.5 to 12 all over a field of this size.
        public Field(int width, int height, long seed) {
            columns = width / CELL + 1;
            rows = height / CELL + 1;
            var random = new SplittableRandom(seed);
            blobs = new float[columns * rows][];
            for (int c = 0; c < blobs.length; c++) {
                int n = 24;
                blobs[c] = new float[4 * n];
                for (int i = 0; i < n; i++) {
                    blobs[c][4 * i] = (float) ((c % columns + random.nextDouble()) * CELL);
                    blobs[c][4 * i + 1] = (float) ((c / columns + random.nextDouble()) * CELL);
                    blobs[c][4 * i + 2] =
                            (float) (1.5 * Math.pow(8, Math.pow(random.nextDouble(), 2)));
                    blobs[c][4 * i + 3] = (float) random.nextDouble(-0.25, 0.25);
                }
            }
        }

        public float at(double x, double y) {
            double sum = 0.5;
            int column = (int) Math.floor(x / CELL);
            int row = (int) Math.floor(y / CELL);
            for (int r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++) {
                for (int c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
                    float[] b = blobs[r * columns + c];
                    for (int i = 0; i < b.length; i += 4) {
                        double d2 = (x - b[i]) * (x - b[i]) + (y - b[i + 1]) * (y - b[i + 1]);
                        double s2 = b[i + 2] * b[i + 2];
                        // Blobs end at their neighbours' cells; beyond 30 they are nought to
                        // rounding.
                        sum += d2 < 20 * s2 ? b[i + 3] * Math.exp(-0.5 * d2 / s2) : 0;
                    }
                }
            }
            return (float) sum;
        }
    }

    /// The field sampled at pixel centres.
    public static LumaImage soft(int width, int height, long seed) {
        var field = new Field(width, height, seed);
        var pixels = new float[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                pixels[y * width + x] = field.at(x + 0.5, y + 0.5);
            }
        }
        return new LumaImage(width, height, pixels);
    }
}
