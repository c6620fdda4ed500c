package org.nadir.engine.depth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nadir.engine.work.Cancellation;

/// Each kernel is held against a slow version in double precision, or against its definition, in both implementations; and
/// the two implementations against each other, bit by bit where they promise that.
class StereoKernelsTest {

    private static final int N = 77;

    static Stream<StereoKernels> kernels() {
        return Stream.of(ScalarStereoKernels.INSTANCE, VectorStereoKernels.INSTANCE);
    }

    private static FloatImage randomImage(int seed) {
        var random = new Random(seed);
        var image = new FloatImage(N, 40);
        for (int i = 0; i < image.data.length; i++) {
            image.data[i] = random.nextFloat(0, 255);
        }
        image.repeatEdges();
        return image;
    }

    @Test
    void vectorsAreUsedWhereTheModuleIsPresent() {
        assertThat(StereoKernels.best()).isSameAs(VectorStereoKernels.INSTANCE);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void warpingSamplesTheSourceWhereThePlaneTransferPoints(StereoKernels kernels) {
        FloatImage source = randomImage(1);
        var transfer =
                new PlaneTransfer(
                        new double[] {0.9, 0.2, 3, -0.2, 1.1, 6, 1e-4, 2e-4, 1},
                        new double[] {20, 10, 0.01});
        var depth = new float[N + FloatImage.SLACK];
        for (int x = 0; x < N; x++) {
            depth[x] = 0.2f + 0.01f * x;
        }
        var out = new float[N + FloatImage.SLACK];
        var pixel = new double[2];
        int inside = 0;
        for (int y = 0; y < 40; y += 3) {
            float[] line = new StereoView(source, transfer).line(y);
            kernels.warpRow(source, line, depth, 0, -0.1f, N, out, 0);
            for (int x = 0; x < N; x++) {
                assertThat(transfer.apply(x + 0.5, y + 0.5, depth[x] - 0.1, pixel)).isTrue();
                if (pixel[0] < 0 || pixel[1] < 0 || pixel[0] > N || pixel[1] > 40) {
                    assertThat(out[x]).isNaN();
                    continue;
                }
                inside++;
                // Floats near 100 are exact to 4e-6 pixels, times a gray step of at most 255 per
                // pixel.
                assertThat((double) out[x]).isCloseTo(bilinear(source, pixel), within(0.02));
            }
        }
        assertThat(inside).isBetween(200, 1000);
    }

    private static double bilinear(FloatImage image, double[] pixel) {
        double u = Math.clamp(pixel[0] - 0.5, 0, image.width - 1.0);
        double v = Math.clamp(pixel[1] - 0.5, 0, image.height - 1.0);
        int x = (int) u;
        int y = (int) v;
        int right = Math.min(x + 1, image.width - 1);
        int down = Math.min(y + 1, image.height - 1);
        double fx = u - x;
        double fy = v - y;
        return (1 - fy) * ((1 - fx) * image.at(x, y) + fx * image.at(right, y))
                + fy * ((1 - fx) * image.at(x, down) + fx * image.at(right, down));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hammingDistanceCountsTheNeighboursThatChangedSides(StereoKernels kernels) {
        FloatImage a = randomImage(2);
        FloatImage b = randomImage(3);
        b.data[b.row(20) + 5] = Float.NaN;
        var census = new int[N + FloatImage.SLACK];
        kernels.censusRow(a.data, a.row(20), a.stride, N, census, 0);
        var cost = new int[N + FloatImage.SLACK];
        kernels.hammingRow(census, 0, b.data, b.row(20), b.stride, N, cost);
        for (int x = 0; x < N; x++) {
            int expected = 0;
            for (int dy = -2; dy <= 2; dy++) {
                for (int dx = -2; dx <= 2; dx++) {
                    boolean darkerA = a.data[a.row(20 + dy) + x + dx] < a.at(x, 20);
                    boolean darkerB = b.data[b.row(20 + dy) + x + dx] < b.at(x, 20);
                    expected += darkerA != darkerB ? 1 : 0;
                }
            }
            assertThat(cost[x]).isEqualTo(x == 5 ? StereoKernels.NOT_SEEN : expected);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void theBestHalfOfTheViewsThatSeeAPixelCounts(StereoKernels kernels) {
        var random = new Random(4);
        for (int views = 1; views <= 8; views++) {
            var cost = new int[views][N + FloatImage.SLACK];
            var expected = new short[N];
            for (int x = 0; x < N; x++) {
                var seen = new int[views];
                int n = 0;
                for (int v = 0; v < views; v++) {
                    boolean hidden = random.nextInt(3) == 0;
                    cost[v][x] = hidden ? StereoKernels.NOT_SEEN : random.nextInt(25);
                    if (!hidden) {
                        seen[n++] = cost[v][x];
                    }
                }
                expected[x] = bestHalf(Arrays.copyOf(seen, n));
            }
            var out = new short[N + FloatImage.SLACK];
            kernels.bestHalfRow(cost, views, N, out, 0);
            assertThat(Arrays.copyOf(out, N)).as("%d views", views).isEqualTo(expected);
        }
    }

    private static short bestHalf(int[] seen) {
        if (seen.length == 0) {
            return StereoKernels.NEUTRAL_COST;
        }
        Arrays.sort(seen);
        int half = (seen.length + 1) / 2;
        return (short) (4 * Arrays.stream(seen, 0, half).sum() / half);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aPathStepFollowsTheRecurrence(StereoKernels kernels) {
        var random = new Random(5);
        int margin = StereoKernels.PATH_MARGIN;
        for (int labels : new int[] {16, 48}) {
            for (int shift : new int[] {0, 2, -3, 15, -15}) {
                var cost = new short[labels];
                var path = new short[labels + 2 * margin];
                var sum = new short[labels];
                Arrays.fill(path, StereoKernels.FAR);
                for (int d = 0; d < labels; d++) {
                    cost[d] = (short) random.nextInt(97);
                    path[margin + d] = (short) random.nextInt(200);
                    sum[d] = (short) random.nextInt(500);
                }
                var expected = new short[labels];
                var expectedSum = sum.clone();
                for (int d = 0; d < labels; d++) {
                    int at = margin + d + shift;
                    int best = Math.min(path[at], 7 + 30);
                    best = Math.min(best, path[at - 1] + 5);
                    best = Math.min(best, path[at + 1] + 5);
                    expected[d] = (short) (cost[d] + best - 7);
                    expectedSum[d] += expected[d];
                }
                var out = new short[labels + 2 * margin];
                int least =
                        kernels.pathStep(
                                cost, 0, path, margin, shift, 7, 5, 30, out, margin, sum, labels);
                assertThat(Arrays.copyOfRange(out, margin, margin + labels)).isEqualTo(expected);
                assertThat(sum).isEqualTo(expectedSum);
                var sorted = expected.clone();
                Arrays.sort(sorted);
                assertThat(least).isEqualTo(sorted[0]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void correlationIsTheWeightedCoefficient(StereoKernels kernels) {
        var random = new Random(6);
        FloatImage a = randomImage(7);
        FloatImage b = randomImage(8);
        for (int i = 0; i < b.data.length; i++) {
            b.data[i] = 0.6f * a.data[i] + 0.2f * b.data[i] + 30;
        }
        b.data[b.row(19) + 40] = Float.NaN;
        int stride = N + FloatImage.SLACK;
        var weights = new float[49 * stride + FloatImage.SLACK];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = random.nextInt(4) == 0 ? 0 : random.nextFloat();
        }
        var out = new float[N + FloatImage.SLACK];
        kernels.correlationRow(
                a.data, a.row(20), b.data, b.row(20), a.stride, weights, stride, N, out, 0);
        for (int x = 0; x < N; x++) {
            if (Math.abs(x - 40) <= 3) {
                assertThat(out[x]).isNaN();
                continue;
            }
            double expected = correlation(a, b, x, weights, stride);
            assertThat((double) out[x]).isCloseTo(expected, within(1e-4));
            assertThat(expected).isGreaterThan(0.5);
        }
    }

    /// The costs that come of window means against the coefficient in two passes and double precision.
    @ParameterizedTest
    @MethodSource("kernels")
    void correlationCostsFollowTheCoefficientWithGaussianWeights(StereoKernels kernels) {
        FloatImage a = randomImage(7);
        FloatImage b = randomImage(8);
        var random = new Random(12);
        for (int i = 0; i < b.data.length; i++) {
            // From unlike to alike, and bright, where squares are largest.
            b.data[i] = 190 + 0.25f * (a.data[i] - 128) + random.nextFloat(0, 30);
        }
        b.data[b.row(19) + 40] = Float.NaN;
        var weights = new float[49 * N];
        for (int k = 0; k < 49; k++) {
            int dx = k % 7 - 3;
            int dy = k / 7 - 3;
            Arrays.fill(weights, k * N, (k + 1) * N, (float) Math.exp(-(dx * dx + dy * dy) / 8.0));
        }
        var out = new int[N + FloatImage.SLACK];
        new CorrelationSimilarity(kernels, a).row(20, b, 20, out);
        for (int x = 0; x < N; x++) {
            if (Math.abs(x - 40) <= 3) {
                assertThat(out[x]).isEqualTo(StereoKernels.NOT_SEEN);
                continue;
            }
            double cost = StereoKernels.CENSUS_BITS / 2 * (1 - correlation(a, b, x, weights, N));
            // Half for the rounding, and sums of squares up to 16,000 in single precision.
            assertThat((double) out[x]).isCloseTo(cost, within(0.505));
        }
    }

    /// Two passes in double precision; a variance of 0.25 is added to both, as the kernels do against division by zero.
    private static double correlation(
            FloatImage a, FloatImage b, int x, float[] weights, int stride) {
        double[] mean = new double[3];
        double[] moment = new double[3];
        for (int pass = 0; pass < 2; pass++) {
            for (int k = 0; k < 49; k++) {
                int i = a.row(20 + k / 7 - 3) + x + k % 7 - 3;
                double w = weights[k * stride + x];
                if (pass == 0) {
                    mean[0] += w;
                    mean[1] += w * a.data[i];
                    mean[2] += w * b.data[i];
                } else {
                    double da = a.data[i] - mean[1] / mean[0];
                    double db = b.data[i] - mean[2] / mean[0];
                    moment[0] += w * da * da / mean[0];
                    moment[1] += w * db * db / mean[0];
                    moment[2] += w * da * db / mean[0];
                }
            }
        }
        return moment[2] / Math.sqrt((moment[0] + 0.25) * (moment[1] + 0.25));
    }

    @Test
    void bothImplementationsSweepTheSameCosts() {
        FloatImage reference = randomImage(9);
        FloatImage base = new FloatImage(N, 40);
        Arrays.fill(base.data, 0.1f);
        var transfer =
                new PlaneTransfer(
                        new double[] {-1, 0.01, N, 0.02, -1, 40, 0, 1e-5, 1},
                        new double[] {5, 3, 0.1});
        StereoView[] views = {
            new StereoView(randomImage(10), transfer), new StereoView(randomImage(11), transfer)
        };
        CostVolume a = censusVolume(ScalarStereoKernels.INSTANCE, reference, views, base);
        CostVolume b = censusVolume(VectorStereoKernels.INSTANCE, reference, views, base);
        assertThat(b.cost).isEqualTo(a.cost);
        assertThat(aggregate(VectorStereoKernels.INSTANCE, b, reference))
                .isEqualTo(aggregate(ScalarStereoKernels.INSTANCE, a, reference));
    }

    private static short[] aggregate(StereoKernels kernels, CostVolume volume, FloatImage gray) {
        return SemiGlobalMatcher.aggregate(
                kernels, volume, gray, SemiGlobalMatcher.Smoothness.FINE);
    }

    private static CostVolume censusVolume(
            StereoKernels kernels, FloatImage reference, StereoView[] views, FloatImage base) {
        var similarity = new CensusSimilarity(kernels, reference);
        return CostVolume.sweep(kernels, similarity, views, base, 0.01f, 16, Cancellation.never());
    }
}
