package org.nadir.pointcloud.laszip;

import java.util.Arrays;

/// The GPS times of one scanner channel: as [TimeCodec], but a time that did not change is not coded here at all.
final class LayeredTimes {

    private static final int MAX_MULTIPLE = 500;
    private static final int MIN_MULTIPLE = -10;
    private static final int FULL_TIME = MAX_MULTIPLE - MIN_MULTIPLE + 1;

    private final SymbolModel multiple = new SymbolModel(FULL_TIME + 4);
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

    long next(ArithmeticDecoder decoder) {
        boolean stepping = steps[current] != 0;
        int symbol = decoder.decodeSymbol(stepping ? multiple : withoutStep);
        int full = stepping ? FULL_TIME : 1;
        // A damaged file may change the sequence many times in a row.
        while (symbol > full) {
            current = current + symbol - full & 3;
            stepping = steps[current] != 0;
            symbol = decoder.decodeSymbol(stepping ? multiple : withoutStep);
            full = stepping ? FULL_TIME : 1;
        }
        if (symbol == full) {
            long high = correction.decode(decoder, (int) (times[current] >>> 32), 8);
            begin(high << 32 | decoder.readInt() & 0xFFFFFFFFL);
        } else if (stepping) {
            times[current] += step(decoder, symbol);
        } else {
            steps[current] = correction.decode(decoder, 0, 0);
            times[current] += steps[current];
            surprises[current] = 0;
        }
        return times[current];
    }

    private int step(ArithmeticDecoder decoder, int symbol) {
        int step = steps[current];
        if (symbol == 1) {
            surprises[current] = 0;
            return correction.decode(decoder, step, 1);
        }
        int times = symbol <= MAX_MULTIPLE ? symbol : MAX_MULTIPLE - symbol;
        int difference = correction.decode(decoder, times * step, context(times));
        if (times == 0 || times == MIN_MULTIPLE || times == MAX_MULTIPLE) {
            countSurprise(difference);
        }
        return difference;
    }

    /// Multiples of 0 and at the bounds say that the step is out of date: the fourth in a row replaces it.
    private void countSurprise(int difference) {
        if (++surprises[current] > 3) {
            steps[current] = difference;
            surprises[current] = 0;
        }
    }

    private static int context(int times) {
        if (times == 0) {
            return 7;
        }
        if (times > 0) {
            return times < 10 ? 2 : times < MAX_MULTIPLE ? 3 : 4;
        }
        return times > MIN_MULTIPLE ? 5 : 6;
    }

    private void begin(long time) {
        newest = newest + 1 & 3;
        current = newest;
        times[current] = time;
        steps[current] = 0;
        surprises[current] = 0;
    }
}
