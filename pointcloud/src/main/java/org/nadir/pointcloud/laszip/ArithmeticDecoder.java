package org.nadir.pointcloud.laszip;

/// Arithmetic decoder (Said 2004), reading from memory. Reading past the end throws [IndexOutOfBoundsException].
final class ArithmeticDecoder {

    private static final long MIN_LENGTH = 0x01000000L;
    private static final long MAX_LENGTH = 0xFFFFFFFFL;

    private byte[] in = {};
    private int position;
    private int end;
    private long value;
    private long length;

    /// Starts to read the code in `bytes[from ..< to]`. The array is read, not copied.
    void start(byte[] bytes, int from, int to) {
        in = bytes;
        position = from;
        end = to;
        length = MAX_LENGTH;
        value = 0;
        for (int i = 0; i < 4; i++) {
            value = (value << 8) | next();
        }
    }

    int decodeBit(BitModel model) {
        long x = model.zeroProbability * (length >>> BitModel.SHIFT);
        int bit = value >= x ? 1 : 0;
        if (bit == 0) {
            length = x;
        } else {
            value -= x;
            length -= x;
        }
        renormalise();
        model.learn(bit);
        return bit;
    }

    int decodeSymbol(SymbolModel model) {
        long unit = length >>> SymbolModel.SHIFT;
        int symbol = model.find(value / unit);
        long x = model.distribution[symbol] * unit;
        long top = symbol == model.lastSymbol() ? length : model.distribution[symbol + 1] * unit;
        value -= x;
        length = top - x;
        renormalise();
        model.learn(symbol);
        return symbol;
    }

    int readBits(int bits) {
        if (bits > 19) {
            int low = readEqual(16);
            return readEqual(bits - 16) << 16 | low;
        }
        return readEqual(bits);
    }

    int readInt() {
        int low = readEqual(16);
        return readEqual(16) << 16 | low;
    }

    private int readEqual(int bits) {
        length >>>= bits;
        long symbol = value / length;
        value -= symbol * length;
        renormalise();
        return (int) symbol;
    }

    private void renormalise() {
        while (length < MIN_LENGTH) {
            value = ((value << 8) | next()) & MAX_LENGTH;
            length <<= 8;
        }
    }

    private int next() {
        if (position >= end) {
            throw new IndexOutOfBoundsException("compressed data ends too early");
        }
        return in[position++] & 0xFF;
    }
}
