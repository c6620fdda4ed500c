package org.nadir.pointcloud;

/// The GeoTIFF keys (OGC 19-008) that name a projected CRS in metres by its EPSG code. No key needs a number of the double
/// kind, so there is no record 34736.
final class GeoKeys {

    private static final int ASCII_RECORD = 34737;
    private static final int METRE = 9001;

    private GeoKeys() {}

    /// The content of record 34735; the citation stands at the start of record 34737.
    static byte[] directory(int epsg, String citation) {
        int[] keys = {
            1, 1, 0, 5, // version 1.1.0, five keys: id, where, count, value or index
            1024, 0, 1, 1, // model type: projected
            1025, 0, 1, 1, // raster type: area
            1026, ASCII_RECORD, citation.length() + 1, 0,
            3072, 0, 1, epsg,
            3076, 0, 1, METRE
        };
        var bytes = new byte[2 * keys.length];
        for (int i = 0; i < keys.length; i++) {
            LittleEndian.putShort(bytes, 2 * i, keys[i]);
        }
        return bytes;
    }

    static String citation(int epsg) {
        int zone = epsg % 100;
        boolean utm = zone >= 1 && zone <= 60;
        if (utm && epsg / 100 == 326) {
            return "WGS 84 / UTM zone " + zone + "N";
        }
        if (utm && epsg / 100 == 327) {
            return "WGS 84 / UTM zone " + zone + "S";
        }
        return "EPSG:" + epsg;
    }
}
