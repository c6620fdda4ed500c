package org.nadir.pointcloud.laszip;

/// An adaptive binary model of the arithmetic coder (Said 2004, "Introduction to arithmetic coding").
final class BitModel {

    static final int SHIFT = 13;
    private static final int MAX_COUNT = 1 << SHIFT;
    private static final int MAX_CYCLE = 64;

    /// Probability of a zero, in units of 1/2¹³.
    int zeroProbability;

    private int zeroCount;
    private int bitCount;
    private int cycle;
    private int untilUpdate;

    BitModel() {
        reset();
    }

    void reset() {
        zeroCount = 1;
        bitCount = 2;
        zeroProbability = 1 << (SHIFT - 1);
        cycle = 4;
        untilUpdate = 4;
    }

    /// Learns the bit that was just coded.
    void learn(int bit) {
        if (bit == 0) {
            zeroCount++;
        }
        if (--untilUpdate == 0) {
            update();
        }
    }

    private void update() {
        bitCount += cycle;
        if (bitCount > MAX_COUNT) {
            bitCount = (bitCount + 1) >>> 1;
            zeroCount = (zeroCount + 1) >>> 1;
            if (zeroCount == bitCount) {
                bitCount++;
            }
        }
        long scale = 0x80000000L / bitCount;
        zeroProbability = (int) ((zeroCount * scale) >>> (31 - SHIFT));
        cycle = Math.min((5 * cycle) >>> 2, MAX_CYCLE);
        untilUpdate = cycle;
    }
}
