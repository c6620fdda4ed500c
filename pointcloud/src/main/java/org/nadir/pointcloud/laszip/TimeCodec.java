package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getLong;
import static org.nadir.pointcloud.LittleEndian.putLong;

import java.util.Arrays;

/// GPSTIME11, version 2: the 64 bits of a time as an integer. Up to four interleaved sequences of times are followed;
/// within one, a time is coded as a multiple of the sequence's usual step plus a correction.
final class TimeCodec implements ItemCodec {

    private static final int MAX_MULTIPLE = 500;
    private static final int MIN_MULTIPLE = -10;
    private static final int SAME_TIME = MAX_MULTIPLE - MIN_MULTIPLE + 1;
    private static final int FULL_TIME = SAME_TIME + 1;

    private final SymbolModel multiple = new SymbolModel(FULL_TIME + 4);
    private final SymbolModel withoutStep = new SymbolModel(6);
    private final IntegerModel correction = new IntegerModel(32, 9);
    private final long[] times = new long[4];
    private final int[] steps = new int[4];
    private final int[] surprises = new int[4];
    private int current;
    private int newest;

    @Override
    public int size() {
        return 8;
    }

    @Override
    public void start(byte[] record, int at) {
        multiple.reset();
        withoutStep.reset();
        correction.reset();
        Arrays.fill(times, 0);
        Arrays.fill(steps, 0);
        Arrays.fill(surprises, 0);
        current = 0;
        newest = 0;
        times[0] = getLong(record, at);
    }

    @Override
    public void encode(ArithmeticEncoder encoder, byte[] record, int at) {
        long time = getLong(record, at);
        boolean stepping = steps[current] != 0;
        SymbolModel model = stepping ? multiple : withoutStep;
        if (time == times[current]) {
            encoder.encodeSymbol(model, stepping ? SAME_TIME : 0);
            return;
        }
        long difference = time - times[current];
        if (difference == (int) difference && (int) difference != Integer.MIN_VALUE) {
            if (stepping) {
                encodeStep(encoder, (int) difference);
            } else {
                encoder.encodeSymbol(withoutStep, 1);
                correction.encode(encoder, 0, (int) difference, 0);
                steps[current] = (int) difference;
                surprises[current] = 0;
            }
            times[current] = time;
            return;
        }
        int other = sequenceNear(time);
        if (other != 0) {
            encoder.encodeSymbol(model, stepping ? FULL_TIME + other : 2 + other);
            current = current + other & 3;
            encode(encoder, record, at);
            return;
        }
        encoder.encodeSymbol(model, stepping ? FULL_TIME : 2);
        correction.encode(encoder, (int) (times[current] >>> 32), (int) (time >>> 32), 8);
        encoder.writeInt((int) time);
        beginSequence(time);
    }

    @Override
    public void decode(ArithmeticDecoder decoder, byte[] record, int at) {
        boolean stepping = steps[current] != 0;
        int symbol = decoder.decodeSymbol(stepping ? multiple : withoutStep);
        int full = stepping ? FULL_TIME : 2;
        // A damaged file may change the sequence many times in a row.
        while (symbol > full) {
            current = current + symbol - full & 3;
            stepping = steps[current] != 0;
            symbol = decoder.decodeSymbol(stepping ? multiple : withoutStep);
            full = stepping ? FULL_TIME : 2;
        }
        if (symbol == full) {
            long high = correction.decode(decoder, (int) (times[current] >>> 32), 8);
            beginSequence(high << 32 | decoder.readInt() & 0xFFFFFFFFL);
        } else if (stepping && symbol != SAME_TIME) {
            times[current] += decodeStep(decoder, symbol);
        } else if (!stepping && symbol == 1) {
            steps[current] = correction.decode(decoder, 0, 0);
            times[current] += steps[current];
            surprises[current] = 0;
        }
        putLong(record, at, times[current]);
    }

    private void encodeStep(ArithmeticEncoder encoder, int difference) {
        int step = steps[current];
        int times = Math.round((float) difference / step);
        if (times == 1) {
            encoder.encodeSymbol(multiple, 1);
            correction.encode(encoder, step, difference, 1);
            surprises[current] = 0;
            return;
        }
        int bounded = Math.clamp(times, MIN_MULTIPLE, MAX_MULTIPLE);
        encoder.encodeSymbol(multiple, bounded >= 0 ? bounded : MAX_MULTIPLE - bounded);
        correction.encode(encoder, bounded * step, difference, context(bounded));
        countSurprise(bounded, difference);
    }

    private int decodeStep(ArithmeticDecoder decoder, int symbol) {
        int step = steps[current];
        if (symbol == 1) {
            surprises[current] = 0;
            return correction.decode(decoder, step, 1);
        }
        int bounded = symbol <= MAX_MULTIPLE ? symbol : MAX_MULTIPLE - symbol;
        int difference = correction.decode(decoder, bounded * step, context(bounded));
        countSurprise(bounded, difference);
        return difference;
    }

    /// Multiples of 0 and beyond the bounds say that the step is out of date: the fourth in a row replaces it.
    private void countSurprise(int bounded, int difference) {
        if (bounded != 0 && bounded != MIN_MULTIPLE && bounded != MAX_MULTIPLE) {
            return;
        }
        if (++surprises[current] > 3) {
            steps[current] = difference;
            surprises[current] = 0;
        }
    }

    private static int context(int bounded) {
        if (bounded == 0) {
            return 7;
        }
        if (bounded > 0) {
            return bounded < 10 ? 2 : bounded < MAX_MULTIPLE ? 3 : 4;
        }
        return bounded > MIN_MULTIPLE ? 5 : 6;
    }

    /// How many sequences further one lies whose last time is within 32 bits of `time`; 0 for none.
    private int sequenceNear(long time) {
        for (int i = 1; i < 4; i++) {
            long difference = time - times[current + i & 3];
            if (difference == (int) difference && (int) difference != Integer.MIN_VALUE) {
                return i;
            }
        }
        return 0;
    }

    private void beginSequence(long time) {
        newest = newest + 1 & 3;
        current = newest;
        times[current] = time;
        steps[current] = 0;
        surprises[current] = 0;
    }
}
