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
    public static final int POINT14 = 10;
    public static final int RGB14 = 11;
    public static final int RGBNIR14 = 12;
    public static final int WAVEPACKET14 = 13;
    public static final int BYTE14 = 14;

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

    /// Whether these are the items of LAS 1.4, which lie in layers.
    public boolean layered() {
        return types.getFirst() == POINT14;
    }

    /// @param version 3 or 4
    LayeredItem[] layers(int version) {
        var items = new LayeredItem[types.size()];
        for (int i = 0; i < items.length; i++) {
            items[i] = layers(types.get(i), sizes.get(i), version);
            if ((i == 0) != items[i] instanceof PointLayers || items[i].size() != sizes.get(i)) {
                throw new IllegalArgumentException("Items " + types + " with sizes " + sizes);
            }
        }
        return items;
    }

    private static LayeredItem layers(int type, int size, int version) {
        return switch (type) {
            case POINT14 -> new PointLayers(version);
            case RGB14 -> new ColourLayers(3, version);
            case RGBNIR14 -> new ColourLayers(4, version);
            case WAVEPACKET14 -> new WaveformLayer(version);
            case BYTE14 -> new ByteLayers(size, version);
            default ->
                    throw new IllegalArgumentException("LASzip item type " + type + " in layers");
        };
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
                                            + " (waveform, or layers in another place) is not supported");
                };
        if (codec.size() != size) {
            throw new IllegalArgumentException("LASzip item " + type + " of " + size + " bytes");
        }
        return codec;
    }
}
