package org.nadir.pointcloud.laszip;

import java.util.ArrayList;
import java.util.List;

/// The items that compressed point records are made of, in order.
///
/// @param types item types as in the laszip VLR
/// @param sizes bytes of each item
public record PointItems(List<Integer> types, List<Integer> sizes) {

    public static final int BYTES = 0;
    public static final int POINT10 = 6;
    public static final int GPSTIME11 = 7;
    public static final int RGB12 = 8;

    public PointItems {
        types = List.copyOf(types);
        sizes = List.copyOf(sizes);
        if (types.isEmpty() || types.size() != sizes.size()) {
            throw new IllegalArgumentException("Items " + types + " with sizes " + sizes);
        }
    }

    /// The items of LAS point format 0 to 3 with `extraBytes` more bytes per record.
    public static PointItems ofFormat(int format, int extraBytes) {
        if (format < 0 || format > 3 || extraBytes < 0) {
            throw new IllegalArgumentException(
                    "Point format " + format + " with " + extraBytes + " extra bytes");
        }
        List<Integer> types = new ArrayList<>(List.of(POINT10));
        List<Integer> sizes = new ArrayList<>(List.of(20));
        if (format == 1 || format == 3) {
            types.add(GPSTIME11);
            sizes.add(8);
        }
        if (format == 2 || format == 3) {
            types.add(RGB12);
            sizes.add(6);
        }
        if (extraBytes > 0) {
            types.add(BYTES);
            sizes.add(extraBytes);
        }
        return new PointItems(types, sizes);
    }

    /// Bytes per record.
    public int recordLength() {
        return sizes.stream().mapToInt(Integer::intValue).sum();
    }

    List<ItemCodec> codecs() {
        List<ItemCodec> codecs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            codecs.add(codec(types.get(i), sizes.get(i)));
        }
        return codecs;
    }

    private static ItemCodec codec(int type, int size) {
        ItemCodec codec =
                switch (type) {
                    case POINT10 -> new PointCodec();
                    case GPSTIME11 -> new TimeCodec();
                    case RGB12 -> new ColourCodec();
                    case BYTES -> new ExtraBytesCodec(size);
                    default ->
                            throw new IllegalArgumentException(
                                    "LASzip item type "
                                            + type
                                            + " (LAS 1.4 layered or waveform) is not supported");
                };
        if (codec.size() != size) {
            throw new IllegalArgumentException("LASzip item " + type + " of " + size + " bytes");
        }
        return codec;
    }
}
