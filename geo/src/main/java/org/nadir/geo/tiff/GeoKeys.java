package org.nadir.geo.tiff;

import org.nadir.geo.Crs;
import org.nadir.geo.UnknownCrsException;
import org.nadir.geo.UtmZone;

/// The GeoKey directory (OGC GeoTIFF 1.1), for coordinate systems that have an EPSG code.
final class GeoKeys {
    static final int MODEL_TYPE = 1024;
    static final int RASTER_TYPE = 1025;
    static final int CITATION = 1026;
    static final int GEODETIC_CRS = 2048;
    static final int ANGULAR_UNITS = 2054;
    static final int PROJECTED_CRS = 3072;
    static final int LINEAR_UNITS = 3076;
    static final int USER_DEFINED = 32767;

    private static final int MODEL_PROJECTED = 1;
    private static final int MODEL_GEOGRAPHIC = 2;
    private static final int PIXEL_IS_AREA = 1;
    private static final int DEGREE = 9102;
    private static final int METRE = 9001;

    private GeoKeys() {}

    static void write(IfdBuilder ifd, int epsg) {
        if (isGeographic(epsg)) {
            ifd.shorts(
                    Tags.GEO_KEY_DIRECTORY,
                    1,
                    1,
                    0,
                    4,
                    MODEL_TYPE,
                    0,
                    1,
                    MODEL_GEOGRAPHIC,
                    RASTER_TYPE,
                    0,
                    1,
                    PIXEL_IS_AREA,
                    GEODETIC_CRS,
                    0,
                    1,
                    epsg,
                    ANGULAR_UNITS,
                    0,
                    1,
                    DEGREE);
            return;
        }
        if (!UtmZone.isUtm(epsg)) {
            ifd.shorts(
                    Tags.GEO_KEY_DIRECTORY,
                    1,
                    1,
                    0,
                    3,
                    MODEL_TYPE,
                    0,
                    1,
                    MODEL_PROJECTED,
                    RASTER_TYPE,
                    0,
                    1,
                    PIXEL_IS_AREA,
                    PROJECTED_CRS,
                    0,
                    1,
                    epsg);
            return;
        }
        UtmZone zone = UtmZone.ofEpsg(epsg);
        String citation = "WGS 84 / UTM zone " + zone.number() + (zone.north() ? "N" : "S") + "|";
        ifd.text(Tags.GEO_ASCII_PARAMS, citation);
        ifd.shorts(
                Tags.GEO_KEY_DIRECTORY,
                1,
                1,
                0,
                5,
                MODEL_TYPE,
                0,
                1,
                MODEL_PROJECTED,
                RASTER_TYPE,
                0,
                1,
                PIXEL_IS_AREA,
                CITATION,
                Tags.GEO_ASCII_PARAMS,
                citation.length(),
                0,
                PROJECTED_CRS,
                0,
                1,
                epsg,
                LINEAR_UNITS,
                0,
                1,
                METRE);
    }

    private static boolean isGeographic(int epsg) {
        try {
            return Crs.ofEpsg(epsg).isGeographic();
        } catch (UnknownCrsException newer) {
            return epsg >= 4000 && epsg < 5000;
        }
    }
}
