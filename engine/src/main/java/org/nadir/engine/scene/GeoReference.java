package org.nadir.engine.scene;

/// How the world frame sits on the earth: `utm = world + offset` in x and y, heights are kept.
///
/// @param epsg EPSG code of the WGS 84 / UTM zone (326zz north, 327zz south); 0 when the scene has no georeference
/// @param offsetEast whole metres
/// @param offsetNorth whole metres
public record GeoReference(int epsg, double offsetEast, double offsetNorth) {

    public static final GeoReference NONE = new GeoReference(0, 0, 0);

    public boolean isKnown() {
        return epsg != 0;
    }
}
