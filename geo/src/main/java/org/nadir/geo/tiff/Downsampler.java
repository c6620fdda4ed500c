package org.nadir.geo.tiff;

/// Halves an image: each pixel becomes the mean of the up to four pixels under it. Colours count by their opacity; unknown
/// values (nodata, NaN) do not count at all. Works row by row, so rows may be made in any order.
final class Downsampler {
    private final SampleType type;
    private final int bands;
    private final boolean alpha;
    private final boolean hasNodata;
    private final double nodata;

    Downsampler(GeoTiffOptions options) {
        this.type = options.sampleType();
        this.bands = options.bands();
        this.alpha = options.alpha();
        Double unknown = options.nodata();
        this.hasNodata = unknown != null;
        this.nodata = unknown == null ? Double.NaN : asStored(unknown);
    }

    /// Makes one row of the smaller image.
    ///
    /// @param from rows of the larger image
    /// @param upper offset of the upper of the two rows in `from`
    /// @param lower offset of the lower one; equal to `upper` at an odd last row
    /// @param width columns of the larger image
    /// @param to receives `(width + 1) / 2` pixels from `toOffset` on
    void halve(byte[] from, int upper, int lower, int width, byte[] to, int toOffset) {
        int pixel = bands * type.bytes();
        for (int column = 0; 2 * column < width; column++) {
            int left = 2 * column * pixel;
            int right = 2 * column + 1 < width ? left + pixel : left;
            average(
                    from,
                    upper + left,
                    upper + right,
                    lower + left,
                    lower + right,
                    to,
                    toOffset + column * pixel);
        }
    }

    private void average(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        if (alpha) {
            averageByOpacity(from, a, b, c, d, to, at);
            return;
        }
        switch (type) {
            case UINT8 -> averageBytes(from, a, b, c, d, to, at);
            case UINT16 -> averageShorts(from, a, b, c, d, to, at);
            default -> averageFloats(from, a, b, c, d, to, at);
        }
    }

    private void averageByOpacity(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        if (type == SampleType.FLOAT32) {
            averageFloatsByOpacity(from, a, b, c, d, to, at);
            return;
        }
        int bytes = type.bytes();
        int last = (bands - 1) * bytes;
        long wa = integer(from, a + last);
        long wb = integer(from, b + last);
        long wc = integer(from, c + last);
        long wd = integer(from, d + last);
        long weight = wa + wb + wc + wd;
        for (int band = 0; band < last; band += bytes) {
            long sum =
                    wa * integer(from, a + band)
                            + wb * integer(from, b + band)
                            + wc * integer(from, c + band)
                            + wd * integer(from, d + band);
            store(to, at + band, weight == 0 ? 0 : (sum + weight / 2) / weight);
        }
        store(to, at + last, (weight + 2) / 4);
    }

    private void averageFloatsByOpacity(
            byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        int last = (bands - 1) * 4;
        double wa = number(from, a + last);
        double wb = number(from, b + last);
        double wc = number(from, c + last);
        double wd = number(from, d + last);
        double weight = wa + wb + wc + wd;
        for (int band = 0; band < last; band += 4) {
            double sum =
                    (wa == 0 ? 0 : wa * number(from, a + band))
                            + (wb == 0 ? 0 : wb * number(from, b + band))
                            + (wc == 0 ? 0 : wc * number(from, c + band))
                            + (wd == 0 ? 0 : wd * number(from, d + band));
            LittleEndian.FLOAT.set(to, at + band, weight == 0 ? 0f : (float) (sum / weight));
        }
        LittleEndian.FLOAT.set(to, at + last, (float) (weight / 4));
    }

    private void averageBytes(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        if (hasNodata) {
            averageKnown(from, a, b, c, d, to, at);
            return;
        }
        for (int band = 0; band < bands; band++) {
            int sum =
                    (from[a + band] & 0xFF)
                            + (from[b + band] & 0xFF)
                            + (from[c + band] & 0xFF)
                            + (from[d + band] & 0xFF);
            to[at + band] = (byte) ((sum + 2) >> 2);
        }
    }

    private void averageShorts(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        if (hasNodata) {
            averageKnown(from, a, b, c, d, to, at);
            return;
        }
        for (int band = 0; band < 2 * bands; band += 2) {
            long sum =
                    integer(from, a + band)
                            + integer(from, b + band)
                            + integer(from, c + band)
                            + integer(from, d + band);
            store(to, at + band, (sum + 2) >> 2);
        }
    }

    /// Integers with a nodata value.
    private void averageKnown(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        int bytes = type.bytes();
        for (int band = 0; band < bands * bytes; band += bytes) {
            long va = integer(from, a + band);
            long vb = integer(from, b + band);
            long vc = integer(from, c + band);
            long vd = integer(from, d + band);
            int ka = va == nodata ? 0 : 1;
            int kb = vb == nodata ? 0 : 1;
            int kc = vc == nodata ? 0 : 1;
            int kd = vd == nodata ? 0 : 1;
            int known = ka + kb + kc + kd;
            long sum = ka * va + kb * vb + kc * vc + kd * vd;
            store(to, at + band, known == 0 ? (long) nodata : (sum + known / 2) / known);
        }
    }

    private void averageFloats(byte[] from, int a, int b, int c, int d, byte[] to, int at) {
        for (int band = 0; band < 4 * bands; band += 4) {
            double va = number(from, a + band);
            double vb = number(from, b + band);
            double vc = number(from, c + band);
            double vd = number(from, d + band);
            int ka = isUnknown(va) ? 0 : 1;
            int kb = isUnknown(vb) ? 0 : 1;
            int kc = isUnknown(vc) ? 0 : 1;
            int kd = isUnknown(vd) ? 0 : 1;
            int known = ka + kb + kc + kd;
            double sum =
                    (ka == 0 ? 0 : va)
                            + (kb == 0 ? 0 : vb)
                            + (kc == 0 ? 0 : vc)
                            + (kd == 0 ? 0 : vd);
            LittleEndian.FLOAT.set(
                    to, at + band, known == 0 ? (float) nodata : (float) (sum / known));
        }
    }

    private double asStored(double value) {
        return type == SampleType.FLOAT32 ? (float) value : value;
    }

    private boolean isUnknown(double value) {
        return Double.isNaN(value) || (hasNodata && value == nodata);
    }

    private long integer(byte[] data, int at) {
        return type == SampleType.UINT8
                ? data[at] & 0xFF
                : (short) LittleEndian.SHORT.get(data, at) & 0xFFFF;
    }

    private void store(byte[] data, int at, long value) {
        if (type == SampleType.UINT8) {
            data[at] = (byte) value;
        } else {
            LittleEndian.SHORT.set(data, at, (short) value);
        }
    }

    private static float number(byte[] data, int at) {
        return (float) LittleEndian.FLOAT.get(data, at);
    }
}
