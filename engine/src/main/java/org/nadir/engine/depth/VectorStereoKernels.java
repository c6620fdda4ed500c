package org.nadir.engine.depth;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernels with the Vector API. Loaded only when its module is present.
final class VectorStereoKernels implements StereoKernels {

    static final StereoKernels INSTANCE = new VectorStereoKernels();

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Integer> I = IntVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Short> S =
            ShortVector.SPECIES_PREFERRED.length() > 16
                    ? ShortVector.SPECIES_256
                    : ShortVector.SPECIES_PREFERRED;
    private static final FloatVector COLUMNS = FloatVector.zero(F).addIndex(1);
    private static final int LANES = F.length();

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
        int base = source.row(0) - stride - 1;
        int[] index = new int[LANES];
        for (int x = 0; x < n; x += LANES) {
            FloatVector column = COLUMNS.add(x);
            FloatVector r = FloatVector.fromArray(F, inverseDepth, depthStart + x).add(add);
            FloatVector w = column.mul(line[5]).add(line[2]).add(r.mul(line[8]));
            FloatVector u = column.mul(line[3]).add(line[0]).add(r.mul(line[6])).div(w);
            FloatVector v = column.mul(line[4]).add(line[1]).add(r.mul(line[7])).div(w);
            VectorMask<Float> inside =
                    w.compare(VectorOperators.GT, 0)
                            .and(u.compare(VectorOperators.GE, 0))
                            .and(v.compare(VectorOperators.GE, 0))
                            .and(u.compare(VectorOperators.LE, source.width))
                            .and(v.compare(VectorOperators.LE, source.height));
            if (!inside.anyTrue()) {
                FloatVector.broadcast(F, Float.NaN).intoArray(out, outStart + x);
                continue;
            }
            u = FloatVector.broadcast(F, 0.5f).blend(u.add(0.5f), inside);
            v = FloatVector.broadcast(F, 0.5f).blend(v.add(0.5f), inside);
            IntVector ui = (IntVector) u.convert(VectorOperators.F2I, 0);
            IntVector vi = (IntVector) v.convert(VectorOperators.F2I, 0);
            FloatVector fx = u.sub((FloatVector) ui.convert(VectorOperators.I2F, 0));
            FloatVector fy = v.sub((FloatVector) vi.convert(VectorOperators.I2F, 0));
            vi.mul(stride).add(ui).intoArray(index, 0);
            FloatVector p = FloatVector.fromArray(F, data, base, index, 0);
            FloatVector q = FloatVector.fromArray(F, data, base + 1, index, 0);
            FloatVector upper = q.sub(p).mul(fx).add(p);
            p = FloatVector.fromArray(F, data, base + stride, index, 0);
            q = FloatVector.fromArray(F, data, base + stride + 1, index, 0);
            FloatVector lower = q.sub(p).mul(fx).add(p);
            FloatVector value = lower.sub(upper).mul(fy).add(upper);
            FloatVector.broadcast(F, Float.NaN).blend(value, inside).intoArray(out, outStart + x);
        }
    }

    @Override
    public void censusRow(float[] image, int centre, int stride, int n, int[] out, int outStart) {
        for (int x = 0; x < n; x += LANES) {
            FloatVector c = FloatVector.fromArray(F, image, centre + x);
            census(image, centre + x, stride, c).intoArray(out, outStart + x);
        }
    }

    private static IntVector census(float[] image, int i, int stride, FloatVector c) {
        IntVector bits = IntVector.zero(I);
        for (int dy = -2; dy <= 2; dy++) {
            for (int dx = -2; dx <= 2; dx++) {
                if (dx != 0 || dy != 0) {
                    FloatVector neighbour = FloatVector.fromArray(F, image, i + dy * stride + dx);
                    IntVector twice = bits.add(bits);
                    bits = twice.add(1, neighbour.lt(c).cast(I));
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
        for (int x = 0; x < n; x += LANES) {
            FloatVector c = FloatVector.fromArray(F, image, centre + x);
            IntVector bits = census(image, centre + x, stride, c);
            bits.lanewise(
                            VectorOperators.XOR,
                            IntVector.fromArray(I, reference, referenceStart + x))
                    .lanewise(VectorOperators.BIT_COUNT)
                    .blend(NOT_SEEN, c.test(VectorOperators.IS_NAN).cast(I))
                    .intoArray(out, x);
        }
    }

    @Override
    public void bestHalfRow(int[][] cost, int views, int n, short[] out, int outStart) {
        sortColumns(cost, views, n);
        int[] first = cost[0];
        for (int x = 0; x < n; x += LANES) {
            IntVector half = IntVector.zero(I);
            IntVector total = IntVector.zero(I);
            IntVector seen = IntVector.zero(I);
            for (int i = 0; i < views; i++) {
                VectorMask<Integer> valid = IntVector.fromArray(I, cost[i], x).lt(NOT_SEEN);
                seen = seen.add(1, valid);
            }
            half = seen.add(1).lanewise(VectorOperators.LSHR, 1);
            for (int i = 0; i < (views + 1) / 2; i++) {
                total =
                        total.add(
                                IntVector.fromArray(I, cost[i], x),
                                half.compare(VectorOperators.GT, i));
            }
            // Exact for totals below 2^16 and divisors 1 to 4: a quotient that is no integer is at
            // least
            // 1/4 away from the next one.
            FloatVector quotient =
                    ((FloatVector)
                                    total.lanewise(VectorOperators.LSHL, 2)
                                            .convert(VectorOperators.I2F, 0))
                            .add(0.01f)
                            .div((FloatVector) half.max(1).convert(VectorOperators.I2F, 0));
            ((IntVector) quotient.convert(VectorOperators.F2I, 0))
                    .blend(NEUTRAL_COST, half.eq(0))
                    .intoArray(first, x);
        }
        for (int x = 0; x < n; x++) {
            out[outStart + x] = (short) first[x];
        }
    }

    /// Sorts the costs of each pixel over the views by a bubble network.
    private static void sortColumns(int[][] cost, int views, int n) {
        for (int end = views - 1; end > 0; end--) {
            for (int i = 0; i < end; i++) {
                int[] a = cost[i];
                int[] b = cost[i + 1];
                for (int x = 0; x < n; x += LANES) {
                    IntVector p = IntVector.fromArray(I, a, x);
                    IntVector q = IntVector.fromArray(I, b, x);
                    p.min(q).intoArray(a, x);
                    p.max(q).intoArray(b, x);
                }
            }
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
        ShortVector jump = ShortVector.broadcast(S, (short) (minPrevious + p2));
        ShortVector least = ShortVector.broadcast(S, Short.MAX_VALUE);
        int from = previous + shift;
        for (int d = 0; d < labels; d += S.length()) {
            ShortVector same = ShortVector.fromArray(S, path, from + d);
            ShortVector below = ShortVector.fromArray(S, path, from + d - 1);
            ShortVector above = ShortVector.fromArray(S, path, from + d + 1);
            ShortVector best = below.min(above).add((short) p1).min(same).min(jump);
            ShortVector value =
                    ShortVector.fromArray(S, cost, costStart + d)
                            .add(best)
                            .sub((short) minPrevious);
            value.intoArray(outPath, out + d);
            ShortVector.fromArray(S, sum, costStart + d).add(value).intoArray(sum, costStart + d);
            least = least.min(value);
        }
        return least.reduceLanes(VectorOperators.MIN);
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
        for (int x = 0; x < n + 2 * FloatImage.HALO; x += LANES) {
            FloatVector mean = FloatVector.zero(F);
            FloatVector square = FloatVector.zero(F);
            FloatVector product = FloatVector.zero(F);
            int at = -3 * stride - FloatImage.HALO + x;
            for (int k = 0; k < 7; k++, at += stride) {
                FloatVector b =
                        FloatVector.fromArray(F, second, secondCentre + at).sub(MIDDLE_GRAY);
                FloatVector a = FloatVector.fromArray(F, first, firstCentre + at).sub(MIDDLE_GRAY);
                FloatVector wb = b.mul(taps[k]);
                mean = mean.add(wb);
                square = wb.fma(b, square);
                product = wb.fma(a, product);
            }
            mean.intoArray(scratch, x);
            square.intoArray(scratch, stride + x);
            product.intoArray(scratch, 2 * stride + x);
        }
        for (int k = 0; k < 3; k++) {
            int from = k * stride + FloatImage.HALO - 3;
            for (int x = 0; x < n; x += LANES) {
                FloatVector sum = FloatVector.fromArray(F, scratch, from + x).mul(taps[0]);
                for (int t = 1; t < 7; t++) {
                    FloatVector value = FloatVector.fromArray(F, scratch, from + x + t);
                    sum = value.fma(FloatVector.broadcast(F, taps[t]), sum);
                }
                sum.intoArray(out, k * stride + x);
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
        for (int x = 0; x < n; x += LANES) {
            FloatVector originA = FloatVector.fromArray(F, reference, referenceCentre + x);
            FloatVector originB = FloatVector.fromArray(F, warped, warpedCentre + x);
            FloatVector sum = FloatVector.zero(F);
            FloatVector sumA = FloatVector.zero(F);
            FloatVector sumB = FloatVector.zero(F);
            FloatVector sumAa = FloatVector.zero(F);
            FloatVector sumBb = FloatVector.zero(F);
            FloatVector sumAb = FloatVector.zero(F);
            int k = x;
            for (int dy = -3; dy <= 3; dy++) {
                int i = referenceCentre + x + dy * stride - 3;
                int j = warpedCentre + x + dy * stride - 3;
                for (int dx = 0; dx < 7; dx++, i++, j++, k += weightStride) {
                    FloatVector w = FloatVector.fromArray(F, weights, k);
                    FloatVector a = FloatVector.fromArray(F, reference, i).sub(originA);
                    FloatVector b = FloatVector.fromArray(F, warped, j).sub(originB);
                    FloatVector wa = w.mul(a);
                    FloatVector wb = w.mul(b);
                    sum = sum.add(w);
                    sumA = sumA.add(wa);
                    sumB = sumB.add(wb);
                    sumAa = wa.fma(a, sumAa);
                    sumBb = wb.fma(b, sumBb);
                    sumAb = wa.fma(b, sumAb);
                }
            }
            FloatVector floor = sum.mul(sum).mul(0.25f);
            FloatVector varianceA = sumAa.mul(sum).sub(sumA.mul(sumA)).add(floor);
            FloatVector varianceB = sumBb.mul(sum).sub(sumB.mul(sumB)).add(floor);
            FloatVector covariance = sumAb.mul(sum).sub(sumA.mul(sumB));
            covariance.div(varianceA.mul(varianceB).sqrt()).intoArray(out, outStart + x);
        }
    }
}
