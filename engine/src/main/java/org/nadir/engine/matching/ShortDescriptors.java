package org.nadir.engine.matching;

import org.nadir.engine.features.FeatureSet;

/// Descriptors at about half their precision, so that the scalar product of any two fits 16 bits without a sign: for the
/// search, not for the final distances.
///
/// @param values 128 numbers each, from 0 to 255; the squares of each descriptor add up to at most 65,535
record ShortDescriptors(int count, short[] values) {

    static final int LENGTH = FeatureSet.DESCRIPTOR_LENGTH;

    private static final int MOST_SQUARES = 0xffff;

    /// Brings descriptors of length 512 to a length of 251: five short of 256, since rounding may lengthen them.
    private static final int NUMERATOR = 251;

    private static final int DENOMINATOR = 512;

    static ShortDescriptors of(byte[] descriptors) {
        int count = descriptors.length / LENGTH;
        var values = new short[descriptors.length];
        for (int i = 0; i < count; i++) {
            int from = i * LENGTH;
            int squares = 0;
            for (int k = from; k < from + LENGTH; k++) {
                int value = ((descriptors[k] & 255) * NUMERATOR + DENOMINATOR / 2) / DENOMINATOR;
                values[k] = (short) value;
                squares += value * value;
            }
            if (squares > MOST_SQUARES) {
                shorten(values, from, squares);
            }
        }
        return new ShortDescriptors(count, values);
    }

    private static void shorten(short[] values, int from, int squares) {
        double factor = Math.sqrt((double) MOST_SQUARES / squares);
        for (int k = from; k < from + LENGTH; k++) {
            values[k] = (short) (values[k] * factor);
        }
    }
}
