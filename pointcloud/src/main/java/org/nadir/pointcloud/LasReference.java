package org.nadir.pointcloud;

/// How a LAS file stores positions: as integers, `stored = round((coordinate − offset) / scale)`, in a CRS.
///
/// @param epsg EPSG code of a projected CRS; 0 when there is none
/// @param scale step of the integers in x, y and z
public record LasReference(int epsg, double scale, double offsetX, double offsetY, double offsetZ) {

    public LasReference {
        if (!(scale > 0) || epsg < 0 || epsg > 0xFFFF) {
            throw new IllegalArgumentException("LAS scale " + scale + ", EPSG " + epsg);
        }
    }
}
