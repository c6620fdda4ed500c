package org.nadir.pointcloud.laszip;

/// Codes integers as corrections to a prediction: first how many bits the correction has (by context), then the
/// correction within that interval, of which at most the upper 8 bits are modelled.
final class IntegerModel {

    private static final int MODELLED_BITS = 8;

    private final int bits;
    private final SymbolModel[] bitCounts;
    private final BitModel smallest = new BitModel();
    private final SymbolModel[] corrections;
    private int lastBitCount;

    IntegerModel(int bits, int contexts) {
        this.bits = bits;
        bitCounts = new SymbolModel[contexts];
        for (int i = 0; i < contexts; i++) {
            bitCounts[i] = new SymbolModel(bits + 1);
        }
        // A correction of 32 bits can only be −2³¹ and needs no model.
        corrections = new SymbolModel[Math.min(bits, 31)];
        for (int k = 1; k <= corrections.length; k++) {
            corrections[k - 1] = new SymbolModel(1 << Math.min(k, MODELLED_BITS));
        }
    }

    void reset() {
        for (SymbolModel model : bitCounts) {
            model.reset();
        }
        smallest.reset();
        for (SymbolModel model : corrections) {
            model.reset();
        }
    }

    /// The number of bits of the correction coded last.
    int lastBitCount() {
        return lastBitCount;
    }

    void encode(ArithmeticEncoder encoder, int predicted, int actual, int context) {
        int c = wrapped(actual - predicted);
        int k = 32 - Integer.numberOfLeadingZeros(c <= 0 ? -c : c - 1);
        lastBitCount = k;
        encoder.encodeSymbol(bitCounts[context], k);
        if (k == 0) {
            encoder.encodeBit(smallest, c);
            return;
        }
        if (k == 32) {
            return;
        }
        int inInterval = c < 0 ? c + ((1 << k) - 1) : c - 1;
        if (k <= MODELLED_BITS) {
            encoder.encodeSymbol(corrections[k - 1], inInterval);
            return;
        }
        int low = k - MODELLED_BITS;
        encoder.encodeSymbol(corrections[k - 1], inInterval >>> low);
        encoder.writeBits(low, inInterval & ((1 << low) - 1));
    }

    int decode(ArithmeticDecoder decoder, int predicted, int context) {
        int k = decoder.decodeSymbol(bitCounts[context]);
        lastBitCount = k;
        int actual = predicted + correction(decoder, k);
        return bits == 32 ? actual : actual & ((1 << bits) - 1);
    }

    private int correction(ArithmeticDecoder decoder, int k) {
        if (k == 0) {
            return decoder.decodeBit(smallest);
        }
        if (k == 32) {
            return Integer.MIN_VALUE;
        }
        int inInterval = decoder.decodeSymbol(corrections[k - 1]);
        if (k > MODELLED_BITS) {
            int low = k - MODELLED_BITS;
            inInterval = inInterval << low | decoder.readBits(low);
        }
        return inInterval >= 1 << (k - 1) ? inInterval + 1 : inInterval - ((1 << k) - 1);
    }

    /// The correction in `−2^(bits−1) ..< 2^(bits−1)`, modulo `2^bits`.
    private int wrapped(int difference) {
        int unused = 32 - bits;
        return difference << unused >> unused;
    }
}
