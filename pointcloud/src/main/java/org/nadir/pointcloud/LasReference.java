package org.nadir.pointcloud;

/// How a LAS file stores positions: as integers, `stored = round((coordinate − offset) / scale)`, in a CRS.
///
/// @param epsg EPSG code of the CRS; 0 when there is none
/// @param scale step of the integers in x and y
/// @param scaleZ step of the integers in z
public record LasReference(
        int epsg, double scale, double scaleZ, double offsetX, double offsetY, double offsetZ) {

    public LasReference {
        if (!(scale > 0) || !(scaleZ > 0) || epsg < 0 || epsg > 0xFFFF) {
            throw new IllegalArgumentException(
                    "LAS scales " + scale + " and " + scaleZ + ", EPSG " + epsg);
        }
    }

    /// With the same step in all directions.
    public LasReference(int epsg, double scale, double offsetX, double offsetY, double offsetZ) {
        this(epsg, scale, scale, offsetX, offsetY, offsetZ);
    }

    /// As another file has it.
    public static LasReference like(LasHeader header, int epsg) {
        double[] scale = header.scale();
        double[] offset = header.offset();
        return new LasReference(
                epsg, Math.max(scale[0], scale[1]), scale[2], offset[0], offset[1], offset[2]);
    }
}
