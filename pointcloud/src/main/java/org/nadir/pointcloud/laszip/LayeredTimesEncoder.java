package org.nadir.pointcloud.laszip;

import java.util.Arrays;

/// The other direction of [LayeredTimes].
final class LayeredTimesEncoder {

    private static final int FULL_TIME = 511;

    private final SymbolModel multiple = new SymbolModel(515);
    private final SymbolModel withoutStep = new SymbolModel(5);
    private final IntegerModel correction = new IntegerModel(32, 9);
    private final long[] times = new long[4];
    private final int[] steps = new int[4];
    private final int[] surprises = new int[4];
    private int current;
    private int newest;

    void start(long time) {
        multiple.reset();
        withoutStep.reset();
        correction.reset();
        Arrays.fill(times, 0);
        Arrays.fill(steps, 0);
        Arrays.fill(surprises, 0);
        current = 0;
        newest = 0;
        times[0] = time;
    }

    void encode(ArithmeticEncoder encoder, long time) {
        boolean stepping = steps[current] != 0;
        SymbolModel model = stepping ? multiple : withoutStep;
        int full = stepping ? FULL_TIME : 1;
        if (isNear(time, current)) {
            int difference = (int) (time - times[current]);
            if (stepping) {
                step(encoder, difference);
            } else {
                encoder.encodeSymbol(withoutStep, 0);
                correction.encode(encoder, 0, difference, 0);
                steps[current] = difference;
                surprises[current] = 0;
            }
            times[current] = time;
            return;
        }
        for (int other = 1; other < 4; other++) {
            if (isNear(time, current + other & 3) && time != times[current + other & 3]) {
                encoder.encodeSymbol(model, full + other);
                current = current + other & 3;
                encode(encoder, time);
                return;
            }
        }
        encoder.encodeSymbol(model, full);
        correction.encode(encoder, (int) (times[current] >>> 32), (int) (time >>> 32), 8);
        encoder.writeInt((int) time);
        newest = newest + 1 & 3;
        current = newest;
        times[current] = time;
        steps[current] = 0;
        surprises[current] = 0;
    }

    private boolean isNear(long time, int sequence) {
        long difference = time - times[sequence];
        return difference == (int) difference && (int) difference != Integer.MIN_VALUE;
    }

    private void step(ArithmeticEncoder encoder, int difference) {
        int step = steps[current];
        int times = Math.clamp(Math.round((float) difference / step), -10, 500);
        if (times == 1) {
            encoder.encodeSymbol(multiple, 1);
            correction.encode(encoder, step, difference, 1);
            surprises[current] = 0;
            return;
        }
        encoder.encodeSymbol(multiple, times >= 0 ? times : 500 - times);
        int context =
                times == 0
                        ? 7
                        : times > 0 ? times < 10 ? 2 : times < 500 ? 3 : 4 : times > -10 ? 5 : 6;
        correction.encode(encoder, times * step, difference, context);
        if ((times == 0 || times == -10 || times == 500) && ++surprises[current] > 3) {
            steps[current] = difference;
            surprises[current] = 0;
        }
    }
}
