package org.nadir.geo.tiff;

import java.util.Arrays;

/// LZW as TIFF 6.0, section 13: codes of 9 to 12 bits, most significant bit first, width raised one code early.
final class LzwEncoder {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int LAST = 4093;
    private static final int SLOTS = 1 << 14;

    private final int[] keys = new int[SLOTS];
    private final short[] codes = new short[SLOTS];
    private byte[] out = new byte[1024];
    private int length;
    private int bits;
    private int bitCount;
    private int width = 9;
    private int next = FIRST;

    byte[] encode(byte[] raw) {
        clear();
        if (raw.length > 0) {
            int prefix = raw[0] & 0xFF;
            for (int i = 1; i < raw.length; i++) {
                prefix = step(prefix, raw[i] & 0xFF);
            }
            put(prefix);
            next++;
            widen();
        }
        put(END);
        if (bitCount > 0) {
            putByte(bits << (8 - bitCount));
        }
        return Arrays.copyOf(out, length);
    }

    private int step(int prefix, int symbol) {
        int key = (prefix << 8 | symbol) + 1;
        int slot = key * 0x9E3779B1 >>> 18;
        while (keys[slot] != 0) {
            if (keys[slot] == key) {
                return codes[slot];
            }
            slot = slot + 1 & SLOTS - 1;
        }
        put(prefix);
        keys[slot] = key;
        codes[slot] = (short) next++;
        if (next > LAST) {
            clear();
        } else {
            widen();
        }
        return symbol;
    }

    private void widen() {
        if (next + 1 > 1 << width && width < 12) {
            width++;
        }
    }

    private void clear() {
        put(CLEAR);
        Arrays.fill(keys, 0);
        width = 9;
        next = FIRST;
    }

    private void put(int code) {
        bits = bits << width | code;
        bitCount += width;
        while (bitCount >= 8) {
            bitCount -= 8;
            putByte(bits >>> bitCount);
        }
        bits &= (1 << bitCount) - 1;
    }

    private void putByte(int value) {
        if (length == out.length) {
            out = Arrays.copyOf(out, length * 2);
        }
        out[length++] = (byte) value;
    }
}
