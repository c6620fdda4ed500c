package org.nadir.pointcloud.laszip;

import java.util.Arrays;

/// Arithmetic encoder with carry propagation (Said 2004), writing into memory.
final class ArithmeticEncoder {

    private static final long MIN_LENGTH = 0x01000000L;
    private static final long MAX_LENGTH = 0xFFFFFFFFL;

    private byte[] out = new byte[1 << 16];
    private int size;
    private long base;
    private long length;

    /// Empties the output.
    void clear() {
        size = 0;
    }

    /// Puts a byte into the output as it is. Only before [#start] or after [#finish].
    void putRaw(byte value) {
        put(value);
    }

    /// The output; only the first [#size] bytes count, and only until the next call.
    byte[] bytes() {
        return out;
    }

    int size() {
        return size;
    }

    void start() {
        base = 0;
        length = MAX_LENGTH;
    }

    void encodeBit(BitModel model, int bit) {
        long x = model.zeroProbability * (length >>> BitModel.SHIFT);
        if (bit == 0) {
            length = x;
        } else {
            length -= x;
            addToBase(x);
        }
        renormalise();
        model.learn(bit);
    }

    void encodeSymbol(SymbolModel model, int symbol) {
        long unit = length >>> SymbolModel.SHIFT;
        long x = model.distribution[symbol] * unit;
        if (symbol == model.lastSymbol()) {
            length -= x;
        } else {
            length = model.distribution[symbol + 1] * unit - x;
        }
        addToBase(x);
        renormalise();
        model.learn(symbol);
    }

    /// Writes the lowest `bits` (1 to 32) of `value` with equal probability.
    void writeBits(int bits, int value) {
        int rest = value;
        int restBits = bits;
        if (bits > 19) {
            writeEqual(16, value & 0xFFFF);
            rest = value >>> 16;
            restBits = bits - 16;
        }
        writeEqual(restBits, rest);
    }

    void writeInt(int value) {
        writeEqual(16, value & 0xFFFF);
        writeEqual(16, value >>> 16);
    }

    void writeLong(long value) {
        writeInt((int) value);
        writeInt((int) (value >>> 32));
    }

    /// Ends the code with enough bytes that a decoder never reads beyond them.
    void finish() {
        boolean oneMore = length > 2 * MIN_LENGTH;
        if (oneMore) {
            length = MIN_LENGTH >>> 1;
            addToBase(MIN_LENGTH);
        } else {
            length = MIN_LENGTH >>> 9;
            addToBase(MIN_LENGTH >>> 1);
        }
        renormalise();
        put((byte) 0);
        put((byte) 0);
        if (oneMore) {
            put((byte) 0);
        }
    }

    private void writeEqual(int bits, int value) {
        length >>>= bits;
        addToBase(value * length);
        renormalise();
    }

    private void addToBase(long x) {
        base += x;
        if (base > MAX_LENGTH) {
            base &= MAX_LENGTH;
            int i = size - 1;
            while (out[i] == (byte) 0xFF) {
                out[i--] = 0;
            }
            out[i]++;
        }
    }

    private void renormalise() {
        while (length < MIN_LENGTH) {
            put((byte) (base >>> 24));
            base = (base << 8) & MAX_LENGTH;
            length <<= 8;
        }
    }

    private void put(byte value) {
        if (size == out.length) {
            out = Arrays.copyOf(out, Math.multiplyExact(2, out.length));
        }
        out[size++] = value;
    }
}
