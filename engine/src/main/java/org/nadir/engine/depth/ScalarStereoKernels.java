package org.nadir.engine.depth;

/// The reference version of the kernels, in plain Java.
final class ScalarStereoKernels implements StereoKernels {

    static final StereoKernels INSTANCE = new ScalarStereoKernels();

    @Override
    public void warpRow(
            FloatImage source,
            float[] line,
            float[] inverseDepth,
            int depthStart,
            float add,
            int n,
            float[] out,
            int outStart) {
        float[] data = source.data;
        int stride = source.stride;
        int base = source.row(0);
        float right = source.width;
        float bottom = source.height;
        for (int x = 0; x < n; x++) {
            float r = inverseDepth[depthStart + x] + add;
            float w = line[2] + line[5] * x + line[8] * r;
            float u = (line[0] + line[3] * x + line[6] * r) / w;
            float v = (line[1] + line[4] * x + line[7] * r) / w;
            if (!(w > 0 && u >= 0 && v >= 0 && u <= right && v <= bottom)) {
                out[outStart + x] = Float.NaN;
                continue;
            }
            u += 0.5f;
            v += 0.5f;
            int column = (int) u;
            int row = (int) v;
            float fx = u - column;
            float fy = v - row;
            int i = base + (row - 1) * stride + column - 1;
            float upper = data[i] + fx * (data[i + 1] - data[i]);
            float lower = data[i + stride] + fx * (data[i + stride + 1] - data[i + stride]);
            out[outStart + x] = upper + fy * (lower - upper);
        }
    }

    @Override
    public void censusRow(float[] image, int centre, int stride, int n, int[] out, int outStart) {
        for (int x = 0; x < n; x++) {
            out[outStart + x] = census(image, centre + x, stride);
        }
    }

    private static int census(float[] image, int i, int stride) {
        float c = image[i];
        int bits = 0;
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                if (dx != 0 || dy != 0) {
                    bits = bits << 1 | (image[i + dy * stride + dx] < c ? 1 : 0);
                }
            }
        }
        return bits;
    }

    @Override
    public void hammingRow(
            int[] reference,
            int referenceStart,
            float[] image,
            int centre,
            int stride,
            int n,
            int[] out) {
        for (int x = 0; x < n; x++) {
            int i = centre + x;
            out[x] =
                    Float.isNaN(image[i])
                            ? NOT_SEEN
                            : Integer.bitCount(
                                    reference[referenceStart + x] ^ census(image, i, stride));
        }
    }

    @Override
    public void bestHalfRow(int[][] cost, int views, int n, short[] out, int outStart) {
        for (int x = 0; x < n; x++) {
            int seen = 0;
            for (int i = 0; i < views; i++) {
                int c = cost[i][x];
                seen += c < NOT_SEEN ? 1 : 0;
                int j = i;
                for (; j > 0 && cost[j - 1][x] > c; j--) {
                    cost[j][x] = cost[j - 1][x];
                }
                cost[j][x] = c;
            }
            int half = (seen + 1) / 2;
            int total = 0;
            for (int i = 0; i < half; i++) {
                total += cost[i][x];
            }
            out[outStart + x] = half == 0 ? NEUTRAL_COST : (short) (4 * total / half);
        }
    }

    @Override
    public int pathStep(
            short[] cost,
            int costStart,
            short[] path,
            int previous,
            int shift,
            int minPrevious,
            int p1,
            int p2,
            short[] outPath,
            int out,
            short[] sum,
            int labels) {
        int jump = minPrevious + p2;
        int least = Short.MAX_VALUE;
        int from = previous + shift;
        for (int d = 0; d < labels; d++) {
            int neighbour = Math.min(path[from + d - 1], path[from + d + 1]) + p1;
            int best = Math.min(Math.min(path[from + d], neighbour), jump);
            int value = cost[costStart + d] + best - minPrevious;
            outPath[out + d] = (short) value;
            sum[costStart + d] += (short) value;
            least = Math.min(least, value);
        }
        return least;
    }

    @Override
    public void windowMeansRow(
            float[] first,
            int firstCentre,
            float[] second,
            int secondCentre,
            int stride,
            float[] taps,
            int n,
            float[] scratch,
            float[] out) {
        // Down the columns, from HALO pixels before the row's first one.
        for (int x = 0; x < n + 2 * FloatImage.HALO; x++) {
            float mean = 0;
            float square = 0;
            float product = 0;
            for (int dy = -3; dy <= 3; dy++) {
                int at = dy * stride - FloatImage.HALO + x;
                float b = second[secondCentre + at] - MIDDLE_GRAY;
                float wb = taps[dy + 3] * b;
                mean += wb;
                square = Math.fma(wb, b, square);
                product = Math.fma(wb, first[firstCentre + at] - MIDDLE_GRAY, product);
            }
            scratch[x] = mean;
            scratch[stride + x] = square;
            scratch[2 * stride + x] = product;
        }
        for (int k = 0; k < 3; k++) {
            for (int x = 0; x < n; x++) {
                float sum = 0;
                for (int dx = -3; dx <= 3; dx++) {
                    sum =
                            Math.fma(
                                    taps[dx + 3],
                                    scratch[k * stride + FloatImage.HALO + x + dx],
                                    sum);
                }
                out[k * stride + x] = sum;
            }
        }
    }

    @Override
    public void correlationRow(
            float[] reference,
            int referenceCentre,
            float[] warped,
            int warpedCentre,
            int stride,
            float[] weights,
            int weightStride,
            int n,
            float[] out,
            int outStart) {
        for (int x = 0; x < n; x++) {
            float sum = 0;
            float sumA = 0;
            float sumB = 0;
            float sumAa = 0;
            float sumBb = 0;
            float sumAb = 0;
            float originA = reference[referenceCentre + x];
            float originB = warped[warpedCentre + x];
            int k = x;
            for (int dy = -3; dy <= 3; dy++) {
                int i = referenceCentre + x + dy * stride - 3;
                int j = warpedCentre + x + dy * stride - 3;
                for (int dx = 0; dx < 7; dx++, i++, j++, k += weightStride) {
                    float w = weights[k];
                    float a = reference[i] - originA;
                    float b = warped[j] - originB;
                    float wa = w * a;
                    float wb = w * b;
                    sum += w;
                    sumA += wa;
                    sumB += wb;
                    sumAa = Math.fma(wa, a, sumAa);
                    sumBb = Math.fma(wb, b, sumBb);
                    sumAb = Math.fma(wa, b, sumAb);
                }
            }
            float varianceA = sumAa * sum - sumA * sumA;
            float varianceB = sumBb * sum - sumB * sumB;
            float covariance = sumAb * sum - sumA * sumB;
            float floor = 0.25f * sum * sum;
            out[outStart + x] =
                    covariance / (float) Math.sqrt((varianceA + floor) * (varianceB + floor));
        }
    }
}
