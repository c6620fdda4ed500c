package org.nadir.pointcloud;

import java.util.Arrays;
import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;

/// The GeoTIFF keys (OGC 19-008) that name a CRS by its EPSG code. No key needs a number of the double kind, so there is no
/// record 34736.
final class GeoKeys {

    private static final int ASCII_RECORD = 34737;
    private static final int METRE = 9001;
    private static final int DEGREE = 9102;

    private GeoKeys() {}

    /// The content of record 34735; the citation stands at the start of record 34737.
    static byte[] directory(int epsg, String citation) {
        boolean degrees = isGeographic(epsg);
        int[] keys = {
            1,
            1,
            0,
            5, // version 1.1.0, five keys: id, where, count, value or index
            1024,
            0,
            1,
            degrees ? 2 : 1, // model type: projected or geographic
            1025,
            0,
            1,
            1, // raster type: area
            1026,
            ASCII_RECORD,
            citation.length() + 1,
            0,
            degrees ? 2048 : 3072,
            0,
            1,
            epsg,
            degrees ? 2054 : 3076,
            0,
            1,
            degrees ? DEGREE : METRE
        };
        if (!degrees && !isMetric(epsg)) {
            // The code says the unit.
            keys = Arrays.copyOf(keys, keys.length - 4);
            keys[3] = 4;
        }
        var bytes = new byte[2 * keys.length];
        for (int i = 0; i < keys.length; i++) {
            LittleEndian.putShort(bytes, 2 * i, keys[i]);
        }
        return bytes;
    }

    private static boolean isGeographic(int epsg) {
        try {
            return Crs.ofEpsg(epsg).isGeographic();
        } catch (UnknownCrsException newer) {
            return false;
        }
    }

    private static boolean isMetric(int epsg) {
        try {
            return Math.abs(Crs.ofEpsg(epsg).unitMetres() - 1) < 1e-9;
        } catch (UnknownCrsException newer) {
            return true;
        }
    }

    static String citation(int epsg) {
        if (epsg == 4326) {
            return "WGS 84";
        }
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
