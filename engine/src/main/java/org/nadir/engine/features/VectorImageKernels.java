package org.nadir.engine.features;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// [ImageKernels] with the Vector API. Loaded only when the module is there.
final class VectorImageKernels implements ImageKernels {

    private static final VectorSpecies<Float> F = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = F.length();

    private VectorImageKernels() {}

    static ImageKernels create() {
        return new VectorImageKernels();
    }

    @Override
    public void blurRow(float[] padded, float[] taps, float[] out, int outOffset, int width) {
        int radius = taps.length - 1;
        int x = 0;
        for (; x <= width - LANES; x += LANES) {
            int centre = radius + x;
            FloatVector sum = FloatVector.fromArray(F, padded, centre).mul(taps[0]);
            for (int i = 1; i <= radius; i++) {
                FloatVector pair =
                        FloatVector.fromArray(F, padded, centre - i)
                                .add(FloatVector.fromArray(F, padded, centre + i));
                sum = pair.fma(FloatVector.broadcast(F, taps[i]), sum);
            }
            sum.intoArray(out, outOffset + x);
        }
        for (; x < width; x++) {
            out[outOffset + x] = ScalarImageKernels.blurAt(padded, taps, radius + x);
        }
    }

    @Override
    public void blurColumns(
            float[] rows, int[] rowOffsets, float[] taps, float[] out, int outOffset, int width) {
        int radius = taps.length - 1;
        int x = 0;
        for (; x <= width - LANES; x += LANES) {
            FloatVector sum = FloatVector.fromArray(F, rows, rowOffsets[radius] + x).mul(taps[0]);
            for (int i = 1; i <= radius; i++) {
                FloatVector pair =
                        FloatVector.fromArray(F, rows, rowOffsets[radius - i] + x)
                                .add(FloatVector.fromArray(F, rows, rowOffsets[radius + i] + x));
                sum = pair.fma(FloatVector.broadcast(F, taps[i]), sum);
            }
            sum.intoArray(out, outOffset + x);
        }
        ScalarImageKernels.blurColumnsFrom(x, rows, rowOffsets, taps, out, outOffset, width);
    }

    @Override
    public void subtractRow(
            float[] a, float[] b, int offset, float[] out, int outOffset, int width) {
        int x = 0;
        for (; x <= width - LANES; x += LANES) {
            FloatVector.fromArray(F, a, offset + x)
                    .sub(FloatVector.fromArray(F, b, offset + x))
                    .intoArray(out, outOffset + x);
        }
        for (; x < width; x++) {
            out[outOffset + x] = a[offset + x] - b[offset + x];
        }
    }

    @Override
    public int extremaInRow(
            float[] dog, int[] rowOffsets, int width, float threshold, int[] columns) {
        int count = 0;
        int x = 1;
        for (; x <= width - 1 - LANES; x += LANES) {
            FloatVector value = FloatVector.fromArray(F, dog, rowOffsets[4] + x);
            VectorMask<Float> high = value.compare(VectorOperators.GT, threshold);
            VectorMask<Float> low = value.compare(VectorOperators.LT, -threshold);
            if (!high.or(low).anyTrue()) {
                continue;
            }
            long found = extremeLanes(dog, rowOffsets, x, value, high, low);
            for (; found != 0; found &= found - 1) {
                columns[count++] = x + Long.numberOfTrailingZeros(found);
            }
        }
        return ScalarImageKernels.extremaFrom(x, count, dog, rowOffsets, width, threshold, columns);
    }

    /// The lanes that beat all 26 neighbours; the middle level is asked first, since it turns most lanes away.
    private static long extremeLanes(
            float[] dog,
            int[] rowOffsets,
            int x,
            FloatVector value,
            VectorMask<Float> high,
            VectorMask<Float> low) {
        int middle = rowOffsets[4] + x;
        FloatVector left = FloatVector.fromArray(F, dog, middle - 1);
        FloatVector right = FloatVector.fromArray(F, dog, middle + 1);
        FloatVector most = left.max(right);
        FloatVector least = left.min(right);
        for (int r = 3; r <= 5; r += 2) {
            most = most.max(mostOfThree(dog, rowOffsets[r] + x));
            least = least.min(leastOfThree(dog, rowOffsets[r] + x));
        }
        VectorMask<Float> above = high.and(value.compare(VectorOperators.GT, most));
        VectorMask<Float> below = low.and(value.compare(VectorOperators.LT, least));
        if (!above.or(below).anyTrue()) {
            return 0;
        }
        for (int r = 0; r < 9; r++) {
            if (r < 3 || r > 5) {
                most = most.max(mostOfThree(dog, rowOffsets[r] + x));
                least = least.min(leastOfThree(dog, rowOffsets[r] + x));
            }
        }
        above = above.and(value.compare(VectorOperators.GT, most));
        below = below.and(value.compare(VectorOperators.LT, least));
        return above.or(below).toLong();
    }

    private static FloatVector mostOfThree(float[] dog, int at) {
        return FloatVector.fromArray(F, dog, at - 1)
                .max(FloatVector.fromArray(F, dog, at))
                .max(FloatVector.fromArray(F, dog, at + 1));
    }

    private static FloatVector leastOfThree(float[] dog, int at) {
        return FloatVector.fromArray(F, dog, at - 1)
                .min(FloatVector.fromArray(F, dog, at))
                .min(FloatVector.fromArray(F, dog, at + 1));
    }

    @Override
    public void polar(float[] gx, float[] gy, float[] magnitude, float[] eighths, int count) {
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(F, gx, i);
            FloatVector y = FloatVector.fromArray(F, gy, i);
            x.mul(x).add(y.mul(y)).sqrt().intoArray(magnitude, i);
            direction(x, y).intoArray(eighths, i);
        }
        ScalarImageKernels.polarFrom(i, gx, gy, magnitude, eighths, count);
    }

    private static FloatVector direction(FloatVector x, FloatVector y) {
        FloatVector ax = x.abs();
        FloatVector ay = y.abs();
        FloatVector t = ax.min(ay).div(ax.max(ay).max(Float.MIN_NORMAL));
        FloatVector t2 = t.mul(t);
        FloatVector angle =
                t2.mul(ScalarImageKernels.Arc.C4)
                        .add(ScalarImageKernels.Arc.C3)
                        .mul(t2)
                        .add(ScalarImageKernels.Arc.C2)
                        .mul(t2)
                        .add(ScalarImageKernels.Arc.C1)
                        .mul(t2)
                        .add(ScalarImageKernels.Arc.C0)
                        .mul(t);
        angle = angle.blend(angle.neg().add(2), ay.compare(VectorOperators.GT, ax));
        angle = angle.blend(angle.neg().add(4), x.compare(VectorOperators.LT, 0));
        return angle.blend(angle.neg().add(8), y.compare(VectorOperators.LT, 0));
    }
}
