package org.nadir.engine.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds both sets of kernels against slow formulas, and against each other, at widths that leave all kinds of remainders.
class ImageKernelsTest {

    private static final int[] WIDTHS = {3, 15, 16, 17, 31, 33, 100, 257};

    static Stream<ImageKernels> kernels() {
        boolean vector = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return vector
                ? Stream.of(new ScalarImageKernels(), VectorImageKernels.create())
                : Stream.of(new ScalarImageKernels());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void blurMatchesADirectTwoDimensionalSum(ImageKernels kernels) {
        for (int width : WIDTHS) {
            int height = 23;
            float[] source = random(width * height, width);
            float[] taps = GaussianBlur.taps(1.3);
            var blurred = new float[width * height];
            new GaussianBlur(kernels).apply(source, width, height, taps, blurred);
            for (int i = 0; i < blurred.length; i += 7) {
                double expected =
                        direct(source, width, height, i % width, i / width, 1.3, taps.length - 1);
                assertThat(blurred[i]).isEqualTo((float) expected, within(2e-6f));
            }
        }
    }

    private static double direct(
            float[] source, int width, int height, int x, int y, double sigma, int radius) {
        double sum = 0;
        double weights = 0;
        for (int dy = -radius; dy <= radius; dy++) {
            for (int dx = -radius; dx <= radius; dx++) {
                double weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma));
                int at =
                        Math.clamp(y + dy, 0, height - 1) * width
                                + Math.clamp(x + dx, 0, width - 1);
                sum += weight * source[at];
                weights += weight;
            }
        }
        return sum / weights;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void extremaAreThoseThatBeatAllNeighbours(ImageKernels kernels) {
        for (int width : WIDTHS) {
            float[] rows = random(9 * width, 31 + width);
            for (int i = 0; i < rows.length; i++) {
                rows[i] -= 0.5f;
                // Few strong values, so that some of them are extrema.
                rows[i] *= i % 5 == 0 ? 1 : 0.3f;
            }
            var offsets = new int[9];
            Arrays.setAll(offsets, r -> r * width);
            var columns = new int[width];
            int count = kernels.extremaInRow(rows, offsets, width, 0.1f, columns);
            int[] expected =
                    java.util.stream.IntStream.range(1, width - 1)
                            .filter(x -> isExtremum(rows, width, x))
                            .toArray();
            assertThat(Arrays.copyOf(columns, count)).containsExactly(expected);
        }
    }

    private static boolean isExtremum(float[] rows, int width, int x) {
        float value = rows[4 * width + x];
        int above = 0;
        int below = 0;
        for (int r = 0; r < 9; r++) {
            for (int dx = -1; dx <= 1; dx++) {
                float other = rows[r * width + x + dx];
                above += value > other ? 1 : 0;
                below += value < other ? 1 : 0;
            }
        }
        return value > 0.1f && above == 26 || value < -0.1f && below == 26;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void polarMatchesTheArcTangent(ImageKernels kernels) {
        int n = 1003;
        float[] x = random(n, 1);
        float[] y = random(n, 2);
        for (int i = 0; i < n; i++) {
            x[i] = i < 4 ? new float[] {0, 1, 0, -1}[i] : x[i] - 0.5f;
            y[i] = i < 4 ? new float[] {1, 0, -1, 0}[i] : y[i] - 0.5f;
        }
        var magnitude = new float[n];
        var eighths = new float[n];
        kernels.polar(x, y, magnitude, eighths, n);
        for (int i = 0; i < n; i++) {
            double angle = Math.atan2(y[i], x[i]);
            double expected = (angle < 0 ? angle + 2 * Math.PI : angle) * 4 / Math.PI;
            assertThat((double) eighths[i]).isEqualTo(expected, within(3e-5));
            assertThat((double) magnitude[i]).isEqualTo(Math.hypot(x[i], y[i]), within(1e-6));
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void polarOfNothingIsNothing(ImageKernels kernels) {
        var magnitude = new float[20];
        var eighths = new float[20];
        kernels.polar(new float[20], new float[20], magnitude, eighths, 20);
        assertThat(magnitude).containsOnly(0);
        assertThat(eighths).containsOnly(0);
    }

    @Test
    void bothKindsFindNearlyTheSameFeatures() {
        assumeThat(kernels().count()).isEqualTo(2);
        LumaImage image = Textures.soft(400, 300, 5);
        FeatureSettings settings = FeatureSettings.defaults();
        FeatureSet scalar = new SiftExtractor(settings, new ScalarImageKernels()).extract(image);
        FeatureSet vector = new SiftExtractor(settings, VectorImageKernels.create()).extract(image);
        assertThat(scalar.count()).isGreaterThan(300);
        int same = 0;
        for (int i = 0; i < scalar.count(); i++) {
            for (int j = 0; j < vector.count(); j++) {
                boolean near =
                        Math.hypot(scalar.u()[i] - vector.u()[j], scalar.v()[i] - vector.v()[j])
                                        < 0.01
                                && descriptorDistance(scalar, i, vector, j) < 20;
                if (near) {
                    same++;
                    break;
                }
            }
        }
        // Sums are rounded differently; a feature on the verge of a threshold may fall on either
        // side.
        assertThat(same).isGreaterThan(scalar.count() * 99 / 100);
    }

    private static double descriptorDistance(FeatureSet a, int i, FeatureSet b, int j) {
        double squares = 0;
        for (int k = 0; k < FeatureSet.DESCRIPTOR_LENGTH; k++) {
            int d =
                    (a.descriptors()[i * FeatureSet.DESCRIPTOR_LENGTH + k] & 255)
                            - (b.descriptors()[j * FeatureSet.DESCRIPTOR_LENGTH + k] & 255);
            squares += d * d;
        }
        return Math.sqrt(squares);
    }

    private static float[] random(int n, long seed) {
        var random = new Random(seed);
        var values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
