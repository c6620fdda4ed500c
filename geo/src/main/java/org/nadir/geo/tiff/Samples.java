package org.nadir.geo.tiff;

/// Single numbers and runs of numbers in little-endian blocks.
final class Samples {

    private Samples() {}

    static void put(SampleType type, byte[] data, int index, double value) {
        switch (type) {
            case UINT8, INT8 -> data[index] = (byte) (long) value;
            case UINT16, INT16 -> LittleEndian.SHORT.set(data, 2 * index, (short) (long) value);
            case UINT32, INT32 -> LittleEndian.INT.set(data, 4 * index, (int) (long) value);
            case FLOAT32 -> LittleEndian.FLOAT.set(data, 4 * index, (float) value);
            case FLOAT64 -> LittleEndian.DOUBLE.set(data, 8 * index, value);
        }
    }

    /// Copies `count` numbers as floats, every `fromStep`-th to every `toStep`-th place. Indices count numbers.
    static void toFloats(
            SampleType type,
            byte[] from,
            int fromIndex,
            int fromStep,
            float[] to,
            int toIndex,
            int toStep,
            int count) {
        for (int i = 0; i < count; i++) {
            int at = fromIndex + i * fromStep;
            to[toIndex + i * toStep] =
                    switch (type) {
                        case UINT8 -> from[at] & 0xFF;
                        case INT8 -> from[at];
                        case UINT16 -> (short) LittleEndian.SHORT.get(from, 2 * at) & 0xFFFF;
                        case INT16 -> (short) LittleEndian.SHORT.get(from, 2 * at);
                        case UINT32 -> (int) LittleEndian.INT.get(from, 4 * at) & 0xFFFFFFFFL;
                        case INT32 -> (int) LittleEndian.INT.get(from, 4 * at);
                        case FLOAT32 -> (float) LittleEndian.FLOAT.get(from, 4 * at);
                        case FLOAT64 -> (float) (double) LittleEndian.DOUBLE.get(from, 8 * at);
                    };
        }
    }
}
