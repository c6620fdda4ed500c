package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getInt;
import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;
import static org.nadir.pointcloud.LittleEndian.putInt;
import static org.nadir.pointcloud.LittleEndian.putShort;

import org.jspecify.annotations.Nullable;

/// POINT10, version 2: the 20 bytes that all LAS point formats 0 to 5 begin with.
///
/// One symbol says which of the small fields changed; then those; then x and y as corrections to the median of recent
/// steps and z as a correction to the last height, in contexts of the return number.
final class PointCodec implements ItemCodec {

    private static final int INTENSITY = 12;
    private static final int FLAGS = 14;
    private static final int CLASSIFICATION = 15;
    private static final int SCAN_ANGLE = 16;
    private static final int USER_DATA = 17;
    private static final int SOURCE = 18;

    /// Context of the pair (number of returns, return number): 0 to 14 for the pairs that make sense, in order, the rest
    /// spread over 0 to 15 as the format lays down.
    private static final byte[] RETURN_MAP = {
        15, 14, 13, 12, 11, 10, 9, 8,
        14, 0, 1, 3, 6, 10, 10, 9,
        13, 1, 2, 4, 7, 11, 11, 10,
        12, 3, 4, 5, 8, 12, 12, 11,
        11, 6, 7, 8, 9, 13, 13, 12,
        10, 10, 11, 12, 13, 14, 14, 13,
        9, 10, 11, 12, 13, 14, 15, 14,
        8, 9, 10, 11, 12, 13, 14, 15
    };

    private final byte[] last = new byte[20];
    private final int[] lastIntensity = new int[16];
    private final int[] lastHeight = new int[8];
    private final StreamingMedian[] xSteps = new StreamingMedian[16];
    private final StreamingMedian[] ySteps = new StreamingMedian[16];

    private final SymbolModel changed = new SymbolModel(64);
    private final SymbolModel[] scanAngle = {new SymbolModel(256), new SymbolModel(256)};
    private final @Nullable SymbolModel[] flags = new @Nullable SymbolModel[256];
    private final @Nullable SymbolModel[] classification = new @Nullable SymbolModel[256];
    private final @Nullable SymbolModel[] userData = new @Nullable SymbolModel[256];
    private final IntegerModel intensity = new IntegerModel(16, 4);
    private final IntegerModel source = new IntegerModel(16, 1);
    private final IntegerModel dx = new IntegerModel(32, 2);
    private final IntegerModel dy = new IntegerModel(32, 22);
    private final IntegerModel height = new IntegerModel(32, 20);

    PointCodec() {
        for (int i = 0; i < 16; i++) {
            xSteps[i] = new StreamingMedian();
            ySteps[i] = new StreamingMedian();
        }
    }

    @Override
    public int size() {
        return last.length;
    }

    @Override
    public void start(byte[] record, int at) {
        System.arraycopy(record, at, last, 0, last.length);
        for (int i = 0; i < 16; i++) {
            lastIntensity[i] = 0;
            xSteps[i].reset();
            ySteps[i].reset();
        }
        java.util.Arrays.fill(lastHeight, 0);
        changed.reset();
        scanAngle[0].reset();
        scanAngle[1].reset();
        resetAll(flags);
        resetAll(classification);
        resetAll(userData);
        intensity.reset();
        source.reset();
        dx.reset();
        dy.reset();
        height.reset();
    }

    @Override
    public void encode(ArithmeticEncoder encoder, byte[] record, int at) {
        int flagByte = record[at + FLAGS] & 0xFF;
        int returns = flagByte >>> 3 & 7;
        int pulse = RETURN_MAP[returns << 3 | flagByte & 7];
        encodeSmallFields(encoder, record, at, pulse);

        int single = returns == 1 ? 1 : 0;
        int x = getInt(record, at);
        int stepX = x - getInt(last, 0);
        dx.encode(encoder, xSteps[pulse].value(), stepX, single);
        xSteps[pulse].add(stepX);

        int y = getInt(record, at + 4);
        int stepY = y - getInt(last, 4);
        dy.encode(encoder, ySteps[pulse].value(), stepY, yContext(single));
        ySteps[pulse].add(stepY);

        int z = getInt(record, at + 8);
        int level = Math.abs(returns - (flagByte & 7));
        height.encode(encoder, lastHeight[level], z, zContext(single));
        lastHeight[level] = z;
        System.arraycopy(record, at, last, 0, last.length);
    }

    @Override
    public void decode(ArithmeticDecoder decoder, byte[] record, int at) {
        int which = decoder.decodeSymbol(changed);
        if ((which & 32) != 0) {
            last[FLAGS] = (byte) decoder.decodeSymbol(model(flags, last[FLAGS]));
        }
        int flagByte = last[FLAGS] & 0xFF;
        int returns = flagByte >>> 3 & 7;
        int pulse = RETURN_MAP[returns << 3 | flagByte & 7];
        decodeSmallFields(decoder, which, pulse);

        int single = returns == 1 ? 1 : 0;
        int stepX = dx.decode(decoder, xSteps[pulse].value(), single);
        xSteps[pulse].add(stepX);
        int stepY = dy.decode(decoder, ySteps[pulse].value(), yContext(single));
        ySteps[pulse].add(stepY);
        int level = Math.abs(returns - (flagByte & 7));
        int z = height.decode(decoder, lastHeight[level], zContext(single));
        lastHeight[level] = z;
        putInt(last, 0, getInt(last, 0) + stepX);
        putInt(last, 4, getInt(last, 4) + stepY);
        putInt(last, 8, z);
        System.arraycopy(last, 0, record, at, last.length);
    }

    private void encodeSmallFields(ArithmeticEncoder encoder, byte[] record, int at, int pulse) {
        int value = getUnsignedShort(record, at + INTENSITY);
        int which =
                (record[at + FLAGS] != last[FLAGS] ? 32 : 0)
                        | (value != lastIntensity[pulse] ? 16 : 0)
                        | (record[at + CLASSIFICATION] != last[CLASSIFICATION] ? 8 : 0)
                        | (record[at + SCAN_ANGLE] != last[SCAN_ANGLE] ? 4 : 0)
                        | (record[at + USER_DATA] != last[USER_DATA] ? 2 : 0)
                        | (getUnsignedShort(record, at + SOURCE) != getUnsignedShort(last, SOURCE)
                                ? 1
                                : 0);
        encoder.encodeSymbol(changed, which);
        if ((which & 32) != 0) {
            encoder.encodeSymbol(model(flags, last[FLAGS]), record[at + FLAGS] & 0xFF);
        }
        if ((which & 16) != 0) {
            intensity.encode(encoder, lastIntensity[pulse], value, Math.min(pulse, 3));
            lastIntensity[pulse] = value;
        }
        if ((which & 8) != 0) {
            encoder.encodeSymbol(
                    model(classification, last[CLASSIFICATION]),
                    record[at + CLASSIFICATION] & 0xFF);
        }
        if ((which & 4) != 0) {
            int step = record[at + SCAN_ANGLE] - last[SCAN_ANGLE] & 0xFF;
            encoder.encodeSymbol(scanAngle[record[at + FLAGS] >>> 6 & 1], step);
        }
        if ((which & 2) != 0) {
            encoder.encodeSymbol(model(userData, last[USER_DATA]), record[at + USER_DATA] & 0xFF);
        }
        if ((which & 1) != 0) {
            source.encode(
                    encoder,
                    getUnsignedShort(last, SOURCE),
                    getUnsignedShort(record, at + SOURCE),
                    0);
        }
    }

    private void decodeSmallFields(ArithmeticDecoder decoder, int which, int pulse) {
        if ((which & 16) != 0) {
            lastIntensity[pulse] =
                    intensity.decode(decoder, lastIntensity[pulse], Math.min(pulse, 3));
        }
        putShort(last, INTENSITY, lastIntensity[pulse]);
        if ((which & 8) != 0) {
            last[CLASSIFICATION] =
                    (byte) decoder.decodeSymbol(model(classification, last[CLASSIFICATION]));
        }
        if ((which & 4) != 0) {
            last[SCAN_ANGLE] += (byte) decoder.decodeSymbol(scanAngle[last[FLAGS] >>> 6 & 1]);
        }
        if ((which & 2) != 0) {
            last[USER_DATA] = (byte) decoder.decodeSymbol(model(userData, last[USER_DATA]));
        }
        if ((which & 1) != 0) {
            putShort(last, SOURCE, source.decode(decoder, getUnsignedShort(last, SOURCE), 0));
        }
    }

    private int yContext(int single) {
        int k = dx.lastBitCount();
        return single + (k < 20 ? k & ~1 : 20);
    }

    private int zContext(int single) {
        int k = (dx.lastBitCount() + dy.lastBitCount()) / 2;
        return single + (k < 18 ? k & ~1 : 18);
    }

    /// The model that follows the byte `before`, made when first needed.
    private static SymbolModel model(@Nullable SymbolModel[] models, byte before) {
        SymbolModel model = models[before & 0xFF];
        if (model == null) {
            model = new SymbolModel(256);
            models[before & 0xFF] = model;
        }
        return model;
    }

    private static void resetAll(@Nullable SymbolModel[] models) {
        for (SymbolModel model : models) {
            if (model != null) {
                model.reset();
            }
        }
    }
}
