package org.nadir.imaging;

import java.io.IOException;

/// Encodes the blocks of one component: cosine transform, rounding to steps, Huffman codes.
final class JpegBlock {
    private static final int SIDE = 8;
    private static final float[] COSINES = cosines();

    private final float[] inverseSteps = new float[SIDE * SIDE];
    private final int[] dcCodes;
    private final int[] acCodes;
    private final float[] half = new float[SIDE * SIDE];
    private final int[] rounded = new int[SIDE * SIDE];
    private int previousMean;

    /// @param steps of the coefficients, row by row
    JpegBlock(int[] steps, JpegTables.Huffman dc, JpegTables.Huffman ac) {
        for (int i = 0; i < inverseSteps.length; i++) {
            inverseSteps[i] = 1f / steps[i];
        }
        this.dcCodes = dc.codes();
        this.acCodes = ac.codes();
    }

    /// `COSINES[u·8 + x]` is the weight of sample x in coefficient u of a row.
    private static float[] cosines() {
        float[] table = new float[SIDE * SIDE];
        for (int u = 0; u < SIDE; u++) {
            double scale = u == 0 ? Math.sqrt(1.0 / SIDE) : Math.sqrt(2.0 / SIDE);
            for (int x = 0; x < SIDE; x++) {
                table[u * SIDE + x] =
                        (float) (scale * Math.cos((2 * x + 1) * u * Math.PI / (2 * SIDE)));
            }
        }
        return table;
    }

    void encode(float[] samples, JpegBits bits) throws IOException {
        transform(samples);
        int difference = rounded[0] - previousMean;
        previousMean = rounded[0];
        number(0, difference, dcCodes, bits);
        int zeros = 0;
        for (int i = 1; i < rounded.length; i++) {
            int value = rounded[JpegTables.ZIGZAG[i]];
            if (value == 0) {
                zeros++;
                continue;
            }
            while (zeros >= 16) {
                code(acCodes[0xF0], bits);
                zeros -= 16;
            }
            number(zeros, value, acCodes, bits);
            zeros = 0;
        }
        if (zeros > 0) {
            code(acCodes[0], bits);
        }
    }

    private void transform(float[] samples) {
        for (int row = 0; row < SIDE; row++) {
            for (int u = 0; u < SIDE; u++) {
                float sum = 0;
                for (int x = 0; x < SIDE; x++) {
                    sum += COSINES[u * SIDE + x] * samples[row * SIDE + x];
                }
                half[row * SIDE + u] = sum;
            }
        }
        for (int v = 0; v < SIDE; v++) {
            for (int u = 0; u < SIDE; u++) {
                float sum = 0;
                for (int y = 0; y < SIDE; y++) {
                    sum += COSINES[v * SIDE + y] * half[y * SIDE + u];
                }
                rounded[v * SIDE + u] = Math.round(sum * inverseSteps[v * SIDE + u]);
            }
        }
    }

    /// A run of zeros and the number after it: the code of both lengths, then the number's own bits.
    private static void number(int zeros, int value, int[] codes, JpegBits bits)
            throws IOException {
        int length = 32 - Integer.numberOfLeadingZeros(Math.abs(value));
        code(codes[zeros << 4 | length], bits);
        bits.put(value < 0 ? value - 1 : value, length);
    }

    /// A code and, in the lowest five bits, its length.
    private static void code(int packed, JpegBits bits) throws IOException {
        bits.put(packed >>> 5, packed & 31);
    }
}
