package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// Holds feature positions against Gaussian blobs and discs whose centres are known to a fraction of a pixel.
class SiftPositionTest {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 480;
    private static final int SPACING = 80;

    @Test
    void blobsAreFoundWithoutBiasAtEveryScale() {
        for (double radius : new double[] {2.5, 3, 5, 8, 12}) {
            var image = new Canvas();
            image.blobs(radius, 17);
            check(image, radius, 0);
        }
    }

    @Test
    void blobsAreFoundWithoutBiasFromTheUpsampledOctave() {
        for (double radius : new double[] {1.3, 1.7, 4}) {
            var image = new Canvas();
            image.blobs(radius, 18);
            check(image, radius, -1);
        }
    }

    @Test
    void discsAreFoundWithoutBias() {
        for (double radius : new double[] {4, 7, 15}) {
            var image = new Canvas();
            image.discs(radius, 19);
            check(image, radius / Math.sqrt(2), 0);
        }
    }

    /// The bias is the mean error over all blobs, which lie at random fractions of a pixel; the spread is the rms.
    private static void check(Canvas image, double sigma, int firstOctave) {
        var settings = new FeatureSettings(10_000, FeatureQuality.ULTRA, firstOctave, 0.0015, 10);
        FeatureSet found = new SiftExtractor(settings).extract(image.gray());
        double sumX = 0;
        double sumY = 0;
        double squares = 0;
        for (int b = 0; b < image.count; b++) {
            int nearest = nearest(found, image.x[b], image.y[b], sigma);
            double ex = found.u()[nearest] - image.x[b];
            double ey = found.v()[nearest] - image.y[b];
            sumX += ex;
            sumY += ey;
            squares += ex * ex + ey * ey;
        }
        double rms = Math.sqrt(squares / image.count);
        assertThat(Math.abs(sumX / image.count)).isLessThan(0.02);
        assertThat(Math.abs(sumY / image.count)).isLessThan(0.02);
        // A fit through samples that are one blur radius apart errs by a hundredth of a sample.
        assertThat(rms).isLessThan(0.025);
    }

    /// The feature of about the right size that lies nearest.
    private static int nearest(FeatureSet found, double x, double y, double sigma) {
        int best = -1;
        double bestDistance = Double.MAX_VALUE;
        for (int i = 0; i < found.count(); i++) {
            double distance = Math.hypot(found.u()[i] - x, found.v()[i] - y);
            double ratio = found.scale()[i] / sigma;
            if (distance < bestDistance && ratio > 0.6 && ratio < 1.7) {
                best = i;
                bestDistance = distance;
            }
        }
        assertThat(bestDistance).isLessThan(2);
        return best;
    }

    private static final class Canvas {
        private final float[] pixels = new float[WIDTH * HEIGHT];
        private final double[] x = new double[WIDTH / SPACING * (HEIGHT / SPACING)];
        private final double[] y = new double[x.length];
        private int count;

        LumaImage gray() {
            return new LumaImage(WIDTH, HEIGHT, pixels);
        }

        void place(long seed) {
            var random = new Random(seed);
            for (int row = 0; row < HEIGHT / SPACING; row++) {
                for (int column = 0; column < WIDTH / SPACING; column++) {
                    x[count] = (column + 0.5) * SPACING + random.nextDouble(-4, 4);
                    y[count] = (row + 0.5) * SPACING + random.nextDouble(-4, 4);
                    count++;
                }
            }
        }

        /// Gaussian blobs of the given standard deviation, sampled at pixel centres (integer + 0.5).
        void blobs(double sigma, long seed) {
            place(seed);
            fill((dx, dy) -> Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma)), 1);
        }

        /// Discs of the given radius, each pixel the mean of 8x8 samples.
        void discs(double radius, long seed) {
            place(seed);
            fill((dx, dy) -> dx * dx + dy * dy < radius * radius ? 1 : 0, 8);
        }

        private interface Shape {
            double at(double dx, double dy);
        }

        private void fill(Shape shape, int samples) {
            for (int j = 0; j < HEIGHT; j++) {
                for (int i = 0; i < WIDTH; i++) {
                    int b =
                            Math.min(j / SPACING, HEIGHT / SPACING - 1) * (WIDTH / SPACING)
                                    + Math.min(i / SPACING, WIDTH / SPACING - 1);
                    double sum = 0;
                    for (int s = 0; s < samples * samples; s++) {
                        double px = i + (s % samples + 0.5) / samples;
                        double py = j + (s / samples + 0.5) / samples;
                        sum += shape.at(px - x[b], py - y[b]);
                    }
                    pixels[j * WIDTH + i] = (float) (0.2 + 0.6 * sum / (samples * samples));
                }
            }
        }
    }
}
