package org.nadir.imaging.webp;

import java.util.Arrays;

/// Packs numbers into bytes, lowest bits first. For one thread.
final class BitWriter {
    private byte[] bytes;
    private int length;
    private long held;
    private int heldBits;

    BitWriter(int expectedBytes) {
        this.bytes = new byte[Math.max(64, expectedBytes)];
    }

    /// @param count 0 to 32
    void write(int value, int count) {
        held |= (value & (1L << count) - 1) << heldBits;
        heldBits += count;
        if (heldBits >= 32) {
            flushWord();
        }
    }

    private void flushWord() {
        if (length + 4 > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.multiplyExact(bytes.length, 2));
        }
        bytes[length] = (byte) held;
        bytes[length + 1] = (byte) (held >> 8);
        bytes[length + 2] = (byte) (held >> 16);
        bytes[length + 3] = (byte) (held >> 24);
        length += 4;
        held >>>= 32;
        heldBits -= 32;
    }

    byte[] toBytes() {
        int rest = (heldBits + 7) / 8;
        byte[] all = Arrays.copyOf(bytes, length + rest);
        for (int i = 0; i < rest; i++) {
            all[length + i] = (byte) (held >> 8 * i);
        }
        return all;
    }
}
