package org.nadir.pointcloud.laszip;

import static org.nadir.pointcloud.LittleEndian.getUnsignedShort;
import static org.nadir.pointcloud.LittleEndian.putShort;

/// RGB12, version 2: three 16-bit colours, coded bytewise. One symbol says which bytes changed and whether the point is
/// grey; red is coded against the last red, green and blue against the last one plus the step of the colours before.
final class ColourCodec implements ItemCodec {

    private static final int NOT_GREY = 64;

    private final SymbolModel changed = new SymbolModel(128);
    private final SymbolModel[] steps = new SymbolModel[6];
    private int lastRed;
    private int lastGreen;
    private int lastBlue;

    ColourCodec() {
        for (int i = 0; i < steps.length; i++) {
            steps[i] = new SymbolModel(256);
        }
    }

    @Override
    public int size() {
        return 6;
    }

    @Override
    public void start(byte[] record, int at) {
        forget();
        remember(
                getUnsignedShort(record, at),
                getUnsignedShort(record, at + 2),
                getUnsignedShort(record, at + 4));
    }

    /// Forgets what was learnt of the frequencies.
    void forget() {
        changed.reset();
        for (SymbolModel model : steps) {
            model.reset();
        }
    }

    @Override
    public void encode(ArithmeticEncoder encoder, byte[] record, int at) {
        int red = getUnsignedShort(record, at);
        int green = getUnsignedShort(record, at + 2);
        int blue = getUnsignedShort(record, at + 4);
        int which =
                (low(red) != low(lastRed) ? 1 : 0)
                        | (high(red) != high(lastRed) ? 2 : 0)
                        | (low(green) != low(lastGreen) ? 4 : 0)
                        | (high(green) != high(lastGreen) ? 8 : 0)
                        | (low(blue) != low(lastBlue) ? 16 : 0)
                        | (high(blue) != high(lastBlue) ? 32 : 0)
                        | (red != green || red != blue ? NOT_GREY : 0);
        encoder.encodeSymbol(changed, which);
        int lowStep = low(red) - low(lastRed);
        int highStep = high(red) - high(lastRed);
        encodeByte(encoder, which, 0, low(red), low(lastRed));
        encodeByte(encoder, which, 1, high(red), high(lastRed));
        if ((which & NOT_GREY) != 0) {
            encodeByte(encoder, which, 2, low(green), clamp(low(lastGreen) + lowStep));
            lowStep = (lowStep + low(green) - low(lastGreen)) / 2;
            encodeByte(encoder, which, 4, low(blue), clamp(low(lastBlue) + lowStep));
            encodeByte(encoder, which, 3, high(green), clamp(high(lastGreen) + highStep));
            highStep = (highStep + high(green) - high(lastGreen)) / 2;
            encodeByte(encoder, which, 5, high(blue), clamp(high(lastBlue) + highStep));
        }
        remember(red, green, blue);
    }

    @Override
    public void decode(ArithmeticDecoder decoder, byte[] record, int at) {
        int[] colours = {lastRed, lastGreen, lastBlue};
        decode(decoder, colours);
        remember(colours[0], colours[1], colours[2]);
        putShort(record, at, lastRed);
        putShort(record, at + 2, lastGreen);
        putShort(record, at + 4, lastBlue);
    }

    /// Puts the next red, green and blue in the place of those before.
    void decode(ArithmeticDecoder decoder, int[] colours) {
        int beforeRed = colours[0];
        int beforeGreen = colours[1];
        int beforeBlue = colours[2];
        int which = decoder.decodeSymbol(changed);
        int redLow = decodeByte(decoder, which, 0, low(beforeRed), low(beforeRed));
        int redHigh = decodeByte(decoder, which, 1, high(beforeRed), high(beforeRed));
        int red = redHigh << 8 | redLow;
        int green = red;
        int blue = red;
        if ((which & NOT_GREY) != 0) {
            int step = redLow - low(beforeRed);
            int greenLow =
                    decodeByte(decoder, which, 2, low(beforeGreen), clamp(low(beforeGreen) + step));
            step = (step + greenLow - low(beforeGreen)) / 2;
            int blueLow =
                    decodeByte(decoder, which, 4, low(beforeBlue), clamp(low(beforeBlue) + step));
            step = redHigh - high(beforeRed);
            int greenHigh =
                    decodeByte(
                            decoder, which, 3, high(beforeGreen), clamp(high(beforeGreen) + step));
            step = (step + greenHigh - high(beforeGreen)) / 2;
            int blueHigh =
                    decodeByte(decoder, which, 5, high(beforeBlue), clamp(high(beforeBlue) + step));
            green = greenHigh << 8 | greenLow;
            blue = blueHigh << 8 | blueLow;
        }
        colours[0] = red;
        colours[1] = green;
        colours[2] = blue;
    }

    private void encodeByte(
            ArithmeticEncoder encoder, int which, int bit, int value, int predicted) {
        if ((which & 1 << bit) != 0) {
            encoder.encodeSymbol(steps[bit], value - predicted & 0xFF);
        }
    }

    private int decodeByte(
            ArithmeticDecoder decoder, int which, int bit, int unchanged, int predicted) {
        if ((which & 1 << bit) == 0) {
            return unchanged;
        }
        return decoder.decodeSymbol(steps[bit]) + predicted & 0xFF;
    }

    void remember(int red, int green, int blue) {
        lastRed = red;
        lastGreen = green;
        lastBlue = blue;
    }

    private static int low(int colour) {
        return colour & 0xFF;
    }

    private static int high(int colour) {
        return colour >>> 8;
    }

    private static int clamp(int value) {
        return Math.clamp(value, 0, 255);
    }
}
