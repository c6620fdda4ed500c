package org.nadir.geo.tiff;

/// The two difference schemes that make pixels compress better. All rows are little-endian.
///
/// Scheme 2 (TIFF 6.0, section 14) stores each number as the difference to the same band of the pixel before. Scheme 3
/// (Adobe Photoshop TIFF technical note 3) splits floats into byte planes, most significant first, and stores byte
/// differences.
final class Predictor {

    private Predictor() {}

    /// Replaces one row of integers by differences.
    static void difference(byte[] data, int offset, int values, int stride, int bytes) {
        switch (bytes) {
            case 1 -> {
                for (int i = offset + values - 1; i >= offset + stride; i--) {
                    data[i] -= data[i - stride];
                }
            }
            case 2 -> {
                for (int i = values - 1; i >= stride; i--) {
                    int at = offset + 2 * i;
                    short before = (short) LittleEndian.SHORT.get(data, at - 2 * stride);
                    LittleEndian.SHORT.set(
                            data, at, (short) ((short) LittleEndian.SHORT.get(data, at) - before));
                }
            }
            case 4 -> {
                for (int i = values - 1; i >= stride; i--) {
                    int at = offset + 4 * i;
                    int before = (int) LittleEndian.INT.get(data, at - 4 * stride);
                    LittleEndian.INT.set(data, at, (int) LittleEndian.INT.get(data, at) - before);
                }
            }
            default -> throw new IllegalArgumentException(bytes + " bytes a number");
        }
    }

    /// The inverse of [#difference].
    static void accumulate(byte[] data, int offset, int values, int stride, int bytes) {
        switch (bytes) {
            case 1 -> {
                for (int i = offset + stride; i < offset + values; i++) {
                    data[i] += data[i - stride];
                }
            }
            case 2 -> {
                for (int i = stride; i < values; i++) {
                    int at = offset + 2 * i;
                    short before = (short) LittleEndian.SHORT.get(data, at - 2 * stride);
                    LittleEndian.SHORT.set(
                            data, at, (short) ((short) LittleEndian.SHORT.get(data, at) + before));
                }
            }
            case 4 -> {
                for (int i = stride; i < values; i++) {
                    int at = offset + 4 * i;
                    int before = (int) LittleEndian.INT.get(data, at - 4 * stride);
                    LittleEndian.INT.set(data, at, (int) LittleEndian.INT.get(data, at) + before);
                }
            }
            case 8 -> {
                for (int i = stride; i < values; i++) {
                    int at = offset + 8 * i;
                    long before = (long) LittleEndian.LONG.get(data, at - 8 * stride);
                    LittleEndian.LONG.set(
                            data, at, (long) LittleEndian.LONG.get(data, at) + before);
                }
            }
            default -> throw new IllegalArgumentException(bytes + " bytes a number");
        }
    }

    /// Splits one row of floats into differenced byte planes. `scratch` holds at least `values · bytes` bytes.
    static void splitFloats(
            byte[] data, int offset, int values, int stride, int bytes, byte[] scratch) {
        for (int i = 0; i < values; i++) {
            for (int plane = 0; plane < bytes; plane++) {
                scratch[plane * values + i] = data[offset + i * bytes + bytes - 1 - plane];
            }
        }
        int length = values * bytes;
        System.arraycopy(scratch, 0, data, offset, length);
        for (int i = offset + length - 1; i >= offset + stride; i--) {
            data[i] -= data[i - stride];
        }
    }

    /// The inverse of [#splitFloats].
    static void joinFloats(
            byte[] data, int offset, int values, int stride, int bytes, byte[] scratch) {
        int length = values * bytes;
        for (int i = offset + stride; i < offset + length; i++) {
            data[i] += data[i - stride];
        }
        System.arraycopy(data, offset, scratch, 0, length);
        for (int i = 0; i < values; i++) {
            for (int plane = 0; plane < bytes; plane++) {
                data[offset + i * bytes + bytes - 1 - plane] = scratch[plane * values + i];
            }
        }
    }
}
